package core

import (
	"strings"
)

// Padded is a register number as the register writes it, NNNNNN-YYYY: people leave out the
// zeros in front and the paper puts spaces around the hyphen. What is no such number is left
// as it came, and not found.
func Padded(number string) string {
	number = strings.TrimSpace(number)
	n, year, _ := strings.Cut(number, "-")
	n, year = strings.TrimSpace(n), strings.TrimSpace(year)
	if len(year) != 4 || !digits(year) || !digits(n) {
		return number
	}
	n = strings.TrimLeft(n, "0")
	return strings.Repeat("0", max(0, 6-len(n))) + n + "-" + year
}

func digits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}
