package accounts

import (
	"context"
	"slices"
	"strings"
	"time"

	"foja/access"
	"foja/docket"
	"foja/store"
)

// Two accounts that one administrator holds are one person. She holds whom she made, or whose way in she changed, until a second
// administrator, or the operator, says that the account is somebody's (AccountConfirmed), or until so much time has passed that its owner has
// read of it and spoken. Of her own account against one that she touched it is a month, of two that she touched a week: a new agency makes all
// its accounts on one day, and must be able to deny a request within its ten business days.
const (
	heldByOther = 30 * 24 * time.Hour
	heldByOne   = 7 * 24 * time.Hour
)

// handsOver are events after which the person who caused them may have the account.
var handsOver = []string{access.AccountCreated, access.AccountReset, access.AccountAddress, access.AccountFactorTaken, access.AccountIdentity, access.AccountApproved}

// TwoPersons refuses an act that needs a second person when her account and one of the others may be one person's.
func (s *Service) TwoPersons(ctx context.Context, by access.User, others ...string) error {
	for _, other := range others {
		if other == "" || other == by.ID {
			continue // the law refuses it in its own words
		}
		why, err := s.onePerson(ctx, by.ID, other)
		if err != nil {
			return err
		}
		if !why.IsZero() {
			s.access.Secure(ctx, "refused.two_persons", by, "other", other)
			return docket.Refuse(docket.CodeForbidden, "account.two_persons_needed", "why", why)
		}
	}
	return nil
}

// onePerson says why two accounts do not count as two persons; nothing when they do.
func (s *Service) onePerson(ctx context.Context, a, b string) (docket.Sentence, error) {
	one, err := s.Store.User(ctx, a)
	if err != nil {
		return docket.Sentence{}, err
	}
	two, err := s.Store.User(ctx, b)
	if err != nil {
		return docket.Sentence{}, err
	}
	if one.Email != "" && strings.EqualFold(strings.TrimSpace(one.Email), strings.TrimSpace(two.Email)) {
		return docket.Say("account.same_email"), nil
	}
	users, err := s.Store.Users(ctx)
	if err != nil {
		return docket.Sentence{}, err
	}
	ids := make([]string, len(users))
	for i, u := range users {
		ids[i] = u.ID
	}
	events, err := s.Store.AccountEventsOf(ctx, ids, s.Now().Add(-heldByOther))
	if err != nil {
		return docket.Sentence{}, err
	}
	holds := s.mayHave(events)
	switch {
	case chained(holds, users, a)[b] || chained(holds, users, b)[a]:
		return docket.Say("account.one_made_the_other"), nil
	default:
		for who, since := range holds[a] {
			if again := holds[b][who]; !again.IsZero() && s.Now().Sub(since) < heldByOne && s.Now().Sub(again) < heldByOne {
				return docket.Say("account.made_by_one_person"), nil
			}
		}
		return docket.Sentence{}, nil
	}
}

// chained are the accounts of the person who may have an account: who made it or changed the way into it, who did so to those, and accounts
// with the same e-mail address as any of them.
func chained(holds map[string]map[string]time.Time, users []store.User, id string) map[string]bool {
	email := map[string]string{}
	for _, u := range users {
		email[u.ID] = strings.ToLower(strings.TrimSpace(u.Email))
	}
	found, next := map[string]bool{id: true}, []string{id}
	for len(next) > 0 {
		one := next[0]
		next = next[1:]
		for _, u := range users {
			if found[u.ID] || holds[one][u.ID].IsZero() && (email[one] == "" || email[u.ID] != email[one]) {
				continue
			}
			found[u.ID], next = true, append(next, u.ID)
		}
	}
	return found
}

// mayHave says of each account who may have it, and since when: a confirmation by another administrator ends that, and so does an approval
// of a link for the person who asked for it, as the second person saw the owner.
func (s *Service) mayHave(events []store.AccountEvent) map[string]map[string]time.Time {
	holds := map[string]map[string]time.Time{}
	for _, e := range events {
		switch {
		case e.Kind == access.AccountConfirmed:
			for who := range holds[e.User] {
				if who != e.By {
					delete(holds[e.User], who)
				}
			}
		case slices.Contains(handsOver, e.Kind) && e.By != "" && e.By != e.User:
			if holds[e.User] == nil {
				holds[e.User] = map[string]time.Time{}
			}
			holds[e.User][e.By] = e.At
		}
	}
	return holds
}

// ConfirmAccount says that an account is a person's whom the acting administrator knows. Who made it or changed its way in cannot.
func (s *Service) ConfirmAccount(ctx context.Context, by access.User, id string) error {
	if err := by.Must(access.AccountKeepers); err != nil {
		return err
	}
	if err := s.access.Proved(by); err != nil {
		return err
	}
	u, err := s.Store.User(ctx, id)
	if err != nil {
		return err
	}
	holds, err := s.heldBy(ctx, id)
	if err != nil {
		return err
	}
	if id == by.ID || !holds[by.ID].IsZero() {
		return docket.Refuse(docket.CodeForbidden, "account.confirm_by_third_person")
	}
	own, err := s.heldBy(ctx, by.ID)
	if err != nil {
		return err
	}
	if len(own) > 0 {
		return docket.Refuse(docket.CodeForbidden, "account.confirmer_is_new")
	}
	for who := range holds {
		if why, err := s.onePerson(ctx, by.ID, who); err != nil || !why.IsZero() {
			if err != nil {
				return err
			}
			return docket.Refuse(docket.CodeForbidden, "account.confirmer_not_independent", "why", why)
		}
	}
	return s.access.Happened(ctx, by, u, access.AccountConfirmed, "")
}

// heldBy is who may have an account, and since when.
func (s *Service) heldBy(ctx context.Context, id string) (map[string]time.Time, error) {
	events, err := s.Store.AccountEventsOf(ctx, []string{id}, s.Now().Add(-heldByOther))
	return s.mayHave(events)[id], err
}
