package docket

import (
	"fmt"
	"strconv"
	"strings"

	"foja/calendar"
)

// describe explains in Spanish how the calendar treats a day.
func describe(day calendar.Day) CountedDay {
	line := CountedDay{Date: day.Date, Kind: string(day.Kind), Reason: day.Reason, Source: day.Source}
	switch day.Kind {
	case calendar.Holiday:
		line.Reason = "feriado: " + day.Reason
	case calendar.NonWorkingDay:
		line.Reason = "día no laborable: " + day.Source
	case calendar.ShortDay:
		line.Reason = "horario especial, no puede ser el último día: " + day.Reason
	case calendar.WorkingDay:
		line.Reason = "día hábil añadido: " + day.Reason
	default:
	}
	return line
}

// ruleOf is the rule by which the calendar treats a day; "" for an ordinary weekday.
func ruleOf(day calendar.Day) string {
	switch day.Kind {
	case calendar.Weekend:
		return "R2"
	case calendar.Holiday:
		if day.Scope.Region != "" {
			return "R5"
		}
		return "R3"
	case calendar.NonWorkingDay:
		return "R4"
	case calendar.ShortDay:
		return "R8"
	default:
		return ""
	}
}

func waitReason(kind LedgerKind) string {
	if kind == LedgerCorrectionAsked {
		return "en espera de la subsanación"
	}
	return "cómputo suspendido"
}

func spanishDate(d calendar.Date) string {
	return fmt.Sprintf("%02d/%02d/%d", d.Day, d.Month, d.Year)
}

// ruleSet is a bit set of the rule keys R1 to R60.
type ruleSet uint64

const lastRule = 60

func (s *ruleSet) add(keys ...string) {
	for _, key := range keys {
		if n, err := strconv.Atoi(strings.TrimPrefix(key, "R")); err == nil && 1 <= n && n <= lastRule {
			*s |= 1 << n
		}
	}
}

func (s ruleSet) sorted() []string {
	var keys []string
	for n := 1; n <= lastRule; n++ {
		if s&(1<<n) != 0 {
			keys = append(keys, "R"+strconv.Itoa(n))
		}
	}
	return keys
}

// withRules adds keys to a sorted list of rules.
func withRules(rules []string, keys ...string) []string {
	var s ruleSet
	s.add(rules...)
	s.add(keys...)
	return s.sorted()
}
