package docket

import (
	"slices"
)

// Permitted lists what the actor may do to the case now, in the procedure's order. Pages make their buttons of it,
// and Check uses the same rules: so every button works and nothing else is accepted.
func Permitted(p Procedure, c Case, a Actor) []Permission {
	state, found := p.State(c.State)
	if !found {
		return nil
	}
	var list []Permission
	for _, perm := range state.Actions {
		if slices.ContainsFunc(list, func(have Permission) bool { return have.Do == perm.Do }) {
			continue // of two entries for one action the first that permits it is enough
		}
		if perm.checkActor(&c, a) == nil && c.checkPreconditions(p, perm.Do, a) == nil {
			list = append(list, perm)
		}
	}
	return list
}

// permission finds the entry that permits the action to the actor in the case's state. Without one, the refusal gives
// the obstacle, preferring those that a person can remove.
func (c *Case) permission(p Procedure, do Action, a Actor) (Permission, error) {
	state, found := p.State(c.State)
	if !found {
		return Permission{}, Refuse(CodeInternal, "procedure.state_unknown", "procedure", p.Key, "version", p.Version,
			"state", c.State)
	}
	refusal := error(Refuse(CodeConflict,
		"case.action_not_in_state", "state", state.Name))
	for _, perm := range state.Actions {
		if perm.Do != do {
			continue
		}
		err := perm.checkActor(c, a)
		if err == nil {
			return perm, nil
		}
		refusal = err
	}
	if spec, _ := SpecOf(do); len(spec.Always) > 0 {
		perm := Permission{Do: do, By: spec.Always}
		if refusal = perm.checkActor(c, a); refusal == nil {
			return perm, nil
		}
	}
	return Permission{}, refusal
}

// checkActor returns why this entry does not permit the action to the actor, or nil.
func (perm Permission) checkActor(c *Case, a Actor) error {
	switch {
	case perm.Do == ActNote && a.Role == RoleUnit && len(c.OpenTasks(TaskConsult)) > 0:
		return nil // a unit may report before its answer that it needs more days
	case (perm.Do == ActResend || perm.Do == ActPrint) && a.Role == RoleSystem:
		return nil // a letter that could not be rendered is requested again automatically once its template is fixed
	case !slices.Contains(perm.By, a.Role):
		return Refuse(CodeForbidden,
			"case.role_may_not", "action", perm.Label)
	case a.Office != "" && a.Office != c.Office:
		return Refuse(CodeForbidden, "case.of_another_office")
	case perm.Holder && !a.isSuperior() && !a.holds(c.Holder):
		return Refuse(CodeForbidden,
			"case.only_holder_may", "action", perm.Label)
	case perm.Second && (a.User == "" || c.Proposal.WrittenBy(a.User) || a.For != "" && c.Proposal.WrittenBy(a.For)):
		return Refuse(CodeForbidden, "proposal.needs_second_person")
	}
	return nil
}

// isSuperior reports whether the actor is above the holder of a case.
func (a Actor) isSuperior() bool { return a.Role == RoleManager || a.Role == RoleHead }

// checkPreconditions returns any obstacle to an action other than permission, or nil: something the case lacks, a
// window that has passed, an act done already.
func (c *Case) checkPreconditions(p Procedure, do Action, a Actor) error {
	spec, _ := SpecOf(do)
	if spec.state != nil {
		if err := spec.state(c, a); err != nil {
			return err
		}
	}
	if err := c.checkWindow(p, do); err != nil {
		return err
	}
	if spec.repeat != nil {
		return spec.repeat(c, p)
	}
	return nil
}

// alarmsFor are the pending alarms that the actor may acknowledge.
func (c *Case) alarmsFor(a Actor) []Alarm {
	return slices.DeleteFunc(c.PendingAlarms(), func(alarm Alarm) bool { return !c.answersFor(a, alarm) })
}

// answersFor reports whether the alarm was raised to the actor or to somebody below. An officer cannot acknowledge an
// alarm to the manager.
func (c *Case) answersFor(a Actor, alarm Alarm) bool {
	for _, to := range alarm.To {
		switch to {
		case RoleHolder:
			if a.Role == RoleOfficer && (c.Holder == "" || a.holds(c.Holder)) {
				return true
			}
		case RoleDeputy: // the deputy is not part of the case; accept another officer of the office
			if a.Role == RoleOfficer {
				return true
			}
		default:
			if a.Role == to {
				return true
			}
		}
		if rank(a.Role) > rank(to) {
			return true
		}
	}
	return false
}
