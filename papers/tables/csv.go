package tables

import (
	"bytes"
	"encoding/csv"
	"strconv"
	"strings"

	"foja/calendar"
	"foja/docket"
	"foja/languages"
)

// CSV writes lines for spreadsheets of this country: UTF-8 with its mark, and semicolons, because the comma is in its
// numbers and sentences.
func CSV(p *languages.Printer, lines [][]any) ([]byte, error) {
	var out bytes.Buffer
	out.WriteString("\ufeff")
	w := csv.NewWriter(&out)
	w.Comma, w.UseCRLF = ';', true
	for _, line := range lines {
		cells := make([]string, len(line))
		for i, v := range line {
			cells[i] = csvCell(said(p, v))
		}
		if err := w.Write(cells); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return out.Bytes(), w.Error()
}

func csvCell(v any) string {
	switch v := v.(type) {
	case string:
		return unformula(v)
	case int:
		return strconv.Itoa(v)
	case calendar.Date:
		return v.String()
	}
	return ""
}

// unformula keeps a spreadsheet from running what a citizen wrote: it takes a text that begins
// like a formula, also after spaces, for one. An apostrophe in front makes it text.
func unformula(s string) string {
	if strings.HasPrefix(s, "\t") || strings.HasPrefix(s, "\r") || strings.HasPrefix(s, "\n") {
		return "'" + s
	}
	if t := strings.TrimSpace(s); t != "" && strings.ContainsRune("=+-@＝＋－＠", []rune(t)[0]) {
		return "'" + s
	}
	return s
}

// said puts sentences into words; other values stay.
func said(p *languages.Printer, v any) any {
	switch v := v.(type) {
	case docket.Sentence:
		return p.Say(v)
	case docket.Text:
		return p.Text(v)
	default:
		return v
	}
}

// Spanish is what the agency's own files are in.
var Spanish = languages.For(languages.Spanish)
