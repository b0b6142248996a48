package history

import (
	"foja/desk/core"
	"foja/docket"
)

// AppealAgainst says what an appeal is against.
func AppealAgainst(a docket.AppealAgainst) docket.Sentence {
	return docket.Say("appeal_against." + string(a))
}

// AppealRoute says where an appeal was filed.
func AppealRoute(r docket.AppealRoute) docket.Sentence {
	return docket.Say("appeal_route." + string(r))
}

// rulingName says what the Tribunal decided; nothing while it has not.
func rulingName(r docket.Ruling) docket.Sentence {
	if r == "" {
		return docket.Sentence{}
	}
	return docket.Say("ruling." + string(r))
}

// AppealTitle is an appeal's event in one line.
func AppealTitle(e docket.AppealEvent) docket.Sentence {
	switch e.Kind {
	case docket.AppealEventFiled:
		if e.Opening == nil {
			return docket.Say("appeal_title.filed")
		}
		return docket.Say("appeal_title.filed_against",
			"route", AppealRoute(e.Opening.Route), "against", AppealAgainst(e.Opening.Against))
	case docket.AppealEventSubDeadlinePassed:
		return docket.Say("appeal_title.passed", "what", docket.Say("appeal_passed."+e.SubDeadline), "rule", e.Rule)
	case docket.ActAppealDecided:
		return docket.Say("appeal_title.appeal_decided", "ruling", rulingName(e.Ruling))
	case docket.ActSendUp, docket.ActAppealReceived, docket.ActAppealCorrectionAsked, docket.ActAppealMended, docket.ActAppealAdmitted,
		docket.ActBriefAsked, docket.ActBriefSent, docket.ActAppealHeard, docket.ActComplied:
		return docket.Say("appeal_title." + string(e.Kind))
	default:
		return core.Named(string(e.Kind))
	}
}
