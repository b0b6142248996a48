package reconcile

import (
	"context"
	"slices"
	"testing"
	"time"

	"foja/docket"
	"foja/mail"
	"foja/store"
	"foja/store/storetest"
)

var now = time.Date(2026, 3, 27, 17, 0, 0, 0, time.UTC)

var folders = Folders{Inbox: "INBOX", Processed: "hecho", Held: "retenido", Archive: "archivo"}

// world is a mailbox and a register that agree.
func world() (kept []store.AuditMessage, lying []mail.FolderMessage) {
	day := now.Add(-24 * time.Hour)
	kept = []store.AuditMessage{
		{ID: "m1", MessageID: "a@x", Size: 100, ReceivedAt: day, KeptAt: day, Fate: docket.FateRequest, Sightings: 1},
		{ID: "m2", MessageID: "b@x", Size: 200, ReceivedAt: day, KeptAt: day, Fate: docket.FateHeld, Sightings: 2},
		{
			ID: "m3", MessageID: "r.receipt.1@ours", Size: 300, ReceivedAt: day, KeptAt: day,
			Fate: docket.FateOwn, Sightings: 1,
		},
	}
	lying = []mail.FolderMessage{
		{Folder: "hecho", UID: 1, InternalDate: day, Size: 100, MessageID: "a@x"},
		{Folder: "retenido", UID: 1, InternalDate: day, Size: 200, MessageID: "b@x"},
		{Folder: "retenido", UID: 2, InternalDate: day, Size: 200, MessageID: "b@x"},
		{Folder: "archivo", UID: 1, InternalDate: day, Size: 300, MessageID: "r.receipt.1@ours"},
		{Folder: "INBOX", UID: 9, InternalDate: now.Add(-time.Minute), Size: 1, MessageID: "just@now"},
	}
	return kept, lying
}

func kinds(r Report) (all []string) {
	for _, d := range r.Differences {
		all = append(all, d.Kind)
	}
	return all
}

// Each planted difference is reported by its kind, and a world in order has none.
func TestMailboxAgainstRegister(t *testing.T) {
	for name, c := range map[string]struct {
		plant func(kept *[]store.AuditMessage, lying *[]mail.FolderMessage)
		want  []string
	}{
		"in order":          {func(*[]store.AuditMessage, *[]mail.FolderMessage) {}, nil},
		"a rebuilt mailbox": {func(k *[]store.AuditMessage, _ *[]mail.FolderMessage) { (*k)[0].Sightings = 2 }, nil},
		"deleted by somebody": {
			func(_ *[]store.AuditMessage, l *[]mail.FolderMessage) { *l = (*l)[1:] }, []string{"mailbox_gone"},
		},
		"never read": {
			func(k *[]store.AuditMessage, _ *[]mail.FolderMessage) { *k = (*k)[1:] }, []string{"mailbox_unknown"},
		},
		"a copy too many": {func(_ *[]store.AuditMessage, l *[]mail.FolderMessage) {
			*l = append(*l, mail.FolderMessage{Folder: "hecho", UID: 5, InternalDate: now, Size: 100, MessageID: "a@x"})
		}, []string{"mailbox_unknown"}},
		"left in the inbox": {func(_ *[]store.AuditMessage, l *[]mail.FolderMessage) {
			(*l)[4].InternalDate = now.Add(-time.Hour)
		}, []string{"mailbox_unread"}},
	} {
		t.Run(name, func(t *testing.T) {
			kept, lying := world()
			c.plant(&kept, &lying)
			b := bookOf(t, kept, Mailbox{Folders: folders, Messages: fixed(lying)})
			if got := kinds(b.r); !slices.Equal(got, c.want) {
				t.Errorf("differences %v, want %v: %+v", got, c.want, b.r.Differences)
			}
		})
	}
}

// What lies in the folders of a second mailbox is reported with its name, and a mailbox that is nearly full before it
// is.
func TestSeveralMailboxes(t *testing.T) {
	kept, all := world()
	second := Mailbox{
		Name: "arequipa", Folders: folders,
		Messages: fixed([]mail.FolderMessage{
			{Folder: "hecho", UID: 7, InternalDate: now.AddDate(0, 0, -2), Size: 9, MessageID: "unknown@x"},
		}),
		Full: func(context.Context) (int, error) { return 93, nil },
	}
	first := Mailbox{Folders: folders, Messages: fixed(all), Full: func(context.Context) (int, error) { return 89, nil }}
	b := bookOf(t, kept, first, second)
	if got := kinds(b.r); !slices.Equal(got, []string{"mailbox_full", "mailbox_unknown"}) {
		t.Fatalf("differences %v: %+v", got, b.r.Differences)
	}
	if rows := b.r.Differences[0].Rows; !slices.Equal(rows, []string{"arequipa/INBOX: 93 %"}) {
		t.Errorf("full: %v", rows)
	}
	if rows := b.r.Differences[1].Rows; !slices.Equal(rows, []string{"arequipa/hecho UID 7"}) {
		t.Errorf("unknown: %v", rows)
	}
	if b.r.Mailbox["hecho"] != 1 || b.r.Mailbox["arequipa/hecho"] != 1 {
		t.Errorf("counts: %v", b.r.Mailbox)
	}
}

// bookOf compares kept messages with mailboxes.
func bookOf(t *testing.T, kept []store.AuditMessage, boxes ...Mailbox) *report {
	t.Helper()
	b := &report{
		now: now, sources: Sources{Mailboxes: boxes}, r: Report{Since: now.AddDate(0, 0, -30), Messages: map[string]int{}},
	}
	found, err := b.listMailboxes(t.Context())
	must(t, err)
	b.compare(kept, found)
	return b
}

func fixed(all []mail.FolderMessage) func(context.Context, time.Time) ([]mail.FolderMessage, error) {
	return func(context.Context, time.Time) ([]mail.FolderMessage, error) { return all, nil }
}

func TestOutboxAgainstCases(t *testing.T) {
	row := func(state docket.LetterState) store.LetterRow { return store.LetterRow{ID: "l", State: state} }
	c := func(state docket.LetterState, tasks ...docket.Task) docket.Case {
		return docket.Case{Letters: []docket.Letter{{ID: "l", Kind: docket.LetterResponse, State: state}}, Tasks: tasks}
	}
	always := func(docket.Letter) bool { return true }
	for name, c := range map[string]struct {
		rows []store.LetterRow
		kase docket.Case
		want string
	}{
		"sent":              {[]store.LetterRow{row("sent")}, c("sent"), ""},
		"on its way":        {[]store.LetterRow{row(store.LetterSending)}, c("waiting"), ""},
		"not in the outbox": {nil, c("sent"), "missing"},
		"before foja knew of it": {
			nil, docket.Case{Letters: []docket.Letter{{ID: "l", State: "delivered", NotifiedAt: now.Add(-time.Hour)}}}, "",
		},
		"sent by another system": {
			nil, docket.Case{Letters: []docket.Letter{{ID: "l", State: "sent", SentAt: now.Add(-time.Hour)}}}, "",
		},
		"sent since, no record": {
			nil, docket.Case{Letters: []docket.Letter{{ID: "l", State: "sent", SentAt: now.Add(time.Hour)}}}, "missing",
		},
		"handed over, no record": {
			nil, docket.Case{Letters: []docket.Letter{{ID: "l", State: "delivered", NotifiedAt: now.Add(time.Hour)}}}, "missing",
		},
		"told as sent, is not": {[]store.LetterRow{row("waiting")}, c("sent"), "otherwise"},
		"failed, nobody knows": {[]store.LetterRow{row("failed")}, c("failed"), "forgotten"},
		"failed, somebody's task": {
			[]store.LetterRow{row("failed")}, c("failed", docket.Task{Ref: "l", State: docket.TaskOpen}), "",
		},
		"failed, the task done": {
			[]store.LetterRow{row("failed")}, c("failed", docket.Task{Ref: "l", State: docket.TaskDone}), "forgotten",
		},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOutbox(c.rows)
			o.check(c.kase, now, always)
			got := ""
			for what, rows := range map[string][]string{
				"missing": o.missing, "otherwise": o.otherwise, "forgotten": o.forgotten,
			} {
				if len(rows) > 0 {
					got += what
				}
			}
			if got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

// A whole run over a real register: a case without a workflow and a stray letter are reported, and what cannot be
// looked at is said.
func TestRunOverARegister(t *testing.T) {
	ctx := t.Context()
	s := storetest.Open(t)
	sources := Sources{Store: s, Now: func() time.Time { return now }}
	r, err := Run(ctx, sources, 30, false)
	must(t, err)
	if !r.Clean() || len(r.NotChecked) != 2 {
		t.Fatalf("an empty register: %+v", r)
	}
	_, _, err = s.KeepMessage(ctx, store.NewMessage{
		Raw: []byte("Subject: x\r\n\r\ny"), Account: "a", Mailbox: "INBOX",
		UID: 1, ReceivedAt: now.Add(-time.Hour), MessageID: "a@x", Size: 15,
	})
	must(t, err)
	sources.Now = func() time.Time { return time.Now().Add(time.Hour) } // kept now, looked at an hour later
	sources.Running = nil
	r, err = Run(ctx, sources, 30, false)
	must(t, err)
	if got := kinds(r); !slices.Equal(got, []string{"message_unsettled"}) || r.Bytes != 1 || r.Messages["unsettled"] != 1 {
		t.Errorf("a message that nobody settled: %+v", r)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
