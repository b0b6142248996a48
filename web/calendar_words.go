package web

import (
	"foja/calendar"
	"foja/docket"
)

var dayKindWords = map[calendar.Kind]string{
	calendar.Holiday: "Feriado", calendar.NonWorkingDay: "Día no laborable", calendar.ShortDay: "Horario reducido", calendar.WorkingDay: "Día hábil añadido", calendar.Removed: "Se quita del calendario",
}

// dayScope says where an entry holds.
func dayScope(s calendar.Scope) docket.Sentence {
	switch {
	case s.Office != "":
		return docket.Say("scope.office", "office", s.Office)
	case s.Region != "":
		return docket.Say("scope.region", "region", s.Region)
	default:
		return docket.Say("scope.country")
	}
}
