package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"foja/calendar"
	"foja/docket"
)

// CalendarProposal is calendar entries that wait for a second person, because they would shorten a term or came from
// a file.
type CalendarProposal struct {
	ID      string
	Author  string // user ID
	Norm    string
	Entries []calendar.Entry
	MadeAt  time.Time
}

func readProposal(row scanner) (p CalendarProposal, err error) {
	var entries string
	if err = row.Scan(&p.ID, &p.Author, &p.Norm, &entries, toTime(&p.MadeAt)); err != nil {
		return CalendarProposal{}, err
	}
	if err := json.Unmarshal([]byte(entries), &p.Entries); err != nil {
		return CalendarProposal{}, fmt.Errorf("calendar proposal %s: %w", p.ID, err)
	}
	return p, nil
}

const proposalQuery = `SELECT id, author, norm, entries, made_at FROM calendar_proposal WHERE settled_at IS NULL`

// AddCalendarProposal stores entries until a second person publishes or dismisses them. An existing ID changes
// nothing.
func (s *Store) AddCalendarProposal(ctx context.Context, p CalendarProposal) (CalendarProposal, error) {
	if p.ID == "" {
		p.ID = uuid.NewString()
	}
	entries, err := json.Marshal(p.Entries)
	if err != nil {
		return CalendarProposal{}, explain("add calendar proposal", err)
	}
	_, err = s.write.ExecContext(ctx,
		`INSERT INTO calendar_proposal (id, author, norm, entries, made_at) VALUES ($1,$2,$3,$4,$5)
		ON CONFLICT (id) DO NOTHING`, p.ID, p.Author, clean(p.Norm), clean(string(entries)), at(s.orNow(p.MadeAt)))
	return p, explain("add calendar proposal", err)
}

// CalendarProposals lists what waits, the oldest first.
func (s *Store) CalendarProposals(ctx context.Context) ([]CalendarProposal, error) {
	all, err := list(ctx, s.read, readProposal, proposalQuery+` ORDER BY made_at, id`)
	return all, explain("list calendar proposals", err)
}

// CalendarProposal returns a proposal that still waits.
func (s *Store) CalendarProposal(ctx context.Context, id string) (CalendarProposal, error) {
	return one(s.read.QueryRowContext(ctx, proposalQuery+` AND id=$1`, clean(id)), readProposal, "read calendar proposal",
		docket.Refuse(docket.CodeNotFound, "calendar.proposal_gone"))
}

// SettleCalendarProposal ends a proposal; version is what was published of it, "" when it was dismissed. A settled
// one does not change.
func (s *Store) SettleCalendarProposal(ctx context.Context, id, by, version string) error {
	_, err := s.write.ExecContext(ctx,
		`UPDATE calendar_proposal SET settled_at=$2, settled_by=$3, version=$4 WHERE id=$1 AND settled_at IS NULL`,
		id, at(s.now()), by, version)
	return explain("settle calendar proposal", err)
}
