package acts

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"foja/access"
	"foja/desk/core"
	"foja/desk/documents"
	"foja/docket"
	"foja/papers/letters"
	"foja/store"
	"foja/workflows"
)

// Act does one action on a case. Words and files are kept as documents first; the workflow
// gets their IDs. The same key again (of the same user) answers with what it did. A refusal is
// a *docket.Error or FieldErrors and leaves nothing behind.
func (s *Service) Act(ctx context.Context, by access.User, request string, c Command) (Acted, error) {
	key := c.Key
	if key != "" {
		var sums []string
		c.Files, sums = s.documents.Sums(c.Files)
		key = by.ID + "/" + KeyOf(c.Key, append([]string{c.content()}, sums...)...) // nobody's key is answered with another's act
	}
	done, err := s.ActWithKey(ctx, by, request, c, key)
	if err != nil || c.Action != docket.ActConsultAnswer || c.Message == "" {
		return done, err
	}
	return s.readAnswer(ctx, by, request, c.Message, key+"/read", done)
}

// readAnswer ends the reading of a mail that was recorded as a unit's answer. Two acts, and not one event more in the law's: a case whose
// workflow is told again from its history must come to the same events.
func (s *Service) readAnswer(ctx context.Context, by access.User, request, message, key string, done Acted) (Acted, error) {
	o, err := s.Begun(ctx, by, request)
	if err != nil {
		return Acted{}, err
	}
	for _, t := range o.Case.OpenTasks(docket.TaskReadMessage) {
		if t.Ref == message {
			return s.ActAs(ctx, by, o, Command{Action: docket.ActDone, Task: t.ID}, key, docket.Actor{})
		}
	}
	return done, nil
}

// ActWithKey does one action under a key that the caller has made.
func (s *Service) ActWithKey(ctx context.Context, by access.User, request string, c Command, key string) (Acted, error) {
	o, err := s.Begun(ctx, by, request)
	if err != nil {
		return Acted{}, err
	}
	return s.ActAs(ctx, by, o, c, key, docket.Actor{})
}

// check refuses what the desk can refuse before anything is kept, and joins the evidence of an appeal to its words.
func (s *Service) check(ctx context.Context, by access.User, o core.LoadedCase, c *Command) error {
	if err := s.checkInputs(ctx, by, o, *c); err != nil {
		return err
	}
	if err := s.secondPerson(ctx, by, o, c.Action); err != nil {
		return err
	}
	if err := s.overtaken(ctx, o, by, *c); err != nil {
		return err
	}
	if err := s.askSenderReason(ctx, o, c); err != nil {
		return err
	}
	if c.Action == docket.ActAppeal && c.SenderReason != "" { // with its evidence: the appeal has its own history
		c.Text = core.Joined("\n\n", c.Text,
			"Por qué consta que la apelación es suya, aunque el correo no lo prueba: "+c.SenderReason)
		c.SenderReason = ""
	}
	return nil
}

// keepTexts keeps the words of a command and of its sender's reason as documents, which cmd then names. It returns the
// IDs of those that were not kept before.
func keepTexts(
	ctx context.Context, to *documents.Service, request, by, kept string, c Command, cmd *docket.Command,
) (fresh []string, err error) {
	if c.Text != "" {
		ids, err := to.Keep(ctx, request, by, kept+":text", []documents.Piece{wordsOf(c)})
		if err != nil {
			return nil, err
		}
		cmd.Text, fresh = ids[0], append(fresh, ids...)
	}
	if c.SenderReason != "" {
		ids, err := to.Keep(ctx, request, by, kept+":vouch", []documents.Piece{{
			Kind: store.DocumentEvidence, Name: "por-que-es-suyo.txt", Media: "text/plain; charset=utf-8",
			Bytes: []byte(c.SenderReason),
		}})
		if err != nil {
			return nil, err
		}
		cmd.SenderReason, fresh = ids[0], append(fresh, ids...)
	}
	return fresh, nil
}

// ActAs does it as a given actor; none means the user in whichever of her roles may.
func (s *Service) ActAs(ctx context.Context, by access.User, o core.LoadedCase, c Command, key string, as docket.Actor) (Acted, error) {
	request := o.Request.ID
	var err error
	cmd := c.ForLaw(key)
	if cmd.By = as; as.Role == "" {
		if cmd.By, err = s.ActorFor(o, by, cmd, c); err != nil {
			return Acted{}, err
		}
	}
	if !o.Case.HasApplied(key) {
		if err := s.check(ctx, by, o, &c); err != nil {
			return Acted{}, err
		}
	}
	files, wrong := s.documents.ReadFiles(ctx, fileKind(c.Action), c.Files)
	if len(wrong) > 0 {
		return Acted{}, wrong
	}
	kept, fresh := "act:"+request+":"+key, []string(nil)
	if !o.Case.HasApplied(key) {
		unread, err := s.look(ctx, o, by, c, files, kept)
		if err != nil {
			return Acted{}, err
		}
		if len(unread) > 0 {
			ids, err := s.documents.Keep(ctx, request, by.ID, kept+":unread", []documents.Piece{reasonFor(unread, c.UnreadReason)})
			if err != nil {
				return Acted{}, err
			}
			cmd.UninspectedReason, fresh = ids[0], append(fresh, ids...)
		}
	}
	texts, err := keepTexts(ctx, s.documents, request, by.ID, kept, c, &cmd)
	if err != nil {
		return Acted{}, err
	}
	fresh = append(fresh, texts...)
	ids, err := s.documents.Keep(ctx, request, by.ID, kept+":file", files)
	if err != nil {
		return Acted{}, err
	}
	cmd.Documents, fresh = append(append([]string{}, c.Documents...), ids...), append(fresh, ids...)
	if err := s.core.Store.LinkDocuments(ctx, request, c.Documents); err != nil {
		return Acted{}, err
	}
	done, err := s.core.Workflows.Act(ctx, request, cmd)
	if c.Action == docket.ActAppeal {
		if workflows.Ended(err) { // appeals come when the case has long been answered
			return s.fileAppeal(ctx, o, cmd)
		}
		if n := len(o.Case.Appeals) + 1; err == nil && !o.Case.HasApplied(key) {
			err = s.appealShown(ctx, request, n)
		}
	}
	if err != nil {
		return Acted{}, s.withdraw(ctx, request, fresh, err)
	}
	if c.Action == docket.ActAssign {
		s.core.TellAssigned(ctx, by, o, c.User, done.Seq)
	}
	return Acted{Seq: done.Seq, State: done.State}, nil
}

// withdraw removes what was kept for an act that was refused. Where it is unknown whether it was done, what it needs stays: the next
// try of the same act finds it.
func (s *Service) withdraw(ctx context.Context, request string, kept []string, why error) error {
	switch docket.CodeOf(why) {
	case docket.CodeInvalid, docket.CodeConflict, docket.CodeForbidden:
	default:
		return why
	}
	if err := s.core.Store.DropDocuments(context.WithoutCancel(ctx), request, kept); err != nil {
		s.core.Logger.Error("what was kept for a refused act could not be removed", "request", request, "error", err)
	}
	return why
}

// content is what a command says, with the names of its files and without their bytes. A form keeps its key when it comes back with an error: with other
// words it is another act, and anyone who sends it must not be answered with the first one.
func (c Command) content() string {
	names := make([]string, 0, len(c.Files))
	for _, f := range c.Files {
		names = append(names, f.Name)
	}
	c.Key, c.Seen, c.SeenFindings, c.Files = "", "", "", nil
	c.Text = strings.TrimSpace(strings.ReplaceAll(c.Text, "\r\n", "\n"))
	all, err := json.Marshal(c)
	if err != nil {
		return c.Text // no field of a Command fails
	}
	return string(all) + strings.Join(names, "\x00")
}

// ForLaw is the command as the law takes it, without its words and new files: those have to be kept first. It trims the words.
func (c *Command) ForLaw(key string) docket.Command {
	c.Text = strings.TrimSpace(strings.ReplaceAll(c.Text, "\r\n", "\n"))
	var items []docket.Item
	if c.answersItems() {
		items = c.spell()
	}
	cmd := docket.Command{
		Key: key, Action: c.Action, At: c.At.UTC(), Task: c.Task, User: c.User, Unit: c.Unit, Documents: c.Documents,
		Message: c.Message, Ground: c.Ground, Letter: c.Letter, Alarm: c.Alarm,
		To: c.To, Schedule: c.Schedule, EvidenceOn: c.EvidenceOn, Cents: c.Cents, Entity: strings.Join(strings.Fields(c.Entity), " "),
		Items: items, Office: c.Office, Expiry: c.Expiry, Move: c.Move, Against: docket.AppealAgainst(c.Against), Route: docket.AppealRoute(c.Route),
	}
	if c.At.IsZero() {
		cmd.At = time.Time{}
	}
	return cmd
}

// Begun opens a case whose workflow has spoken: an act in the second after a registration
// waits for it.
func (s *Service) Begun(ctx context.Context, by access.User, request string) (core.LoadedCase, error) {
	deadline := time.NewTimer(5 * time.Second)
	defer deadline.Stop()
	for {
		o, err := s.core.Open(ctx, by, request)
		if err != nil || o.Case.Seq > 0 {
			return o, err
		}
		select {
		case <-time.After(50 * time.Millisecond):
		case <-deadline.C:
			return core.LoadedCase{}, docket.Refuse(docket.CodeUnavailable, "request.still_registering")
		case <-ctx.Done():
			return core.LoadedCase{}, ctx.Err()
		}
	}
}

// ActorFor is the user in the first of her roles in which she may do this now. When there is
// none, the refusal is the one closest to success: what is wrong with the input, then what the
// case does not allow, then what the role may not do.
func (s *Service) ActorFor(o core.LoadedCase, by access.User, cmd docket.Command, c Command) (docket.Actor, error) {
	cmd = c.asTyped(cmd)
	refusal := error(access.Forbidden())
	for _, cmd.By = range by.ActorsOn(o.Case.Holder) {
		err := o.Case.CheckAt(o.Procedure, cmd, s.core.Now())
		if err == nil {
			return cmd.By, nil
		}
		if closeness[docket.CodeOf(err)] >= closeness[docket.CodeOf(refusal)] {
			refusal = err
		}
	}
	return docket.Actor{}, refusal
}

var closeness = map[docket.Code]int{docket.CodeInvalid: 3, docket.CodeConflict: 2, docket.CodeForbidden: 1}

// checkInputs is what the desk knows and the workflow cannot: people, units, documents and
// messages, which are only IDs there.
func (s *Service) checkInputs(ctx context.Context, by access.User, o core.LoadedCase, c Command) error {
	var wrong access.FieldErrors
	no := func(field, format string, args ...any) { wrong = append(wrong, docket.Invalid(field, format, args...)) }
	if utf8.RuneCountInString(c.Text) > s.attempts.Limits.Text {
		no("text", "text.too_long", "most", s.attempts.Limits.Text)
	}
	if c.Action == docket.ActAssign {
		u, err := s.core.Store.User(ctx, c.User)
		if err != nil && docket.CodeOf(err) != docket.CodeNotFound {
			return err
		}
		if err != nil || u.Disabled || !Holds(access.UserOf(u), o.Office.ID) {
			no("user", "case.choose_active_officer")
		}
	}
	if c.Action == docket.ActConsult {
		if u, known := s.core.Agency().Unit(c.Unit); !known || u.Retired {
			no("unit", "unit.choose_of_list")
		}
	}
	if g, known := o.Procedure.Ground(c.Ground); known && c.Action == docket.ActDeny && g.NeedsResolution && strings.TrimSpace(c.Resolution) == "" {
		no("resolution", "denial.resolution_missing")
	}
	if c.Action == docket.ActReroute && !s.accounts.HasOffice(c.Office) {
		no("office", "office.choose_of_list")
	}
	if c.answersItems() {
		checkItems(o.Procedure, c.Items, no)
	}
	if err := checkPieces(ctx, s.core, by, o, c, no); err != nil {
		return err
	}
	if len(wrong) > 0 {
		return wrong
	}
	return nil
}

// checkPieces refuses documents and messages that the case does not have.
func checkPieces(
	ctx context.Context, in *core.Service, by access.User, o core.LoadedCase, c Command, no func(field, format string, args ...any),
) error {
	for _, id := range c.Documents {
		doc, err := in.Store.Document(ctx, id)
		if err != nil && docket.CodeOf(err) != docket.CodeNotFound {
			return err
		}
		if err != nil || doc.Request != o.Request.ID && (doc.Request != "" || doc.By != by.ID) {
			no("documents", "case.document_unknown")
		}
	}
	if c.Message != "" && c.Move == nil { // MoveMessage has looked where a message is that it moves
		m, err := in.Store.Message(ctx, c.Message)
		if err != nil && docket.CodeOf(err) != docket.CodeNotFound {
			return err
		}
		here := err == nil && (m.Request == o.Request.ID || Open(m) && by.Sees(in.OfficeOf(m)))
		if err == nil && !here { // a mail may have joined several cases
			more, err := in.Store.FurtherCases(ctx, m.ID)
			if err != nil {
				return err
			}
			here = slices.Contains(more, o.Request.ID)
		}
		if !here {
			no("message", "case.message_unknown")
		}
	}
	return nil
}

// Holds says whether the user may hold cases of the office.
func Holds(u access.User, office string) bool {
	return u.Has(access.Holders...) && u.Sees(office)
}

// wordsOf makes a document of the words of a command. A denial's period and resolution stay
// together with its reasons.
func wordsOf(c Command) documents.Piece {
	text := c.Text
	if c.Action == docket.ActDeny || c.Action == docket.ActDraft && c.Ground != "" {
		text = letters.JoinReasons(c.Text, c.Until, c.Resolution)
	}
	spec, _ := docket.SpecOf(c.Action)
	kind, name := cmp.Or(spec.Kept, docket.KeptNote), cmp.Or(spec.File, "nota")
	return documents.Piece{Kind: string(kind), Name: name + ".txt", Media: "text/plain; charset=utf-8", Bytes: []byte(text)}
}

// fileKind keeps files that the agency made apart from those that the requester handed in: the receipt lists the
// latter.
func fileKind(a docket.Action) string {
	if spec, _ := docket.SpecOf(a); spec.Drafts {
		return store.DocumentDraft
	}
	return store.DocumentEvidence
}
