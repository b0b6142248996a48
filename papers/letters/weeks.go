package letters

import (
	"fmt"

	"foja/calendar"
	"foja/docket"
)

const cellWidth = 11.0 // of a day, millimetres

// weeks draws the days from reception to the due date, a week to a line.
func (s *sheet) weeks(dl docket.Deadline, x, y, height float64) float64 {
	if dl.ReceivedOn.IsZero() || len(dl.Days) == 0 {
		return y
	}
	s.font("", 7.5, grey)
	for i, name := range []string{"lun", "mar", "mié", "jue", "vie", "sáb", "dom"} {
		s.putCentre(x+(float64(i)+0.5)*cellWidth, y, name)
	}
	y += 2
	monday := dl.ReceivedOn.AddDays(-weekdayColumn(dl.ReceivedOn))
	cell := func(on calendar.Date) (float64, float64) {
		n := monday.DaysUntil(on)
		return x + float64(n%7)*cellWidth, y + float64(n/7)*height
	}
	cx, cy := cell(dl.ReceivedOn)
	s.day(cx, cy, height, dl.ReceivedOn, docket.CountedDay{}, "0", false)
	for _, c := range dl.Days {
		cx, cy = cell(c.Date)
		number := ""
		if c.Counted {
			number = fmt.Sprint(c.N)
		}
		s.day(cx, cy, height, c.Date, c, number, c.Date == dl.DueOn)
	}
	return cy + height + 3
}

// day draws one day: its date small, its number in the count large.
func (s *sheet) day(x, y, height float64, on calendar.Date, c docket.CountedDay, number string, last bool) {
	s.SetDrawColor(hair[0], hair[1], hair[2])
	s.SetLineWidth(0.15)
	text, label := ink, grey
	switch {
	case last:
		s.SetFillColor(accent[0], accent[1], accent[2])
		s.Rect(x, y, cellWidth, height, "FD")
		text, label = [3]int{255, 255, 255}, [3]int{214, 224, 235}
	case number == "" || number == "0":
		s.SetFillColor(wash[0], wash[1], wash[2])
		s.Rect(x, y, cellWidth, height, "FD")
	default:
		s.Rect(x, y, cellWidth, height, "D")
	}
	date := fmt.Sprint(on.Day)
	if height > 6 && on.Day == 1 || number == "0" {
		date += " " + MonthName(on.Month)[:3]
	}
	s.font("", 6, label)
	s.put(x+0.9, y+2.5, date)
	switch {
	case number == "0" && height < 6:
	case number == "0":
		s.font("", 6, grey)
		s.putRight(x+cellWidth-0.9, y+height-1.1, "llegó")
	case number != "":
		s.font("B", 9, text)
		s.putRight(x+cellWidth-1.1, y+height-1.3, number)
	case !weekend(c):
		s.font("", 7, grey)
		s.putRight(x+cellWidth-1.1, y+height-1.3, "–")
	}
}

func weekdayColumn(d calendar.Date) int { return (int(d.Weekday()) + 6) % 7 }
