package procedures

import (
	"fmt"
	"slices"

	"foja/docket"
)

func (v *validator) states() {
	p := v.p
	unique(v, "states", len(p.States), func(i int) (string, docket.Text) { return p.States[i].Key, p.States[i].Name })
	if _, found := p.State(p.Initial); !found {
		v.fail("initial", "there is no state %q", p.Initial)
	}
	finals := 0
	for i, s := range p.States {
		at := fmt.Sprintf("states[%d]", i)
		among(v, at+".hands", s.Hands, stateHands)
		if s.Final {
			finals++
		}
		for j, perm := range s.Actions {
			if slices.ContainsFunc(s.Actions[:j], func(other docket.Permission) bool { return other.Do == perm.Do }) {
				v.fail(fmt.Sprintf("%s.actions[%d]", at, j), "%q is there twice in this state", perm.Do)
			}
			v.permission(fmt.Sprintf("%s.actions[%d]", at, j), perm)
		}
	}
	if finals != 1 {
		v.fail("states", "%d states are final, one is needed", finals)
	}
}

func (v *validator) permission(at string, perm docket.Permission) {
	among(v, at+".do", perm.Do, caseActions)
	if len(perm.By) == 0 {
		v.fail(at, "no role may do %q", perm.Do)
	}
	for k, role := range perm.By {
		among(v, fmt.Sprintf("%s.by[%d]", at, k), role, actingRoles)
	}
	if perm.Label.ES == "" {
		v.fail(at, "%q has no Spanish label", perm.Do)
	}
	if _, found := v.p.State(perm.To); perm.To != "" && !found {
		v.fail(at+".to", "there is no state %q", perm.To)
	}
	// The law: nobody approves what she wrote.
	if (perm.Do == docket.ActApprove || perm.Do == docket.ActSendBack) && !perm.Second {
		v.fail(at, "%q is a second person's: second must be true", perm.Do)
	}
	final := v.p.FinalState()
	if perm.Do == docket.ActWithdraw && perm.To != final && final != "" {
		v.fail(at, "a withdrawal ends the case: it leads to %q", final)
	}
	if to, _ := v.p.State(perm.To); to.Hands == docket.HandsCarrier != sends(perm.Do) && perm.To != "" {
		v.fail(at, "only what sends the answer leads to the state in which it is carried, and it leads there")
	}
}

// sends says whether the action decides the letter that ends the case.
func sends(do docket.Action) bool {
	spec, _ := docket.SpecOf(do)
	return spec.Answers
}

// ways makes sure that a case never gets stuck: every state is reached from the first one, and
// from every state there is a way to the final one. The letter under way leads there by itself.
func (v *validator) ways() {
	final := v.p.FinalState()
	next := func(key string) []string {
		s, _ := v.p.State(key)
		var to []string
		if s.Hands == docket.HandsCarrier {
			to = append(to, final)
		}
		for _, perm := range s.Actions {
			if perm.To != "" {
				to = append(to, perm.To)
			}
		}
		return to
	}
	reached := spread([]string{v.p.Initial}, next)
	for i, s := range v.p.States {
		at := fmt.Sprintf("states[%d]", i)
		if !slices.Contains(reached, s.Key) {
			v.fail(at, "no case ever gets to %q", s.Key)
		}
		if !slices.Contains(spread([]string{s.Key}, next), final) {
			v.fail(at, "there is no way from %q to the end", s.Key)
		}
	}
}

func spread(from []string, next func(string) []string) []string {
	for i := 0; i < len(from); i++ {
		for _, to := range next(from[i]) {
			if !slices.Contains(from, to) {
				from = append(from, to)
			}
		}
	}
	return from
}
