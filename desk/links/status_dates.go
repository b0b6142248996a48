package links

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"github.com/emersion/go-ical"

	"foja/calendar"
	"foja/desk/documents"
)

// StatusDates is the iCalendar feed (RFC 5545) of a request's dates: until when we have to answer, and what she has to do until when.
// Her calendar program asks for it again by itself, so it always tells the dates as they stand.
func (s *Service) StatusDates(ctx context.Context, number, code, ip string) (documents.File, error) {
	o, err := s.citizen(ctx, number, code, ip)
	if err != nil {
		return documents.File{}, err
	}
	st, err := s.status(ctx, o)
	if err != nil {
		return documents.File{}, err
	}
	subDeadlines, err := o.SubDeadlines()
	if err != nil {
		return documents.File{}, err
	}
	feed := ical.NewCalendar()
	feed.Props.SetText(ical.PropVersion, "2.0")
	feed.Props.SetText(ical.PropProductID, "-//foja//solicitud//ES")
	feed.Props.SetText("X-WR-CALNAME", "Solicitud "+st.Number)
	feed.Props.SetText("REFRESH-INTERVAL", "PT6H")
	add := func(id, what, why string, on calendar.Date) {
		if on.IsZero() {
			return
		}
		e := ical.NewEvent()
		e.Props.SetText(ical.PropUID, o.Request.ID+"-"+id+"@foja")
		e.Props.SetDateTime(ical.PropDateTimeStamp, s.core.Now().UTC().Truncate(time.Second))
		e.Props.SetDate(ical.PropDateTimeStart, on.At(0, 0, time.UTC))
		e.Props.SetDate(ical.PropDateTimeEnd, on.AddDays(1).At(0, 0, time.UTC))
		e.Props.SetText(ical.PropSummary, what)
		e.Props.SetText(ical.PropDescription, why)
		e.Props.SetText(ical.PropTransparency, "TRANSPARENT")
		feed.Children = append(feed.Children, e.Component)
	}
	add("due", "Vence el plazo para responderle: "+st.Number, st.Procedure, st.Deadline.DueOn)
	for _, a := range o.Case.Awaiting {
		for _, t := range subDeadlines {
			if !a.Done && t.Action == a.For && t.Letter == a.Letter && !o.Case.Closed() {
				add(t.Key, fmt.Sprintf("Último día para usted: %s (%s)", t.Name, st.Number), st.Remedy, t.On)
			}
		}
	}
	var body bytes.Buffer
	if err := ical.NewEncoder(&body).Encode(feed); err != nil {
		return documents.File{}, fmt.Errorf("dates of a request: %w", err)
	}
	return documents.File{Name: "solicitud-" + st.Number + ".ics", Type: "text/calendar; charset=utf-8", Bytes: body.Bytes()}, nil
}
