// Package reconcile proves that nothing was lost and nothing sent twice: it holds the mailbox, the register, the outbox
// and the running workflows against each other and names every row that does not agree. It changes nothing.
package reconcile

import (
	"context"
	"fmt"
	"time"

	"foja/docket"
	"foja/mail"
	"foja/store"
)

// Report is the account of one run.
type Report struct {
	At    time.Time `json:"at"`
	Since time.Time `json:"since"` // of the mailbox and of mail in the register
	// Mailbox counts what lies in each folder; nil when the mailbox was not read.
	Mailbox  map[string]int `json:"mailbox,omitempty"`
	Messages map[string]int `json:"messages"` // kept since then, by fate; "unsettled" for none yet
	Letters  map[string]int `json:"letters"`  // of all time, by state
	Cases    int            `json:"cases"`
	Open     int            `json:"open"`
	Bytes    int            `json:"bytes_checked"` // rows whose bytes were hashed again
	External int            `json:"outside"`       // files kept beside the database
	// NotChecked says in words what was left out, so that "clean" claims no more than was seen.
	NotChecked  []string     `json:"not_looked,omitempty"`
	Differences []Difference `json:"differences"`
}

// Clean says whether everything that was looked at agrees.
func (r Report) Clean() bool { return len(r.Differences) == 0 }

// Difference is one thing that does not agree, with the rows that it is about.
type Difference struct {
	Kind string   `json:"kind"`
	What string   `json:"what"` // in Spanish, with what to do
	Rows []string `json:"rows"` // IDs, or folder and UID of a message
}

// settleTime keeps what is just being done out of the report: a letter that is on its way, a message being read.
const settleTime = 10 * time.Minute

// stuckAfter is when a letter that still waits is reported: an outage of a day is more than an outage.
const stuckAfter = 24 * time.Hour

// Sources is where the report looks. A nil function is a place that cannot be looked at from here; the report says so.
type Sources struct {
	Store *store.Store
	// Mailboxes are those that are read; none = no account is configured.
	Mailboxes []Mailbox
	// Running lists the IDs of the requests whose workflow runs.
	Running func(ctx context.Context) (map[string]bool, error)
	// Law is what a case is counted with.
	Law func(ctx context.Context, c docket.Case) (docket.Law, error)
	Now func() time.Time
}

// Mailbox is one mailbox that is read.
type Mailbox struct {
	Name    string // before the names of its folders; "" for the agency's own
	Folders Folders
	// Messages lists the messages in the folders since an instant.
	Messages func(ctx context.Context, since time.Time) ([]mail.FolderMessage, error)
	// Full is how much of the mailbox's quota is used, in percent; 0 when its server knows none.
	Full func(ctx context.Context) (percent int, err error)
}

// Folders of a mailbox.
type Folders struct{ Inbox, Processed, Held, Archive string }

// All lists the folders in a fixed order.
func (f Folders) All() []string { return []string{f.Inbox, f.Processed, f.Held, f.Archive} }

// Run looks at everything. days bounds how far back the mailbox is compared; quick leaves out hashing all bytes again.
func Run(ctx context.Context, s Sources, days int, quick bool) (Report, error) {
	now := s.Now()
	b := &report{now: now, sources: s}
	b.r = Report{At: now, Since: now.AddDate(0, 0,
		-days), Messages: map[string]int{}, Letters: map[string]int{}, Differences: []Difference{}}
	steps := []struct {
		name string
		do   func(context.Context) error
	}{
		{"register", b.register},
		{"mailbox", b.mailbox},
		{"letters", b.letters},
		{"cases", b.cases},
		{"external", b.external},
	}
	if quick {
		b.r.NotChecked = append(b.r.NotChecked, "no se volvieron a calcular las huellas de los archivos")
	} else {
		steps = append(steps, struct {
			name string
			do   func(context.Context) error
		}{"bytes", b.bytes})
	}
	for _, step := range steps {
		if err := step.do(ctx); err != nil {
			return b.r, fmt.Errorf("reconcile: %s: %w", step.name, err)
		}
	}
	return b.r, nil
}

// report is a report being written.
type report struct {
	r       Report
	now     time.Time
	sources Sources
	rows    []store.LetterRow
	copies  map[string]int // of each Message-ID in the archive folder; nil when the mailbox was not read
}

// addDifference adds a difference, if there are rows.
func (b *report) addDifference(kind, what string, rows []string) {
	if len(rows) > 0 {
		b.r.Differences = append(b.r.Differences, Difference{Kind: kind, What: what, Rows: rows})
	}
}

// settled says whether something is old enough to be expected done.
func (b *report) settled(t time.Time) bool { return b.now.Sub(t) > settleTime }

// register asks the register whether it agrees with itself.
func (b *report) register(ctx context.Context) error {
	r, err := b.sources.Store.Reconcile(ctx)
	if err != nil {
		return err
	}
	b.addDifference("message_without_request", "mensajes anotados como solicitud, y la solicitud no existe",
		r.MessagesWithoutRequest)
	b.addDifference("request_without_message", "solicitudes llegadas por correo cuyo mensaje no se guarda",
		r.RequestsWithoutMessage)
	b.addDifference("number_gap", "números que el registro saltó", r.NumberGaps)
	var years []string
	for _, y := range r.CounterMismatch {
		years = append(years, fmt.Sprint(y))
	}
	b.addDifference("counter", "años cuyo contador no es el último número dado", years)
	return nil
}

// external holds what is kept beside the database against the rows that ask for it.
func (b *report) external(ctx context.Context) error {
	kept, unknown, err := b.sources.Store.AuditExternalBlobs(ctx, b.now.Add(-settleTime))
	if err != nil {
		return err
	}
	b.r.External = kept
	b.addDifference("blob_unknown",
		"archivos guardados fuera de la base de datos que nadie pide: los dejó un corte, o una copia de respaldo más antigua de la base; no los borre sin mirarlos",
		unknown)
	return nil
}

// bytes hashes everything again.
func (b *report) bytes(ctx context.Context) error {
	looked, damaged, err := b.sources.Store.AuditBytes(ctx)
	if err != nil {
		return err
	}
	b.r.Bytes = looked
	var rows []string
	for _, d := range damaged {
		rows = append(rows, d.Table+" "+d.ID)
	}
	b.addDifference("bytes_changed",
		"el contenido guardado ya no da la huella con la que se guardó: restáurelo de la copia de respaldo", rows)
	return nil
}
