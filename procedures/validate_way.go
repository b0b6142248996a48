package procedures

import (
	"fmt"
	"slices"

	"foja/docket"
)

// waits looks at what the requester may have to do, and at the acts that need a letter, an
// outcome or a list of their own.
func (v *validator) waits() {
	p := v.p
	for i, w := range p.Waits {
		at := fmt.Sprintf("waits[%d]", i)
		among(v, at+".action", w.Action, waitActions)
		among(v, at+".from", w.From, waitOrigins)
		v.limit(at+".limit", w.Limit, 1)
		v.rule(at, w.Rule)
		if _, found := p.Outcome(w.Closes); !found {
			v.fail(at+".closes", "there is no outcome %q", w.Closes)
		}
		if w.Missed.ES == "" {
			v.fail(at, "it does not say what holds when it passes (missed)")
		}
		if w.Letter != "" && !v.writes(w.Letter) {
			v.fail(at+".letter", "no template for the %s letter", w.Letter)
		}
	}
	if p.Notice.Ack.N > 0 {
		v.limit("notice.ack", p.Notice.Ack, 1)
		v.limit("notice.serve", p.Notice.Serve, 1)
	}
	v.acts()
}

// acts makes sure that what a permitted act needs is there.
func (v *validator) acts() {
	letters := map[docket.Action]docket.LetterKind{
		docket.ActAskCorrection: docket.LetterCorrection, docket.ActExtend: docket.LetterExtension, docket.ActDeliverPart: docket.LetterPartial,
		docket.ActForward: docket.LetterForward, docket.ActCostNotice: docket.LetterCost, docket.ActMakeAvailable: docket.LetterAvailable,
		docket.ActNotHeld: docket.LetterNotHeld, docket.ActRespondItems: docket.LetterItems,
	}
	for i, s := range v.p.States {
		for j, perm := range s.Actions {
			at := fmt.Sprintf("states[%d].actions[%d]", i, j)
			if kind := letters[perm.Do]; kind != "" && !v.writes(kind) {
				v.fail(at, "%q needs a template for the %s letter", perm.Do, kind)
			}
			switch _, forward := v.p.Outcome(v.p.Closing.Forward); {
			case (perm.Do == docket.ActForward || perm.Do == docket.ActRespondItems) && !forward:
				v.fail(at, "%q needs an outcome: closing.forward", perm.Do)
			case perm.Do == docket.ActExtend && len(v.p.Extension.Grounds) == 0:
				v.fail(at, "%q needs grounds: extension.grounds", perm.Do)
			}
			if _, found := v.p.Outcome(v.p.Closing.NotHeld); (perm.Do == docket.ActNotHeld || perm.Do == docket.ActRespondItems) && !found {
				v.fail(at, "%q needs an outcome: closing.not_held", perm.Do)
			}
		}
	}
}

func (v *validator) writes(kind docket.LetterKind) bool {
	return slices.ContainsFunc(v.p.Letters, func(l docket.LetterRule) bool { return l.Kind == kind })
}
