package access

import (
	"context"
	"strings"
	"time"

	"github.com/mileusna/useragent"

	"foja/store"
)

// OpenSession is one of a person's own sessions, in words.
type OpenSession struct {
	ID     string // store.SessionID of its token
	Device string // Spanish: "Firefox en Windows"
	Place  string // network address
	Since  time.Time
	Ends   time.Time
}

// Sessions lists one's own open sessions.
func (s *Service) Sessions(ctx context.Context, by User) ([]OpenSession, error) {
	if err := by.Must(Staff); err != nil {
		return nil, err
	}
	open, err := s.Store.SessionsOf(ctx, by.ID)
	var list []OpenSession
	for _, session := range open {
		list = append(list, OpenSession{ID: session.ID, Device: deviceWords(session.Device), Place: session.Place, Since: session.Since, Ends: session.Ends})
	}
	return list, err
}

// EndSession ends one of one's own sessions.
func (s *Service) EndSession(ctx context.Context, by User, id string) error {
	if err := by.Must(Staff); err != nil {
		return err
	}
	return s.Store.EndSession(ctx, by.ID, id)
}

// SessionID names a session by its token.
func SessionID(token string) string { return store.SessionID(token) }

// deviceWords makes what a browser says of itself short enough to be recognised.
func deviceWords(agent string) string {
	ua := useragent.Parse(agent)
	switch {
	case ua.Name == "" || strings.TrimSpace(agent) == "":
		return "Equipo desconocido"
	case ua.OS == "":
		return ua.Name
	default:
		return ua.Name + " en " + ua.OS
	}
}
