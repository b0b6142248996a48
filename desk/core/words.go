package core

import (
	"slices"
	"strings"

	"foja/docket"
	"foja/mail"
	"foja/store"
)

// Joined joins what is not empty.
func Joined(with string, parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), with)
}

// Named says a name: a docket.Text, a sentence, or a string that somebody wrote.
func Named(name any) docket.Sentence { return docket.Say("name.of", "name", name) }

// Listed joins sentences by a key with the gaps {one} and {more}: list.comma, list.semicolon, list.dot or list.space.
func Listed(key string, all ...docket.Sentence) docket.Sentence {
	all = slices.DeleteFunc(all, docket.Sentence.IsZero)
	if len(all) == 0 {
		return docket.Sentence{}
	}
	said := all[len(all)-1]
	for _, one := range slices.Backward(all[:len(all)-1]) {
		said = docket.Say(key, "one", one, "more", said)
	}
	return said
}

// coded is the sentence of a code, under a key of its own for each; nothing for no code.
func coded(of, code string) docket.Sentence {
	if code == "" {
		return docket.Sentence{}
	}
	return docket.Say(of + "." + strings.ReplaceAll(code, "-", "_"))
}

// HeldWords says why a message is held.
func HeldWords(r docket.HeldReason) docket.Sentence { return coded("held", string(r)) }

// DefectWords says what is wrong with a message; nothing of a defect that is for the log only.
func DefectWords(defect string) docket.Sentence {
	if !slices.Contains(shownDefects, defect) {
		return docket.Sentence{}
	}
	if slices.Contains(charsetDefects, defect) {
		defect = mail.DefectWrongCharset
	}
	return coded("defect", defect)
}

var charsetDefects = []string{mail.DefectWrongCharset, mail.DefectUnknownCharset, mail.DefectNoCharset}

// shownDefects are the defects that a clerk should know of; the others are for the log.
var shownDefects = append([]string{
	mail.DefectNoFrom, mail.DefectSeveralFrom, mail.DefectOtherAddress, mail.DefectBadTNEF, mail.DefectBadAddress,
	mail.DefectBadBase64, mail.DefectUnclosed, mail.DefectNoBoundary, mail.DefectEncrypted, mail.DefectCalendar,
	mail.DefectUndecodable, mail.DefectNoText, mail.DefectTextTooLong, mail.DefectTooManyParts, mail.DefectTooDeep,
	mail.DefectHeaderTooBig, mail.DefectTooMuchWork,
}, charsetDefects...)

// HandsWords says in whose hands a case is.
func HandsWords(h docket.Hands) docket.Sentence { return coded("hands", string(h)) }

// HandsHeading is HandsWords at the head of a line.
func HandsHeading(h docket.Hands) docket.Sentence { return coded("hands_heading", string(h)) }

// RoleWords says whom a role is.
func RoleWords(r docket.Role) docket.Sentence { return coded("role", string(r)) }

// ChannelWords says by which channel a request came.
func ChannelWords(c docket.Channel) docket.Sentence { return coded("channel", string(c)) }

// reportActions are what mail servers and mail programs tell of a letter.
var reportActions = []string{"failed", "delayed", "delivered", "relayed", "expanded", "displayed"}

// ReportWords says what was reported of a letter, with the other server's own words.
func ReportWords(f store.DeliveryFact) docket.Sentence {
	said := []docket.Sentence{coded("report", f.Action)}
	if !slices.Contains(reportActions, f.Action) {
		said[0] = docket.Say("report.other", "action", f.Action)
	}
	for _, more := range []string{f.Status, f.RemoteMTA, f.Diagnostic} {
		if more != "" {
			said = append(said, Named(more))
		}
	}
	return Listed("list.dot", said...)
}

// UnitName is the name of a holding unit; its ID when it is not known.
func (s *Service) UnitName(id string) string {
	if u, ok := s.Agency().Unit(id); ok {
		return u.Name
	}
	return id
}

// TaskTitle says what a task asks of a person.
func (s *Service) TaskTitle(t docket.Task) docket.Sentence {
	if t.Kind == docket.TaskConsult && t.Unit != "" {
		return docket.Say("task.consult_of", "unit", s.UnitName(t.Unit))
	}
	return coded("task", string(t.Kind))
}

// LetterName is what a procedure calls a kind of letter.
func LetterName(p docket.Procedure, kind docket.LetterKind) docket.Sentence {
	for _, l := range p.Letters {
		if l.Kind == kind && l.Name.ES != "" {
			return Named(l.Name)
		}
	}
	return coded("letter", string(kind))
}

// RungName is what a procedure calls a rung of its ladder of alarms.
func RungName(p docket.Procedure, key string) docket.Sentence {
	for _, r := range p.Ladder {
		if r.Key == key && r.Name.ES != "" {
			return Named(r.Name)
		}
	}
	return Named(key)
}

// StateName is what a procedure calls a state.
func StateName(p docket.Procedure, key string) docket.Sentence {
	if key == "" {
		return docket.Say("state.registering")
	}
	if s, ok := p.State(key); ok {
		return Named(s.Name)
	}
	return Named(key)
}

// OutcomeName is what a procedure calls an outcome; nothing when there is none.
func OutcomeName(p docket.Procedure, key string) docket.Sentence {
	if key == docket.OutcomeAnnulled {
		return docket.Say("outcome.annulled")
	}
	if o, ok := p.Outcome(key); ok {
		return Named(o.Name)
	}
	return Nameless(key)
}

// GroundName is what a procedure calls a ground of denial; nothing when there is none.
func GroundName(p docket.Procedure, key string) docket.Sentence {
	if g, ok := p.Ground(key); ok {
		return Named(g.Name)
	}
	return Nameless(key)
}

// AnnulmentName is what a reason to annul is called: by the procedure, or else by the catalogues.
func AnnulmentName(p docket.Procedure, key string) docket.Sentence {
	if r, ok := p.AnnulmentReason(key); ok && r.Name.ES != "" {
		return Named(r.Name)
	}
	return coded("annulment", key)
}

// ClosedFor is the name of the ground that a closed case has: of a denial, or of its annulment.
func ClosedFor(p docket.Procedure, c docket.Case) docket.Sentence {
	if c.Annulled() {
		return AnnulmentName(p, c.Ground)
	}
	return GroundName(p, c.Ground)
}

// Nameless says a key, or what somebody wrote; nothing when it is empty.
func Nameless(key string) docket.Sentence {
	if key == "" {
		return docket.Sentence{}
	}
	return Named(key)
}

// ExpiryTitle says until when something granted holds.
func ExpiryTitle(p docket.Procedure, e docket.Event) docket.Sentence {
	if e.Expiry == nil {
		return docket.Say("expiry.recorded")
	}
	rule, _ := p.Expiring(e.Expiry.Key)
	if e.Expiry.On.IsZero() {
		return docket.Say("expiry.without_end", "name", rule.Name)
	}
	return docket.Say("expiry.until", "name", rule.Name, "on", e.Expiry.On)
}

// LetterTrouble puts into words why a letter did not leave, where a person can do something about it. The mail server's
// own words are for who keeps the program.
func LetterTrouble(lastError string) docket.Sentence {
	if strings.Contains(lastError, "at "+mail.StepUTF8+" ") {
		return docket.Say("letter.not_accepted_address")
	}
	return Nameless(lastError)
}
