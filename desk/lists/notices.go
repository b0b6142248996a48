package lists

import (
	"context"
	"time"

	"foja/access"
	"foja/docket"
	"foja/store"
)

// Notices lists the user's own notices, newest first, with whether somebody has acknowledged
// the alarm behind each.
func (s *Service) Notices(ctx context.Context, by access.User, limit, offset int) ([]Notice, int, error) {
	if err := by.Must(access.Staff); err != nil {
		return nil, 0, err
	}
	rows, total, err := s.core.Store.Notices(ctx, by.ID, false, store.Page{Limit: limit, Offset: offset})
	if err != nil {
		return nil, 0, err
	}
	cases := map[string]docket.Case{}
	var list []Notice
	for _, n := range rows {
		c, read := cases[n.Request]
		if !read && n.Request != "" {
			if c, err = s.core.Store.Case(ctx, n.Request); err != nil {
				return nil, 0, err
			}
			cases[n.Request] = c
		}
		list = append(list, Notice{
			ID: n.ID, Request: n.Request, Number: n.Number, Alarm: n.Alarm, Kind: n.Kind, Text: n.Text, At: n.At, ReadAt: n.ReadAt,
			Acked: n.Alarm != "" && !pending(c, n.Alarm),
		})
	}
	return list, total, nil
}

func pending(c docket.Case, alarm string) bool {
	for _, a := range c.PendingAlarms() {
		if a.ID == alarm {
			return true
		}
	}
	return false
}

// ReadNotice marks one of the user's own notices as read.
func (s *Service) ReadNotice(ctx context.Context, by access.User, id string) error {
	if err := by.Must(access.Staff); err != nil {
		return err
	}
	return s.core.Store.MarkNoticeRead(ctx, id, by.ID, s.core.Now())
}

// Notice is an internal notice to a user.
type Notice struct {
	ID, Request, Number, Alarm string
	Kind                       string
	Text                       string
	At, ReadAt                 time.Time
	Acked                      bool
}
