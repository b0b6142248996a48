package history

import (
	"context"
	"strings"
	"time"

	"foja/desk/core"
	"foja/desk/documents"
	"foja/docket"
	"foja/store"
)

// History is what the timeline needs of a case.
type History struct {
	service *Service
	Loaded  core.LoadedCase
	Names   map[string]string             // of users, by ID
	Docs    map[string]documents.Document // of the case, by ID
	// numbers are those of the other cases that the history tells of, by request ID.
	Numbers map[string]string
}

// Of is the history of a loaded case, with the names of users and the documents of the case by ID.
func (s *Service) Of(loaded core.LoadedCase, names map[string]string, docs map[string]documents.Document) History {
	return History{service: s, Loaded: loaded, Names: names, Docs: docs}
}

// Timeline tells a case's events in words. Words kept with an event are read from documents.
func (h History) Timeline(ctx context.Context, events []docket.Event) ([]Line, error) {
	numbers, err := h.service.NumbersOf(ctx, events)
	if err != nil {
		return nil, err
	}
	h.Numbers = numbers
	var lines []Line
	for _, e := range events {
		l := Line{
			Seq: e.Seq, At: e.Happened(), Who: h.Who(e.By), Hands: e.Hands, Kind: e.Kind,
			Title: h.Title(e), Message: e.Message,
		}
		if !e.At.Equal(l.At) {
			l.Recorded = e.At
		}
		if e.Letter != nil {
			l.Letter = e.Letter.ID
		}
		for _, id := range e.Documents {
			if doc, ok := h.Docs[id]; ok {
				l.Documents = append(l.Documents, doc)
			}
		}
		if l.Text, err = h.Text(ctx, e.Text); err != nil {
			return nil, err
		}
		unread, err := h.Text(ctx, e.UninspectedReason)
		if err != nil {
			return nil, err
		}
		l.Text = strings.TrimSpace(l.Text + "\n\n" + unread)
		if err := h.addSender(ctx, e, events, &l); err != nil {
			return nil, err
		}
		lines = append(lines, l)
	}
	return lines, nil
}

// addSender says whose the message of an event is, and why an act was recorded with a mail from another address.
func (h History) addSender(ctx context.Context, e docket.Event, events []docket.Event, l *Line) error {
	if e.Message == "" {
		return nil
	}
	row, err := h.service.core.Store.Message(ctx, e.Message)
	if docket.CodeOf(err) == docket.CodeNotFound {
		return nil
	}
	if err != nil {
		return err
	}
	if l.Sender, err = h.service.Sender(ctx, h.Loaded, row, events); err != nil || e.SenderReason == "" {
		return err
	}
	why, err := h.Text(ctx, e.SenderReason)
	l.SenderNote = h.SenderNote(e, l.Sender, why)
	return err
}

// SenderNote is why an act was recorded with a mail that does not prove whose it is. Of a unit's answer it tells apart the unit's own
// address, which nobody vouched for, from another address.
func (h History) SenderNote(e docket.Event, from Sender, why string) docket.Sentence {
	key := "sender.elsewhere_requester"
	switch unit := docket.Action(e.Kind) == docket.ActConsultAnswer; {
	case unit && h.ofUnit(e, from.Address):
		key = "sender.unchecked_unit"
	case unit:
		key = "sender.elsewhere_unit"
	case from.Claimed:
		key = "sender.unchecked_requester"
	}
	return docket.Say(key, "address", from.Address, "why", why)
}

// ofUnit says whether an address is one of the unit whose answer an event records.
func (h History) ofUnit(e docket.Event, address string) bool {
	u, ok := h.service.core.Agency().Unit(e.Unit)
	return ok && u.Owns(address)
}

// Text reads the words of a document; a task may point to a message instead, which has none.
func (h History) Text(ctx context.Context, id string) (string, error) {
	doc, ok := h.Docs[id]
	if !ok || !strings.HasPrefix(doc.Type, "text/plain") {
		return "", nil
	}
	bytes, err := h.service.core.Store.DocumentBytes(ctx, id)
	return string(bytes), err
}

// Who is who did something, in words: a name, the requester, a unit by its link, or foja.
func (h History) Who(a docket.Actor) docket.Sentence {
	switch {
	case a.For != "" && h.Names[a.User] != "" && h.Names[a.For] != "":
		return docket.Say("who.deputy", "name", h.Names[a.User], "of", h.Names[a.For])
	case a.User != "" && h.Names[a.User] != "":
		return core.Named(h.Names[a.User])
	case a.Role == docket.RoleRequester:
		return docket.Say("who.requester")
	case a.Role == docket.RoleUnit:
		return docket.Say("who.unit")
	default:
		return core.Named("foja")
	}
}

func (h History) user(id string) docket.Sentence {
	if name := h.Names[id]; name != "" {
		return core.Named(name)
	}
	return docket.Say("who.other")
}

// Title is an event in one line.
func (h History) Title(e docket.Event) docket.Sentence {
	say := func(key string) docket.Sentence { return docket.Say("event."+key, h.args(e)...) }
	switch e.Kind {
	case docket.EventTaskOpened, docket.EventTaskDone, docket.EventLetterOpened, docket.EventLetterSent,
		docket.EventLetterDoubt, docket.EventLetterPrint, docket.EventAlarm, docket.EventAlarmEscalated,
		docket.EventAlarmOvertaken, docket.EventOverdue, docket.EventClosed:
		return say(string(e.Kind))
	case docket.EventRegistered:
		return docket.Say("event.registered", "how", core.ChannelWords(h.Loaded.Request.Channel))
	case docket.EventLetterFailed:
		if e.Letter.Unwritten {
			return say("letter_unwritten")
		}
		return say(string(e.Kind))
	case docket.EventSubDeadlinePassed:
		return docket.Say(h.Loaded.Procedure.PassedWords(e))
	case docket.EventCalendarChanged:
		return calendarTitle(e)
	case docket.EventProcedureChanged:
		return versionTitle(e)
	case docket.EventMessage:
		if e.By.Role != docket.RoleRequester { // a unit, or another address of hers: the reader is told beside it
			return say("message_of_other")
		}
		return say(string(e.Kind))
	default:
		return h.actTitle(e)
	}
}

// args are what stands in the gaps of an event's title.
func (h History) args(e docket.Event) []any {
	p := h.Loaded.Procedure
	ground := core.GroundName(p, e.Ground)
	switch docket.Action(e.Kind) {
	case docket.ActAnnul, docket.ActConfirmAnnulment:
		ground = core.AnnulmentName(p, e.Ground)
	default:
	}
	var letter, rung, task, to any = docket.Say("event.some_letter"), docket.Say("event.some_alarm"), docket.Say("event.some_task"), ""
	if e.Letter != nil {
		letter = core.LetterName(p, e.Letter.Kind)
	}
	if e.Alarm != nil {
		rung, to = core.RungName(p, e.Alarm.Rung), h.recipient(e.Alarm)
	}
	if e.Task != nil {
		task = h.service.core.TaskTitle(*e.Task)
	}
	return []any{
		"letter", letter, "alarm", rung, "task", task, "to", to, "outcome", core.OutcomeName(p, e.Outcome),
		"user", h.user(e.User), "unit", h.service.core.UnitName(e.Unit), "ground", ground,
		"office", h.service.core.Office(e.Office).Name, "entity", e.Entity, "items", tally(e.Items),
	}
}

// actTitle is what a person did. Its words are those of the action (docket.ActionSpec).
func (h History) actTitle(e docket.Event) docket.Sentence {
	do := docket.Action(e.Kind)
	switch do {
	case docket.ActMoveMessage, docket.ActTakeMessage:
		return h.moveTitle(e)
	case docket.ActExpiry:
		return core.ExpiryTitle(h.Loaded.Procedure, e)
	case docket.ActDone:
		if e.Message == "" {
			return docket.Say("act.done.task_title") // which one, the next line says
		}
	default:
	}
	if _, known := docket.SpecOf(do); !known {
		return core.Named(string(e.Kind))
	}
	return docket.Say("act."+string(do)+".title", h.args(e)...)
}

func (h History) recipient(a *docket.Alarm) docket.Sentence {
	if a == nil || len(a.To) == 0 {
		return docket.Say("who.other")
	}
	return core.RoleWords(a.To[len(a.To)-1])
}

// ByID are the files of a case, by ID.
func ByID(docs []store.Document) map[string]documents.Document {
	byID := map[string]documents.Document{}
	for _, doc := range docs {
		byID[doc.ID] = documents.DocumentOf(doc)
	}
	return byID
}

// Line is one line of a case's timeline, in words.
type Line struct {
	Seq        int
	At         time.Time       // when it happened
	Recorded   time.Time       // when it was recorded, if later
	Who        docket.Sentence // a person's name, foja, the requester or a unit
	Hands      docket.Hands
	Kind       docket.EventKind
	Title      docket.Sentence // one line
	Text       string          // words kept with it (note, question, reasons)
	SenderNote docket.Sentence // why it was recorded with a mail that does not prove whose it is; nothing = it was not
	Documents  []documents.Document
	Message    string // raw message ID
	Sender     Sender // of Message, where there is one
	Letter     string
}
