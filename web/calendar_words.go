package web

import (
	"foja/calendar"
)

var dayKindWords = map[calendar.Kind]string{
	calendar.Holiday: "Feriado", calendar.NonWorkingDay: "Día no laborable", calendar.ShortDay: "Horario reducido", calendar.WorkingDay: "Día hábil añadido", calendar.Removed: "Se quita del calendario",
}

func dayKind(k calendar.Kind) string { return dayKindWords[k] }

// dayScope says where an entry holds.
func dayScope(s calendar.Scope) string {
	switch {
	case s.Office != "":
		return "Sede " + s.Office
	case s.Region != "":
		return "Región " + s.Region
	default:
		return "Todo el país"
	}
}
