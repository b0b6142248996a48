package docket

// RolesToNotify are the roles to notify of an event of the appeal at once: those who are to act, and their superiors
// when a term of ours passed. None when the Tribunal or the appellant is to act.
func (a *Appeal) RolesToNotify(e AppealEvent) []Role {
	switch e.Kind {
	case AppealEventFiled:
		if e.Opening != nil && e.Opening.Route == Directly {
			return []Role{RoleOfficer}
		}
		return []Role{RoleOfficer, RoleManager} // two days to send it up (law: R46)
	case ActBriefAsked: // law: R48
		return []Role{RoleOfficer, RoleManager}
	case ActAppealDecided:
		if e.Ruling.Orders() { // law: R50
			return []Role{RoleOfficer, RoleManager, RoleHead}
		}
		return []Role{RoleOfficer, RoleManager}
	case AppealEventSubDeadlinePassed:
		switch Action(e.SubDeadline) {
		case ActSendUp, ActBriefSent, ActComplied: // ours: grave faults
			return []Role{RoleManager, RoleHead}
		default:
		}
	default:
	}
	return nil
}
