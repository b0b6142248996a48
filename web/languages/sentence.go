package languages

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

var (
	months   = []string{"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "setiembre", "octubre", "noviembre", "diciembre"}
	weekdays = []string{"lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"}
	monthsEN = []string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}
	daysEN   = []string{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}
)

// moving are the parts of a sentence that change from one case to the next: dates, hours, numbers. A word with a digit in it (R18, A4) is
// a word.
var moving = regexp.MustCompile(strings.Join([]string{
	`(?i)(?:(?:` + strings.Join(weekdays, "|") + `) )?\d{1,2} de (?:` + strings.Join(months, "|") + `)(?: de \d{4})?`,
	`\d{1,2} (?:ene|feb|mar|abr|may|jun|jul|ago|set|oct|nov|dic) \d{4}`,
	`(?:` + strings.Join(months, "|") + `) de \d{4}`,
	`\d{6}-\d{4}`, `\d{4}-\d{2}-\d{2}`, `\d{1,2}/\d{1,2}/\d{4}`, `\d{1,2}:\d{2}(?::\d{2})?`,
	`[\pL_./@-]+\d[\pL\d_./@-]*`, // a word
	`\d+(?:[.,]\d+)*`,
}, "|"))

// parted is a sentence with numbered gaps in place of what moves, and what stood there.
func parted(sentence string) (key string, args []string) {
	if !strings.ContainsAny(sentence, "0123456789") {
		return sentence, nil // every part that moves has a digit
	}
	key = moving.ReplaceAllStringFunc(sentence, func(part string) string {
		if first := []rune(part)[0]; !unicode.IsDigit(first) && !dated(part) {
			return part
		}
		args = append(args, part)
		return fmt.Sprintf("{%d}", len(args))
	})
	return key, args
}

// abroad are the parts that move in English.
func abroad(parts []string) []string {
	said := make([]string, len(parts))
	for i, part := range parts {
		said[i] = inEnglish(part)
	}
	return said
}

func dated(part string) bool {
	for _, m := range months {
		if strings.Contains(strings.ToLower(part), m) {
			return true
		}
	}
	return false
}

// inEnglish writes a date in English; whatever else moves stays, but for the decimal comma.
func inEnglish(part string) string {
	lower := strings.ToLower(part)
	if !dated(part) && !strings.Contains(part, " ") {
		if i := strings.LastIndexByte(part, ','); i >= 0 && len(part)-i-1 < 3 {
			return part[:i] + "." + part[i+1:]
		}
		return part
	}
	for i, m := range months {
		lower = strings.ReplaceAll(lower, "de "+m, monthsEN[i])
		lower = strings.ReplaceAll(lower, m, monthsEN[i])
		lower = strings.ReplaceAll(lower, " "+m[:3]+" ", " "+monthsEN[i][:3]+" ")
	}
	for i, d := range weekdays {
		lower = strings.ReplaceAll(lower, d, daysEN[i])
	}
	return strings.ReplaceAll(lower, " de ", " ")
}

// Say translates a sentence, and tells of which parts the catalogue has no words: they stay Spanish.
func (c *Catalogue) Say(sentence string) (say string, missing []string) {
	core := strings.TrimLeft(strings.Trim(sentence, edges), ". ")
	if core == "" {
		return sentence, nil
	}
	if parts := strings.Split(core, " · "); len(parts) > 1 { // facts beside each other: each is its own
		for i, part := range parts {
			said, miss := c.Say(part)
			parts[i], missing = said, append(missing, miss...)
		}
		return strings.Replace(sentence, core, strings.Join(parts, " · "), 1), missing
	}
	said, ok := c.say(core)
	if !ok {
		key, _ := parted(core)
		return sentence, []string{key}
	}
	return strings.Replace(sentence, core, said, 1), nil
}

// edges may stand around a sentence that a template broke off.
const edges = " \u00a0·,;:()–—←→▲✓◆◐●○"

func (c *Catalogue) say(sentence string) (string, bool) {
	if core, ended := strings.CutSuffix(sentence, "."); ended && core != "" {
		said, ok := c.say(core)
		return said + ".", ok
	}
	key, args := parted(sentence)
	if !worded(key) {
		return fill(key, abroad(args)), true
	}
	if say, ok := c.exact[key]; ok {
		return fill(say, abroad(args)), true
	}
	for _, p := range c.patterns {
		if !strings.Contains(key, p.mark) {
			continue
		}
		m := p.shape.FindStringSubmatch(key)
		if m == nil {
			continue
		}
		given := map[string]string{}
		for i, part := range m[1:] {
			if strings.HasPrefix(p.slots[i], "{*") {
				given[p.slots[i]], _ = c.Say(fill(part, args))
			} else if n, err := strconv.Atoi(part); err == nil && n <= len(args) {
				given[p.slots[i]] = inEnglish(args[n-1])
			}
		}
		return slot.ReplaceAllStringFunc(p.say, func(s string) string { return given[s] }), true
	}
	for _, mark := range []string{". ", "; ", ": ", ", "} {
		if said, ok := c.each(strings.Split(sentence, mark), mark); ok {
			return said, true
		}
	}
	if first := []rune(sentence); unicode.IsUpper(first[0]) { // the beginning of a sentence of a word that is known inside one
		if say, ok := c.exact[string(unicode.ToLower(first[0]))+string(first[1:])]; ok {
			return strings.ToUpper(say[:1]) + say[1:], true
		}
	}
	return sentence, false
}

// each translates the parts of a sentence where there are words for all of them.
func (c *Catalogue) each(parts []string, mark string) (string, bool) {
	if len(parts) < 2 {
		return "", false
	}
	for i, part := range parts {
		said, ok := c.say(part)
		if !ok {
			return "", false
		}
		parts[i] = said
	}
	return strings.Join(parts, mark), true
}

// worded says whether there is anything to translate.
func worded(key string) bool {
	bare := gaps.ReplaceAllString(key, "")
	return strings.IndexFunc(bare, unicode.IsLetter) >= 0
}

var gaps = regexp.MustCompile(`\{\d+\}`)

func fill(say string, args []string) string {
	for i, a := range args {
		say = strings.ReplaceAll(say, fmt.Sprintf("{%d}", i+1), a)
	}
	return say
}
