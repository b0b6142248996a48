package web

import (
	"strconv"
	"strings"

	"foja/calendar"
	"foja/desk/figures"
	"foja/languages"
)

// chart is a row of columns, drawn by the server: it needs no script, prints, and has a table behind it.
type chart struct {
	Name    string // what it shows, for who cannot see it
	Columns []column
}

// column has bars in hundredths of the chart's height, from the bottom.
type column struct {
	Label string
	Bars  []bar
	X     string // of its middle, for the label
}

type bar struct{ Class, X, Y, W, H string }

const chartHigh = 40.0 // units of the drawing; it is 100 wide

func hundredths(v float64) string { return strconv.FormatFloat(v, 'f', 2, 64) }

// columns draws series side by side in each column; classes name the series.
func columns(name string, labels []string, classes []string, series ...[]float64) chart {
	most := 1.0
	for _, s := range series {
		for _, v := range s {
			most = max(most, v)
		}
	}
	c := chart{Name: name}
	wide := 100 / float64(max(1, len(labels)))
	each := wide * 0.8 / float64(len(series))
	for i, label := range labels {
		col := column{Label: label, X: hundredths((float64(i) + 0.5) * wide)}
		for k, s := range series {
			high := chartHigh * s[i] / most
			col.Bars = append(col.Bars, bar{
				classes[k], hundredths(float64(i)*wide + wide*0.1 + float64(k)*each), hundredths(chartHigh - high), hundredths(each * 0.92), hundredths(high),
			})
		}
		c.Columns = append(c.Columns, col)
	}
	return c
}

// board is a table of what waits: in whose hands, or for which unit.
type board struct {
	Title, Column, Since string
	Rows                 []figures.BoardRow
}

// planPart is the manager's three weeks and her months.
type planPart struct {
	figures.Plan
	DaysChart, MonthsChart chart
	Answered               bool // some month has an answer
}

func newPlan(say *languages.Printer, p figures.Plan) planPart {
	part := planPart{Plan: p}
	var labels []string
	var due, able []float64
	for _, d := range p.Days {
		labels, due, able = append(labels, strconv.Itoa(d.On.Day)), append(due, float64(d.Due.N)), append(able, d.Capacity)
	}
	part.DaysChart = columns(say.T("Lo que vence cada día hábil y lo que se puede responder"), labels, []string{"due", "able"}, due, able)
	labels = nil
	var inTime, original []float64
	for _, m := range p.Months {
		labels = append(labels, monthName(say, m.Month))
		inTime, original = append(inTime, share(m.InTime.N, m.Answered.N)), append(original, share(m.Original.N, m.Answered.N))
		part.Answered = part.Answered || m.Answered.N > 0
	}
	part.MonthsChart = columns(say.T("Porcentaje respondido a tiempo por mes, con el plazo original y con el plazo vigente"), labels, []string{"original", "able"}, original, inTime)
	return part
}

func share(n, of int) float64 {
	if of == 0 {
		return 0
	}
	return 100 * float64(n) / float64(of)
}

// monthName is a month in three letters, the first of them large: "mar" is Tuesday in the strip of days.
func monthName(p *languages.Printer, d calendar.Date) string {
	short := p.T("month_short." + strconv.Itoa(int(d.Month)))
	return strings.ToUpper(short[:1]) + short[1:]
}
