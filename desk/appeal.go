package desk

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"foja/docket"
	"foja/store"
	"foja/workflows"
)

// AppealDesk is what people may do with appeals to the Tribunal. Filing one is an act on the case (docket.ActAppeal).
type AppealDesk interface {
	// Appeals lists the appeals of the user's offices: those that are open, the next term first, and the ended ones.
	Appeals(ctx context.Context, by User) ([]AppealRow, error)
	// ActOnAppeal does one act on the n-th appeal of a request, as Act does on the case.
	ActOnAppeal(ctx context.Context, by User, request string, n int, c AppealCommand) (AppealActed, error)
}

// AppealCommand is an act on an appeal as a person hands it in.
type AppealCommand struct {
	Key    string
	Action docket.Action
	Text   string
	Files  []Upload
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
func (d *Desk) ActOnAppeal(ctx context.Context, by User, request string, n int, c AppealCommand) (AppealActed, error) {
	o, err := d.open(ctx, by, request)
	if err != nil {
		return AppealActed{}, err
	}
	a, err := d.appeal(ctx, o, n)
	if err != nil {
		return AppealActed{}, err
	}
	c.Text = strings.TrimSpace(strings.ReplaceAll(c.Text, "\r\n", "\n"))
	cmd := docket.AppealCommand{Key: by.ID + "/" + keyOf(c.Key, c.Text, string(c.Action), c.At.String(), c.Ruling, strconv.Itoa(c.Days)), Action: c.Action, Ruling: docket.Ruling(c.Ruling), Days: c.Days}
	if c.Key == "" {
		cmd.Key = ""
	}
	if !c.At.IsZero() {
		cmd.At = c.At.UTC()
	}
	if cmd.By, err = d.appealActor(a, by, cmd, c); err != nil {
		return AppealActed{}, err
	}
	if utf8.RuneCountInString(c.Text) > d.Limits.Text {
		return AppealActed{}, docket.Invalid("text", "El texto pasa de %d caracteres. Adjúntelo como archivo y escriba aquí un resumen.", d.Limits.Text)
	}
	files, wrong := d.readFiles(ctx, store.DocumentEvidence, c.Files)
	if len(wrong) > 0 {
		return AppealActed{}, wrong
	}
	kept, fresh := "appeal:"+request+":"+cmd.Key, []string(nil)
	if c.Text != "" {
		ids, err := d.keep(ctx, request, by.ID, kept+":text", []piece{{store.DocumentNote, "apelacion.txt", "text/plain; charset=utf-8", []byte(c.Text)}})
		if err != nil {
			return AppealActed{}, err
		}
		cmd.Text, fresh = ids[0], ids
	}
	if cmd.Documents, err = d.keep(ctx, request, by.ID, kept+":file", files); err != nil {
		return AppealActed{}, err
	}
	done, err := d.Cases.ActOnAppeal(ctx, workflows.AppealRef{Request: request, N: n}, cmd)
	if err != nil {
		return AppealActed{}, d.withdraw(ctx, request, append(fresh, cmd.Documents...), err)
	}
	return AppealActed{Seq: done.Seq, State: string(done.State)}, nil
}

func (d *Desk) appeal(ctx context.Context, o opened, n int) (docket.Appeal, error) {
	all, err := d.Store.Appeals(ctx, o.request.ID)
	if err != nil {
		return docket.Appeal{}, err
	}
	for _, a := range all {
		if a.N == n && a.Seq > 0 {
			return a, nil
		}
	}
	return docket.Appeal{}, docket.Refuse(docket.CodeNotFound, "No existe esa apelación. Actualice la página.")
}

// appealActor is the user in the first of her roles in which she may do this now; else the refusal closest to success.
func (d *Desk) appealActor(a docket.Appeal, by User, cmd docket.AppealCommand, c AppealCommand) (docket.Actor, error) {
	if c.Text != "" {
		cmd.Text = "?" // not kept yet; the law only asks whether there are words
	}
	if len(c.Files) > 0 {
		cmd.Documents = []string{"?"}
	}
	refusal := error(forbidden())
	for _, cmd.By = range by.actors() {
		err := a.Check(cmd, d.Now())
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
func (d *Desk) fileAppeal(ctx context.Context, o opened, cmd docket.Command) (Acted, error) {
	if err := o.kase.CheckAt(o.procedure, cmd, d.Now()); err != nil {
		return Acted{}, err
	}
	filed := cmd.At
	if filed.IsZero() {
		filed = d.Now()
	}
	for range 3 { // two clerks at once: the second finds the number taken
		have, err := d.Store.Appeals(ctx, o.request.ID)
		if err != nil {
			return Acted{}, err
		}
		n := len(o.kase.Appeals)
		for _, a := range have {
			n = max(n, a.N)
			if a.Did(cmd.Key) {
				return Acted{Seq: o.kase.Seq, State: o.kase.State}, nil
			}
		}
		there, err := d.Cases.Appeal(ctx, docket.AppealOpening{
			Request: o.request.ID, N: n + 1, Office: o.request.Office, Against: cmd.Against, Route: cmd.Route, FiledAt: filed.UTC(),
			By: cmd.By, Text: cmd.Text, Documents: cmd.Documents, Message: cmd.Message, Key: cmd.Key,
		})
		if err != nil {
			return Acted{}, err
		}
		if err := d.appealShown(ctx, o.request.ID, n+1); err != nil {
			return Acted{}, err
		}
		if !there {
			return Acted{Seq: o.kase.Seq, State: o.kase.State}, nil
		}
	}
	return Acted{}, docket.Refuse(docket.CodeConflict, "Otra persona registraba una apelación al mismo tiempo. Actualice la página y mire si ya está.")
}

// appealShown waits until an appeal is in the register, so that whoever filed it sees it.
func (d *Desk) appealShown(ctx context.Context, request string, n int) error {
	deadline := time.Now().Add(actWait)
	for {
		have, err := d.Store.Appeals(ctx, request)
		if err != nil || slices.ContainsFunc(have, func(a docket.Appeal) bool { return a.N == n && a.Seq > 0 }) {
			return err
		}
		if time.Now().After(deadline) {
			return docket.Refuse(docket.CodeUnavailable, "La apelación se está registrando todavía. Espere unos segundos y actualice la página.")
		}
		select {
		case <-time.After(30 * time.Millisecond):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
