package web

import (
	"math"
	"strconv"
	"strings"

	"foja/desk/acts"
	"foja/docket"
)

// readActionInputs reads what the acts between reception and answer ask for beside words and files.
func readActionInputs(c *acts.Command, get func(string) string) (err error) {
	c.Entity = get("entity")
	if c.To, err = parseDay("to", get("to")); err != nil {
		return err
	}
	if c.EvidenceOn, err = parseDay("evidence_on", get("evidence_on")); err != nil {
		return err
	}
	for _, line := range strings.FieldsFunc(get("schedule"), func(r rune) bool { return strings.ContainsRune(" ,;\r\n\t", r) }) {
		on, err := parseDay("schedule", line)
		if err != nil {
			return err
		}
		c.Schedule = append(c.Schedule, on)
	}
	if v := get("cents"); v != "" {
		c.Cents, err = cents(v)
	}
	return err
}

// cents reads an amount of soles as people type it: "12.50", "12,5", "S/ 12".
func cents(text string) (int, error) {
	clean := strings.TrimSpace(strings.TrimPrefix(strings.ToUpper(text), "S/"))
	soles, err := strconv.ParseFloat(strings.Replace(clean, ",", ".", 1), 64)
	if err != nil || math.IsNaN(soles) || soles < 0 || soles > 1e6 {
		return 0, docket.Invalid("cents", "form.not_an_amount")
	}
	return int(math.Round(soles * 100)), nil
}
