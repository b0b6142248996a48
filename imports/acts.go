package imports

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"foja/calendar"
	"foja/docket"
	"foja/languages"
)

// noWords stands for the text of an act of which the other system kept none.
const noWords = "No consta el texto: el acto viene del registro anterior."

// Somebody is the user ID of who did an act in another system and has no account here. No account has it.
const Somebody = "import"

// acting are the roles in which somebody may have done an act, the usual one first.
var acting = []docket.Role{
	docket.RoleOfficer, docket.RoleManager, docket.RoleHead, docket.RoleReception, docket.RoleAdministrator,
}

// act decides one act of the past, and what it needs to take effect.
func (b *builder) act(n int, a Act) error {
	field := func(name string) string { return fmt.Sprintf("acts[%d].%s", n, name) }
	at, err := ParseTime(a.On, b.law.Office.Opens, b.zone)
	if err != nil {
		return wrong(field("on"), "%v", err)
	}
	at = b.notBefore(at)
	key := fmt.Sprintf("act:%d", n)
	cmd := docket.Command{
		Key: b.out.Row.Key() + ":" + key, Action: docket.Action(a.Do), At: at.UTC(), Ground: a.Ground, Unit: a.Unit,
		Entity: a.Entity,
		Cents:  a.Cents,
	}
	for name, date := range map[string]struct {
		text string
		to   *calendar.Date
	}{"to": {a.To, &cmd.To}, "evidence_on": {a.Proved, &cmd.EvidenceOn}} {
		if date.text == "" {
			continue
		}
		day, err := ParseTime(date.text, "", b.zone)
		if err != nil {
			return wrong(field(name), "%v", err)
		}
		*date.to = calendar.DateOf(day)
	}
	user, err := b.user(field("by"), a.By)
	if err != nil {
		return err
	}
	text := a.Text
	if text == "" {
		text = noWords
	}
	if cmd.Text, err = b.paper(Paper{Key: key + ":text", Kind: "note", Name: a.Do + ".txt", Text: text}); err != nil {
		return err
	}
	for i, file := range a.Files {
		id, err := b.paper(Paper{Key: fmt.Sprintf("%s:file:%d", key, i), Kind: "draft", Name: baseName(file), Path: file})
		if err != nil {
			return fileFault(field("files"), file, err)
		}
		cmd.Documents = append(cmd.Documents, id)
	}
	if ends(cmd.Action) && cmd.Action != docket.ActWithdraw && b.out.Case.Holder == "" {
		if err := b.claim(cmp.Or(user.User, Somebody), at); err != nil {
			return err
		}
	}
	refusal := b.decide(cmd, user)
	if refusal == nil {
		refusal = b.approve(cmd)
	}
	var no *docket.Error
	switch {
	case refusal == nil:
		return b.handOver(at)
	case !errors.As(refusal, &no) || ends(cmd.Action) || !b.known(cmd.Action):
		if no != nil {
			return wrong(field("do"), "%s: %s", a.Do, languages.For("en").Say(no.Reason))
		}
		return refusal
	}
	b.out.Warnings = append(b.out.Warnings, Fault{
		Line: b.out.Row.Line, Number: b.out.Row.Number, Field: field("do"),
		Text: a.Do + " is kept as a note: " + languages.For("en").Say(no.Reason),
	})
	return b.note(key+":note", fmt.Sprintf("Acto del registro anterior (%s): %s", a.Do, text), at)
}

// known says whether the procedure has an action at all: a misspelt one must not become a note.
func (b *builder) known(do docket.Action) bool {
	return slices.ContainsFunc(b.law.Procedure.States, func(s docket.State) bool {
		return slices.ContainsFunc(s.Actions, func(p docket.Permission) bool { return p.Do == do })
	})
}

// notBefore is the moment of an act: a date alone stands for the opening hour, and the case may have come later on that
// day.
func (b *builder) notBefore(at time.Time) time.Time {
	received := b.out.Registration.ReceivedAt
	if at.Before(received) && calendar.DateOf(at.In(b.zone)) == calendar.DateOf(received.In(b.zone)) {
		return received
	}
	return at
}

// user is who did an act.
func (b *builder) user(field, login string) (docket.Actor, error) {
	if login == "" {
		login = b.out.Row.Holder
	}
	if login == "" {
		return docket.Actor{}, nil
	}
	u, known := b.Users[login]
	if !known {
		return docket.Actor{}, wrong(field, "nobody has the login %q: add the account first, or leave it out", login)
	}
	return u, nil
}

// decide decides a command in the first role that may do it. The refusal is that of the usual role.
func (b *builder) decide(cmd docket.Command, user docket.Actor) (refusal error) {
	for _, role := range acting {
		cmd.By = docket.Actor{User: user.User, Role: role, Office: b.law.Office.ID}
		events, err := b.out.Case.Decide(b.law, cmd, b.Now)
		if err == nil {
			b.apply(events)
			return nil
		}
		if refusal == nil || docket.CodeOf(refusal) == docket.CodeForbidden {
			refusal = err
		}
	}
	return refusal
}

// approve is the second person's consent to an answer that needs it: anyone who gave it then is not known to foja.
func (b *builder) approve(cmd docket.Command) error {
	if len(b.out.Case.OpenTasks(docket.TaskReview)) == 0 {
		return nil
	}
	return b.decide(docket.Command{Key: cmd.Key + ":approve", Action: docket.ActApprove, At: cmd.At},
		docket.Actor{User: Somebody})
}

// claim gives the case to a user.
func (b *builder) claim(user string, at time.Time) error {
	return b.decide(docket.Command{Key: b.out.Row.Key() + ":claim", Action: docket.ActClaim, At: at},
		docket.Actor{User: user})
}

func (b *builder) note(key, text string, at time.Time) error {
	id, err := b.paper(Paper{Key: key, Kind: "note", Name: "nota.txt", Text: text})
	if err != nil {
		return err
	}
	return b.decide(docket.Command{Key: b.out.Row.Key() + ":" + key, Action: docket.ActNote, At: at, Text: id},
		docket.Actor{})
}

// handOver lets every letter that an act decided be out on the day of the act: they left by another system, and foja
// sends none.
func (b *builder) handOver(at time.Time) error {
	for {
		c := &b.out.Case
		if waiting := c.LettersIn(docket.LetterWaiting); len(waiting) > 0 {
			events := c.LetterSent(b.law, waiting[0].ID, at, b.Now)
			if len(events) == 0 {
				return fmt.Errorf("imports: letter %s does not leave", waiting[0].ID)
			}
			b.apply(events)
			continue
		}
		printed := c.LettersIn(docket.LetterToPrint)
		if len(printed) == 0 {
			return nil
		}
		cmd := docket.Command{Key: printed[0].ID + ":delivered", Action: docket.ActDelivered, Letter: printed[0].ID, At: at}
		for _, t := range c.OpenTasks(docket.TaskPrintLetter) {
			if t.Ref == printed[0].ID {
				cmd.Task = t.ID
			}
		}
		if err := b.decide(cmd, docket.Actor{}); err != nil {
			return err
		}
	}
}

// baseName is the name of a file, whichever system wrote the path.
func baseName(file string) string { return path.Base(strings.ReplaceAll(file, `\`, "/")) }

// fileFault says that a file of a row cannot be read; any other error stays what it is.
func fileFault(field, file string, err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return wrong(field, "%s: %v", file, p.Err)
	}
	return err
}
