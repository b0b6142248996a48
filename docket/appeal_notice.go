package docket

// Tells says which roles have to hear of an event of the appeal at once: those whose turn it has become, and those
// above them when a term of ours passed. Nobody when it is the Tribunal's or the appellant's affair.
func (a *Appeal) Tells(e AppealEvent) []Role {
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
	case AppealEventTrapPassed:
		switch Action(e.Trap) {
		case ActSendUp, ActBriefSent, ActComplied: // ours: grave faults
			return []Role{RoleManager, RoleHead}
		default:
		}
	default:
	}
	return nil
}
