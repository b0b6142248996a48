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
	v.annulments()
	v.acts()
}

// silence looks at what an unanswered request comes to: one that is granted by itself needs an outcome to end with, and
// the requester a letter.
func (v *validator) silence() {
	s := v.p.Silence
	among(v, "silence.kind", s.Kind, silenceKinds)
	v.limit("silence.after", s.After, 0)
	v.rule("silence", s.Rule)
	if s.Kind != docket.SilencePositive {
		return
	}
	if _, found := v.p.Outcome(s.Closes); !found {
		v.fail("silence", "positive silence ends the case: it needs an outcome (closes)")
	}
	if !v.writes(docket.LetterGranted) {
		v.fail("silence", "positive silence has to be told: no template for the %s letter", docket.LetterGranted)
	}
}

// expiries looks at what can end after the case has.
func (v *validator) expiries() {
	unique(v, "expiries", len(v.p.Expiries),
		func(i int) (string, docket.Text) { return v.p.Expiries[i].Key, v.p.Expiries[i].Name })
	for i, x := range v.p.Expiries {
		at := fmt.Sprintf("expiries[%d]", i)
		v.rule(at, x.Rule)
		if x.Warn < 1 || x.Warn > 365 {
			v.fail(at+".warn", "say how many calendar days before its end it is told, from 1 to 365")
		}
		if x.Missed.ES == "" {
			v.fail(at, "it does not say what holds once it has passed (missed)")
		}
		if !v.writes(docket.LetterExpiring) {
			v.fail(at, "its end has to be told: no template for the %s letter", docket.LetterExpiring)
		}
	}
}

// annulments looks at the reasons for which an entry is no request.
func (v *validator) annulments() {
	unique(v, "annulments", len(v.p.Annulments),
		func(i int) (string, docket.Text) { return v.p.Annulments[i].Key, v.p.Annulments[i].Name })
}

// acts makes sure that what a permitted act needs is there.
func (v *validator) acts() {
	for i, s := range v.p.States {
		for j, perm := range s.Actions {
			at := fmt.Sprintf("states[%d].actions[%d]", i, j)
			if spec, _ := docket.SpecOf(perm.Do); spec.Letter != "" && !v.writes(spec.Letter) {
				v.fail(at, "%q needs a template for the %s letter", perm.Do, spec.Letter)
			}
			switch _, forward := v.p.Outcome(v.p.Closing.Forward); {
			case (perm.Do == docket.ActForward || perm.Do == docket.ActRespondItems) && !forward:
				v.fail(at, "%q needs an outcome: closing.forward", perm.Do)
			case perm.Do == docket.ActExpiry && len(v.p.Expiries) == 0:
				v.fail(at, "%q needs something that ends: expiries", perm.Do)
			case perm.Do == docket.ActExtend && len(v.p.Extension.Grounds) == 0:
				v.fail(at, "%q needs grounds: extension.grounds", perm.Do)
			}
			if _, found := v.p.Outcome(v.p.Closing.NotHeld); (perm.Do == docket.ActNotHeld ||
				perm.Do == docket.ActRespondItems) && !found {
				v.fail(at, "%q needs an outcome: closing.not_held", perm.Do)
			}
		}
	}
}

func (v *validator) writes(kind docket.LetterKind) bool {
	return slices.ContainsFunc(v.p.Letters, func(l docket.LetterRule) bool { return l.Kind == kind })
}
