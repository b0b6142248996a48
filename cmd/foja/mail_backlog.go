package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/user"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"foja/activities"
	"foja/intake"
	"foja/mail"
	"foja/store"
)

// mailBacklogCmd decides about mail that was in the mailbox before foja was started for the first time.
type mailBacklogCmd struct {
	List  backlogListCmd  `cmd:"" help:"List what lies in the inbox and what is done with it, by day; touches nothing."`
	Take  backlogTakeCmd  `cmd:"" help:"Have messages read like new mail: registered with the day on which they came, and answered."`
	Hold  backlogHoldCmd  `cmd:"" help:"Put messages into the holding pen, where a clerk decides about each; nothing is answered."`
	Leave backlogLeaveCmd `cmd:"" help:"Leave messages where they lie for good; they are no longer counted as waiting."`
}

// backlogBox names the mailbox.
type backlogBox struct {
	Mailbox string `default:"agency" help:"Name of the mailbox: agency, or one of FOJA_MAILBOXES_FILE."`
}

type backlogListCmd struct {
	backlogBox
	Messages bool `help:"One line a message, with its UID, sender and subject."`
	JSON     bool `name:"json" help:"One JSON object a message."`
}

// backlogChoice selects messages and names who decides about them.
type backlogChoice struct {
	backlogBox
	Day    []string `placeholder:"DATE" help:"All that came on this day, in the zone of the mailbox's office; may be repeated."`
	UID    []uint32 `name:"uid" placeholder:"UID" help:"One message, as list --messages names it; may be repeated."`
	All    bool     `help:"All that waits."`
	By     string   `help:"Who decides, for the record; the name of who runs the command when empty."`
	Reason string   `help:"Why, for the record."`
}

type (
	backlogTakeCmd  struct{ backlogChoice }
	backlogHoldCmd  struct{ backlogChoice }
	backlogLeaveCmd struct{ backlogChoice }
)

// Run does the command.
func (c backlogTakeCmd) Run(ctx context.Context) error { return c.decide(ctx, intake.ArrivalTaken) }

// Run does the command.
func (c backlogHoldCmd) Run(ctx context.Context) error { return c.decide(ctx, intake.ArrivalHeld) }

// Run does the command.
func (c backlogLeaveCmd) Run(ctx context.Context) error { return c.decide(ctx, intake.ArrivalLeft) }

// with opens the register and lists the inbox.
func (c backlogBox) with(ctx context.Context, do func(*app, mailbox, []activities.InboxItem, time.Time) error) error {
	cfg, err := loadConfig()
	if err != nil {
		return err
	}
	h := &app{cfg: cfg, log: newLogger(cfg)}
	defer h.close()
	if err := h.readLaw(); err != nil {
		return errUsage{err}
	}
	at := slices.IndexFunc(h.boxes, func(b mailbox) bool { return b.Name == c.Mailbox })
	if at < 0 {
		return errUsage{fmt.Errorf("--mailbox %s: no such mailbox in the settings", c.Mailbox)}
	}
	if err := h.openStore(ctx, false); err != nil {
		return err
	}
	all, begin, err := h.standings(ctx, h.boxes[at])
	if err != nil {
		return err
	}
	return do(h, h.boxes[at], all, begin)
}

// Run does the command.
func (c backlogListCmd) Run(ctx context.Context) error {
	return c.with(ctx, func(h *app, b mailbox, all []activities.InboxItem, begin time.Time) error {
		return c.print(os.Stdout, all, begin, h.zoneOf(b.Office))
	})
}

// standingWords are the texts of the decisions, in the words of the commands.
var standingWords = map[intake.Arrival]string{
	intake.ArrivalUsual: "read", intake.ArrivalBacklog: "waits", intake.ArrivalOld: "held (old)", intake.ArrivalAnswered: "held (answered)",
	intake.ArrivalTaken: "take", intake.ArrivalHeld: "hold", intake.ArrivalLeft: "leave",
}

func (c backlogListCmd) print(out io.Writer, all []activities.InboxItem, begin time.Time, zone *time.Location) (err error) {
	if c.JSON {
		for _, s := range all {
			err = errors.Join(err, json.NewEncoder(out).Encode(map[string]any{
				"uid": s.UID, "came": s.InternalDate.UTC().Format(time.RFC3339), "from": s.From.Addr, "subject": s.Subject, "bytes": s.Size,
				"answered": s.Answered, "standing": standingWords[s.Arrival], "by": s.By,
			}))
		}
		return err
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	say := func(format string, args ...any) {
		_, e := fmt.Fprintf(w, format, args...)
		err = errors.Join(err, e)
	}
	say("Mail is read from %s on; %d messages lie in the inbox.\n", begin.In(zone).Format("2006-01-02 15:04 MST"), len(all))
	if c.Messages {
		say("UID\tCAME\tFROM\tSUBJECT\tANSWERED\tSTANDING\tBY\n")
		for _, s := range all {
			say("%d\t%s\t%s\t%s\t%s\t%s\t%s\n", s.UID, s.InternalDate.In(zone).Format("2006-01-02 15:04"), s.From.Addr, cutAt(s.Subject, 60), yes(s.Answered), standingWords[s.Arrival], s.By)
		}
		return errors.Join(err, w.Flush())
	}
	type line struct {
		day string
		as  intake.Arrival
	}
	count, answered := map[line]int{}, map[line]int{}
	var lines []line
	for _, s := range all {
		l := line{s.InternalDate.In(zone).Format(time.DateOnly), s.Arrival}
		if count[l]++; count[l] == 1 {
			lines = append(lines, l)
		}
		if s.Answered {
			answered[l]++
		}
	}
	slices.SortFunc(lines, func(a, b line) int { return strings.Compare(a.day+string(a.as), b.day+string(b.as)) })
	say("DAY\tMESSAGES\tANSWERED\tSTANDING\n")
	for _, l := range lines {
		say("%s\t%d\t%d\t%s\n", l.day, count[l], answered[l], standingWords[l.as])
	}
	return errors.Join(err, w.Flush())
}

// decide stores a decision about each chosen message. Mail that foja reads anyway cannot be chosen.
func (c backlogChoice) decide(ctx context.Context, as intake.Arrival) error {
	if !c.All && len(c.Day) == 0 && len(c.UID) == 0 {
		return errUsage{errors.New("say which messages: --day, --uid or --all")}
	}
	for _, day := range c.Day {
		if _, err := time.Parse(time.DateOnly, day); err != nil {
			return errUsage{fmt.Errorf("--day %s: want a date such as 2026-11-30", day)}
		}
	}
	return c.with(ctx, func(h *app, b mailbox, all []activities.InboxItem, _ time.Time) error {
		chosen, err := c.choose(all, h.zoneOf(b.Office))
		if err != nil {
			return err
		}
		by := c.By
		if by == "" {
			if me, err := user.Current(); err == nil {
				by = me.Username
			}
		}
		var decisions []store.MailDecision
		now := time.Now()
		for _, s := range chosen {
			decisions = append(decisions, store.MailDecision{
				Account: b.Name, UIDValidity: s.UIDValidity, UID: s.UID, At: now, Arrival: string(as), By: by, Reason: c.Reason,
			})
		}
		if err := h.store.DecideMail(ctx, decisions); err != nil {
			return err
		}
		_, err = fmt.Printf("%d messages: %s. A running foja sees to it within half a minute.\n", len(chosen), standingWords[as])
		return err
	})
}

// choose lists the backlog messages that the options name. --all skips those with a decision.
func (c backlogChoice) choose(all []activities.InboxItem, zone *time.Location) (chosen []activities.InboxItem, err error) {
	for _, s := range all {
		named := slices.Contains(c.UID, s.UID)
		before := s.Arrival == intake.ArrivalBacklog || s.By != ""
		switch {
		case named && !before:
			return nil, fmt.Errorf("message %d is not from before the start: foja reads it by itself", s.UID)
		case named, before && slices.Contains(c.Day, s.InternalDate.In(zone).Format(time.DateOnly)), c.All && s.Arrival == intake.ArrivalBacklog:
			chosen = append(chosen, s)
		}
	}
	for _, uid := range c.UID {
		if !slices.ContainsFunc(chosen, func(s activities.InboxItem) bool { return s.UID == uid }) {
			return nil, fmt.Errorf("no message %d lies in the inbox", uid)
		}
	}
	if len(chosen) == 0 {
		return nil, errors.New("no message from before the start is named by these options: see foja mail backlog list")
	}
	return chosen, nil
}

// checkInbox counts the mail in the inbox and says what foja would do with it.
func (h *app) checkInbox(ctx context.Context, b mailbox) mail.Finding {
	all, begin, err := h.standings(ctx, b)
	if err != nil {
		return mail.Finding{Step: "backlog", Text: "No se pudo mirar qué hay en la bandeja de entrada: " + err.Error()}
	}
	count := map[intake.Arrival]int{}
	for _, s := range all {
		count[s.Arrival]++
	}
	from := begin.In(h.zoneOf(b.Office)).Format("02/01/2006 15:04")
	text := fmt.Sprintf("Hay %d mensajes en la bandeja de entrada. Se leen los que llegaron desde el %s.", len(all), from)
	for _, one := range []struct {
		n    int
		what string
	}{
		{count[intake.ArrivalUsual] + count[intake.ArrivalTaken], "se registran y se contestan"},
		{count[intake.ArrivalOld] + count[intake.ArrivalAnswered] + count[intake.ArrivalHeld], "van a la bandeja por clasificar, sin contestar"},
		{count[intake.ArrivalLeft], "se quedan donde están, por decisión"},
		{count[intake.ArrivalBacklog], "son anteriores o ya se respondieron y se quedan donde están, sin registrar ni contestar: decida qué se hace con ellos con «foja mail backlog»"},
	} {
		if one.n > 0 {
			text += fmt.Sprintf(" %d: %s.", one.n, one.what)
		}
	}
	waits := count[intake.ArrivalBacklog] > 0
	return mail.Finding{Step: "backlog", OK: !waits, Note: waits, Text: text}
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

func cutAt(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}
