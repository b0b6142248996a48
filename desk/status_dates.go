package desk

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"github.com/emersion/go-ical"

	"foja/calendar"
)

// StatusDates is the iCalendar feed (RFC 5545) of a request's dates: until when we have to answer, and what she has to do until when.
// Her calendar program asks for it again by itself, so it always tells the dates as they stand.
func (d *Desk) StatusDates(ctx context.Context, number, code, ip string) (File, error) {
	o, err := d.citizen(ctx, number, code, ip)
	if err != nil {
		return File{}, err
	}
	st, err := d.status(ctx, o)
	if err != nil {
		return File{}, err
	}
	traps, err := o.traps()
	if err != nil {
		return File{}, err
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
		e.Props.SetText(ical.PropUID, o.request.ID+"-"+id+"@foja")
		e.Props.SetDateTime(ical.PropDateTimeStamp, d.Now().UTC().Truncate(time.Second))
		e.Props.SetDate(ical.PropDateTimeStart, on.At(0, 0, time.UTC))
		e.Props.SetDate(ical.PropDateTimeEnd, on.AddDays(1).At(0, 0, time.UTC))
		e.Props.SetText(ical.PropSummary, what)
		e.Props.SetText(ical.PropDescription, why)
		e.Props.SetText(ical.PropTransparency, "TRANSPARENT")
		feed.Children = append(feed.Children, e.Component)
	}
	add("due", "Vence el plazo para responderle: "+st.Number, st.Procedure, st.Deadline.DueOn)
	for _, a := range o.kase.Awaiting {
		for _, t := range traps {
			if !a.Done && t.Action == a.For && t.Letter == a.Letter && !o.kase.Closed() {
				add(t.Key, fmt.Sprintf("Último día para usted: %s (%s)", t.Name, st.Number), st.Remedy, t.On)
			}
		}
	}
	var body bytes.Buffer
	if err := ical.NewEncoder(&body).Encode(feed); err != nil {
		return File{}, fmt.Errorf("dates of a request: %w", err)
	}
	return File{Name: "solicitud-" + st.Number + ".ics", Type: "text/calendar; charset=utf-8", Bytes: body.Bytes()}, nil
}
