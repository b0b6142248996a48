package docket

import (
	"fmt"
	"time"
)

// mailboxNoticeAt is when a letter put into an electronic mailbox counts as notified: at once in business hours of a
// business day; else at the opening of the next one (law: R42).
func (t *decision) mailboxNoticeAt() (time.Time, error) {
	at, zone, office := t.happened(), t.law.Zone, t.law.Office
	on, err := Receive(at, ChannelWeb, OfficeHours, office, zone, t.law.View())
	if err != nil {
		return time.Time{}, err
	}
	hour, minute, err := ParseClock(office.Opens)
	if err != nil {
		return time.Time{}, fmt.Errorf("office %s, opening time: %w", office.ID, err)
	}
	if opens := zone.Instant(on, hour, minute); at.Before(opens) {
		return opens.UTC(), nil
	}
	return at.UTC(), nil
}
