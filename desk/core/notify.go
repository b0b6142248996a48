package core

import (
	"context"
	"errors"
	"fmt"

	"foja/access"
	"foja/docket"
	"foja/store"
)

// TellKeepers leaves a notice for every administrator and manager, once per key.
func (s *Service) TellKeepers(ctx context.Context, key, kind, text string) error {
	return s.TellRoles(ctx, access.Reconcilers, key, kind, text)
}

// TellRoles leaves a notice for everybody who has one of the roles, once per key.
func (s *Service) TellRoles(ctx context.Context, roles []docket.Role, key, kind, text string) error {
	return s.tell(ctx, roles, "", key, kind, text)
}

// TellOffice leaves a notice for everybody of an office who has a role, once per key.
func (s *Service) TellOffice(ctx context.Context, role docket.Role, office, key, kind, text string) error {
	return s.tell(ctx, []docket.Role{role}, office, key, kind, text)
}

func (s *Service) tell(ctx context.Context, roles []docket.Role, office, key, kind, text string) error {
	var failures []error
	told := map[string]bool{}
	for _, role := range roles {
		people, err := s.Store.UsersWithRole(ctx, role, office)
		failures = append(failures, err)
		for _, u := range people {
			if told[u.ID] || u.Disabled {
				continue
			}
			told[u.ID] = true
			_, err := s.Store.AddNotice(ctx, store.Notice{Key: key + ":" + u.ID, User: u.ID, Kind: kind, Text: text, At: s.Now()})
			failures = append(failures, err)
		}
	}
	return errors.Join(failures...)
}

// TellAssigned leaves a notice for whoever was given a case by somebody else. The act is done: a notice that fails is
// only logged, and the case stands on her first page.
func (s *Service) TellAssigned(ctx context.Context, by access.User, o LoadedCase, user string, seq int) {
	if user == by.ID {
		return
	}
	_, err := s.Store.AddNotice(context.WithoutCancel(ctx), store.Notice{
		Key: fmt.Sprintf("assigned:%s:%d:%s", o.Request.ID, seq, user), User: user, Request: o.Request.ID, Number: o.Request.Number,
		Kind: store.NoticeAssigned, At: s.Now(), Text: "Le asignaron el expediente " + o.Request.Number,
	})
	if err != nil {
		s.Logger.Error("whoever was given a case was not told", "request", o.Request.ID, "error", err)
	}
}
