package e2e_test

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// counting is a date with its working, as foja deadline --json prints it.
type counting struct {
	DueOn string       `json:"due_on"`
	Days  []countedDay `json:"days"`
}

type countedDay struct {
	Date    string `json:"date"`
	Counted bool   `json:"counted"`
	N       int    `json:"n"`
}

// place says "3 jueves 26 de noviembre": a day and its number in the count; "–" is none.
func (d countedDay) place(t testing.TB) string {
	t.Helper()
	on, err := time.Parse(time.DateOnly, d.Date)
	if err != nil {
		t.Fatal(err)
	}
	n := "–"
	if d.Counted {
		n = strconv.Itoa(d.N)
	}
	return fmt.Sprintf("%s %s %d de %s", n, weekdays[on.Weekday()], on.Day(), months[on.Month()-1])
}

var (
	weekdays = [...]string{"domingo", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado"}
	// A line of the receipt's list, and the words of a cell of the strip.
	listed = regexp.MustCompile(`(?m)^ *(\d+|–) +(\p{L}+ \d+ de \p{L}+)`)
	celled = regexp.MustCompile(`^(\p{L}+ \d+ de \p{L}+) de \d+: (?:día hábil (\d+)|no se cuenta)`)
)

// onPaper fails unless the receipt lists the days as the command counts them.
func (c counting) onPaper(t testing.TB, receipt string) {
	t.Helper()
	var got []string
	for _, m := range listed.FindAllStringSubmatch(receipt, -1) {
		got = append(got, m[1]+" "+m[2])
	}
	c.alike(t, "receipt", got)
}

// onScreen fails unless the page's strip does.
func (c counting) onScreen(w *window) {
	w.t.Helper()
	var cells, got []string
	w.do("read the strip", chromedp.Evaluate(`[...document.querySelectorAll(".strip li")].map(e => e.title)`, &cells))
	for _, words := range cells {
		if m := celled.FindStringSubmatch(words); m != nil {
			n := m[2]
			if n == "" {
				n = "–"
			}
			got = append(got, n+" "+m[1])
		}
	}
	c.alike(w.t, "strip", got)
}

func (c counting) alike(t testing.TB, face string, got []string) {
	t.Helper()
	var want []string
	for _, d := range c.Days {
		want = append(want, d.place(t))
	}
	if len(want) < 10 || !slices.Equal(got, want) {
		t.Errorf("the %s counts otherwise than foja deadline --json:\n%q\n%q", face, got, want)
	}
}
