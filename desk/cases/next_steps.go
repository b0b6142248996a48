package cases

import (
	"context"
	"strings"
	"time"

	"foja/desk/core"
	"foja/docket"
	"foja/store"
)

// Duty is who answers for what on a case, with their present owner.
type Duty struct {
	Name, Does docket.Text
	Cite       string
	Person     string // "" = a role, or nobody in particular
	Now        bool   // the case is in these hands
}

// LadderStep is an alarm that is still to come, as things stand.
type LadderStep struct {
	At         time.Time
	Name       docket.Sentence
	To         docket.Sentence // whom it calls
	EscalateTo docket.Sentence // whom it goes up to when nobody answers for it, by business days; nothing = nobody
}

// duties names the actors of the procedure and who they are on this case.
func (s *Service) duties(ctx context.Context, o core.LoadedCase, names map[string]string) ([]Duty, error) {
	holder := o.Case.Holder
	deputy := ""
	if holder != "" {
		away, err := s.core.Store.AbsencesOn(ctx, o.Today)
		if err != nil {
			return nil, err
		}
		deputy = names[store.StandIn(away, holder)]
	}
	var units []string
	for _, t := range o.Case.OpenTasks(docket.TaskConsult) {
		units = append(units, s.core.UnitName(t.Unit))
	}
	var list []Duty
	for _, duty := range o.Procedure.Duties {
		line := Duty{Name: duty.Name, Does: duty.Does, Cite: duty.Cite, Now: handsOf[duty.Who] == o.Case.Hands}
		switch duty.Who {
		case docket.RoleHolder, docket.RoleOfficer:
			line.Person = names[holder]
		case docket.RoleDeputy:
			line.Person = deputy
		case docket.RoleUnit:
			line.Person = strings.Join(units, ", ")
		case docket.RoleRequester:
			line.Person = o.Request.Requester.Name
		default:
		}
		list = append(list, line)
	}
	return list, nil
}

var handsOf = map[docket.Role]docket.Hands{
	docket.RoleReception: docket.HandsReception, docket.RoleHolder: docket.HandsOfficer, docket.RoleOfficer: docket.HandsOfficer,
	docket.RoleUnit: docket.HandsUnit, docket.RoleManager: docket.HandsReviewer, docket.RoleRequester: docket.HandsRequester,
}

// ladder is the plan of the alarms to come: every rung once.
func (s *Service) ladder(ctx context.Context, o core.LoadedCase) ([]LadderStep, error) {
	alarms, err := o.Law.Alarms(o.Case)
	if err != nil {
		return nil, nil //nolint:nilerr // the calendar does not reach that far: a plan is no promise
	}
	now, seen := s.core.Now(), map[string]bool{}
	var list []LadderStep
	for _, a := range alarms {
		if seen[a.Rung] || !a.At.After(now) {
			continue
		}
		seen[a.Rung] = true
		step := LadderStep{At: a.At, Name: core.RungName(o.Procedure, a.Rung), To: rolesInWords(a.To)}
		for _, r := range o.Procedure.Ladder {
			if r.Key == a.Rung && len(r.EscalateTo) > 0 {
				step.EscalateTo = rolesInWords(r.EscalateTo)
			}
		}
		list = append(list, step)
	}
	return list, nil
}

func rolesInWords(roles []docket.Role) docket.Sentence {
	var words []docket.Sentence
	for _, r := range roles {
		words = append(words, core.RoleWords(r))
	}
	return core.Listed("list.comma", words...)
}
