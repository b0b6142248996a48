package docket

import (
	"slices"
	"time"
)

// OutcomeAnnulled is the outcome of a case that was no request. It is no type of answer: the statutory register lists
// the number as annulled, and the yearly return does not count it.
const OutcomeAnnulled = "annulled"

// AnnulmentReason is why what was registered is no request.
type AnnulmentReason struct {
	Key  string `yaml:"key" json:"key"`
	Name Text   `yaml:"name" json:"name,omitzero"` // empty: the catalogues have it, under annulment.KEY
	// Silent: nobody is told, because a letter would only answer spam.
	Silent bool `yaml:"silent" json:"silent,omitempty"`
}

// defaultAnnulments are the reasons of a procedure that gives none.
var defaultAnnulments = []AnnulmentReason{
	{Key: "spam", Silent: true}, {Key: "complaint"}, {Key: "tribunal"}, {Key: "duplicate"}, {Key: "other"},
}

// AnnulmentReasons are the reasons for which a case of the procedure may be annulled.
func (p Procedure) AnnulmentReasons() []AnnulmentReason {
	if len(p.Annulments) > 0 {
		return p.Annulments
	}
	return slices.Clone(defaultAnnulments)
}

// AnnulmentReason finds a reason by key.
func (p Procedure) AnnulmentReason(key string) (AnnulmentReason, bool) {
	for _, r := range p.AnnulmentReasons() {
		if r.Key == key {
			return r, true
		}
	}
	return AnnulmentReason{}, false
}

// Annulment is a proposal that the case is no request, until a second person has decided.
type Annulment struct {
	Ground string    `json:"ground"`
	Text   string    `json:"text"` // document: what the letter says
	By     string    `json:"by"`
	For    string    `json:"for,omitempty"`
	At     time.Time `json:"at"`
}

// wroteBy reports whether the actor proposed it, or acts in the name of who did.
func (a *Annulment) wroteBy(by Actor) bool {
	for _, user := range []string{a.By, a.For} {
		if user != "" && by.holds(user) {
			return true
		}
	}
	return false
}

func checkAnnulment(_ *Case, p Procedure, cmd Command) error {
	if _, found := p.AnnulmentReason(cmd.Ground); !found {
		return Invalid("ground", "annulment.choose_reason")
	}
	return nil
}

func needsNoAnnulment(c *Case, _ Actor) error {
	if c.Annulment != nil {
		return Refuse(CodeConflict, "annulment.already_proposed")
	}
	return nil
}

func needsAnnulment(c *Case, _ Actor) error {
	if c.Annulment == nil {
		return Refuse(CodeConflict, "annulment.none_proposed")
	}
	return nil
}

// needsAnnulmentOfAnother is for the second person.
func needsAnnulmentOfAnother(c *Case, a Actor) error {
	if err := needsAnnulment(c, a); err != nil {
		return err
	}
	if a.User == "" || c.Annulment.wroteBy(a) {
		return Refuse(CodeForbidden, "annulment.needs_second_person")
	}
	return nil
}

// proposeAnnulment asks a second person whether the case is no request. The clock runs on.
func (t *decision) proposeAnnulment(e Event, _ Command) error {
	t.add(e)
	t.open(Task{Kind: TaskAnnulment, Role: RoleManager, Ref: e.Text})
	return nil
}

// confirmAnnulment ends the case. Whoever got a receipt is told, unless the reason says that nobody is.
func (t *decision) confirmAnnulment(e Event, _ Command) error {
	a := *t.c.Annulment
	reason, _ := t.law.Procedure.AnnulmentReason(a.Ground)
	e.Ground = a.Ground
	t.add(e)
	t.done(t.c.OpenTasks(TaskAnswer, TaskConsult, TaskReview)...)
	if !reason.Silent {
		t.decideLetter(Letter{Kind: LetterAnnulled, Text: a.Text})
	}
	t.close(OutcomeAnnulled, a.Ground)
	return nil
}

// rejectAnnulment leaves the case as it is.
func (t *decision) rejectAnnulment(e Event, _ Command) error {
	t.add(e)
	t.done(t.c.OpenTasks(TaskAnnulment)...)
	return nil
}

// applyAnnulment is what the acts change in the case.
func (c *Case) applyAnnulment(e Event) {
	if e.Kind == EventKind(ActAnnul) {
		c.Annulment = &Annulment{Ground: e.Ground, Text: e.Text, By: e.By.User, For: e.By.For, At: e.At}
		return
	}
	c.Annulment = nil
}

// Annulled reports whether the case ended because it was no request.
func (c *Case) Annulled() bool { return c.Outcome == OutcomeAnnulled }
