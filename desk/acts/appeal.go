package acts

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"foja/access"
	"foja/desk/core"
	"foja/desk/documents"
	"foja/docket"
	"foja/store"
	"foja/workflows"
)

// AppealCommand is an act on an appeal as a person hands it in.
type AppealCommand struct {
	Key    string
	Action docket.Action
	Text   string
	Files  []documents.Upload
	At     time.Time // when it happened; zero = now
	Ruling string
	Days   int // decided: business days to comply that the ruling sets; 0 = the law's
}

// AppealActed answers an act on an appeal.
type AppealActed struct {
	Seq   int
	State string
}

// ActOnAppeal does one act on an appeal. Words and files are kept as documents of the case first.
func (s *Service) ActOnAppeal(ctx context.Context, by access.User, request string, n int, c AppealCommand) (AppealActed, error) {
	o, err := s.core.Open(ctx, by, request)
	if err != nil {
		return AppealActed{}, err
	}
	a, err := s.appeal(ctx, o, n)
	if err != nil {
		return AppealActed{}, err
	}
	c.Text = strings.TrimSpace(strings.ReplaceAll(c.Text, "\r\n", "\n"))
	files, sums := s.documents.Sums(c.Files)
	c.Files = files
	says := append([]string{c.Text, string(c.Action), c.At.String(), c.Ruling, strconv.Itoa(c.Days)}, sums...)
	cmd := docket.AppealCommand{Key: by.ID + "/" + KeyOf(c.Key, says...), Action: c.Action, Ruling: docket.Ruling(c.Ruling), Days: c.Days}
	if c.Key == "" {
		cmd.Key = ""
	}
	if !c.At.IsZero() {
		cmd.At = c.At.UTC()
	}
	if cmd.By, err = s.appealActor(a, by, cmd, c); err != nil {
		return AppealActed{}, err
	}
	if utf8.RuneCountInString(c.Text) > s.attempts.Limits.Text {
		return AppealActed{}, docket.Invalid("text", "text.too_long", "most", s.attempts.Limits.Text)
	}
	read, wrong := s.documents.ReadFiles(ctx, store.DocumentEvidence, c.Files)
	if len(wrong) > 0 {
		return AppealActed{}, wrong
	}
	kept, fresh := "appeal:"+request+":"+cmd.Key, []string(nil)
	if c.Text != "" {
		ids, err := s.documents.Keep(ctx, request, by.ID, kept+":text", []documents.Piece{{Kind: store.DocumentNote, Name: "apelacion.txt", Media: "text/plain; charset=utf-8", Bytes: []byte(c.Text)}})
		if err != nil {
			return AppealActed{}, err
		}
		cmd.Text, fresh = ids[0], ids
	}
	if cmd.Documents, err = s.documents.Keep(ctx, request, by.ID, kept+":file", read); err != nil {
		return AppealActed{}, err
	}
	done, err := s.core.Workflows.ActOnAppeal(ctx, workflows.AppealRef{Request: request, N: n}, cmd)
	if err != nil {
		return AppealActed{}, s.withdraw(ctx, request, append(fresh, cmd.Documents...), err)
	}
	return AppealActed{Seq: done.Seq, State: string(done.State)}, nil
}

func (s *Service) appeal(ctx context.Context, o core.LoadedCase, n int) (docket.Appeal, error) {
	all, err := s.core.Store.Appeals(ctx, o.Request.ID)
	if err != nil {
		return docket.Appeal{}, err
	}
	for _, a := range all {
		if a.N == n && a.Seq > 0 {
			return a, nil
		}
	}
	return docket.Appeal{}, docket.Refuse(docket.CodeNotFound, "appeal.unknown")
}

// appealActor is the user in the first of her roles in which she may do this now; else the refusal closest to success.
func (s *Service) appealActor(a docket.Appeal, by access.User, cmd docket.AppealCommand, c AppealCommand) (docket.Actor, error) {
	if c.Text != "" {
		cmd.Text = "?" // not kept yet; the law only asks whether there are words
	}
	if len(c.Files) > 0 {
		cmd.Documents = []string{"?"}
	}
	refusal := error(access.Forbidden())
	for _, cmd.By = range by.Actors() {
		err := a.Check(cmd, s.core.Now())
		if err == nil {
			return cmd.By, nil
		}
		if closeness[docket.CodeOf(err)] >= closeness[docket.CodeOf(refusal)] {
			refusal = err
		}
	}
	return docket.Actor{}, refusal
}

// fileAppeal starts an appeal beside a case whose own workflow has ended. The same key again finds what it started.
func (s *Service) fileAppeal(ctx context.Context, o core.LoadedCase, cmd docket.Command) (Acted, error) {
	if err := o.Case.CheckAt(o.Procedure, cmd, s.core.Now()); err != nil {
		return Acted{}, err
	}
	filed := cmd.At
	if filed.IsZero() {
		filed = s.core.Now()
	}
	for range 3 { // two clerks at once: the second finds the number taken
		have, err := s.core.Store.Appeals(ctx, o.Request.ID)
		if err != nil {
			return Acted{}, err
		}
		n := len(o.Case.Appeals)
		for _, a := range have {
			n = max(n, a.N)
			if a.HasApplied(cmd.Key) {
				return Acted{Seq: o.Case.Seq, State: o.Case.State}, nil
			}
		}
		there, err := s.core.Workflows.Appeal(ctx, docket.AppealOpening{
			Request: o.Request.ID, N: n + 1, Office: o.Request.Office, Against: cmd.Against, Route: cmd.Route, FiledAt: filed.UTC(),
			By: cmd.By, Text: cmd.Text, Documents: cmd.Documents, Message: cmd.Message, Key: cmd.Key,
		})
		if err != nil {
			return Acted{}, err
		}
		if err := s.appealShown(ctx, o.Request.ID, n+1); err != nil {
			return Acted{}, err
		}
		if !there {
			return Acted{Seq: o.Case.Seq, State: o.Case.State}, nil
		}
	}
	return Acted{}, docket.Refuse(docket.CodeConflict, "appeal.registered_meanwhile")
}

// appealShown waits until an appeal is in the register, so that anyone who filed it sees it.
func (s *Service) appealShown(ctx context.Context, request string, n int) error {
	deadline := time.Now().Add(core.ActWait)
	for {
		have, err := s.core.Store.Appeals(ctx, request)
		if err != nil || slices.ContainsFunc(have, func(a docket.Appeal) bool { return a.N == n && a.Seq > 0 }) {
			return err
		}
		if time.Now().After(deadline) {
			return docket.Refuse(docket.CodeUnavailable, "appeal.still_registering")
		}
		select {
		case <-time.After(30 * time.Millisecond):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
