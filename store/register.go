package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"foja/docket"
)

// Alphabets without the characters that people confuse (0 and O, 1 and I). 32 each, so that a random byte selects
// evenly. Reply tokens are lower case, because mail servers fold the local part.
const (
	codeAlphabet  = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
	tokenAlphabet = "abcdefghjklmnpqrstuvwxyz23456789"

	codeLength  = 10 // 50 bits, behind a rate limit and beside the number
	tokenLength = 26 // 130 bits, alone
)

func random(alphabet string, n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails: crypto/rand aborts the program instead
	for i := range b {
		b[i] = alphabet[int(b[i])%len(alphabet)]
	}
	return string(b)
}

// Register gives a registration its number and stores it, in one transaction. The same key again returns the existing
// request, whatever else the registration contains. Numbers of a year have no gaps: the counter changes only with the
// request.
func (s *Store) Register(ctx context.Context, reg docket.Registration,
	o RegisterOptions,
) (r docket.Request, existed bool, err error) {
	if err := registrable(reg); err != nil {
		return docket.Request{}, false, err
	}
	r = docket.Request{
		Registration: reg,
		ID:           uuid.NewString(),
		StatusCode:   random(codeAlphabet, codeLength),
		ReplyToken:   random(tokenAlphabet, tokenLength),
		RegisteredAt: s.orNow(o.At).UTC().Truncate(time.Microsecond),
	}
	if o.Year == 0 {
		o.Year = r.RegisteredAt.In(s.zones(reg.Office)).Year()
	}
	var before docket.Request
	err = s.inTx(ctx, "register", func(tx *sql.Tx) error {
		var err error
		before, err = one(tx.QueryRowContext(ctx, requestQuery+`r.ingest_key=$1`, reg.Key), readRequest,
			"read request by key", nil)
		if err == nil || !errors.Is(err, errNoRow) {
			return err
		}
		var n int64
		if err := tx.QueryRowContext(ctx, `INSERT INTO register_counter (year, last) VALUES ($1, 1)
			ON CONFLICT (year) DO UPDATE SET last = register_counter.last + 1 RETURNING last`, o.Year).Scan(&n); err != nil {
			return err
		}
		r.Number = fmt.Sprintf("%06d-%d", n, o.Year)
		if err := insertRequest(ctx, tx, r, int64(o.Year)*1_000_000+n); err != nil {
			return err
		}
		return insertRequester(ctx, tx, r)
	})
	switch {
	case isTaken(err): // a concurrent call registered the same key
		before, err = s.RequestByKey(ctx, reg.Key)
		return before, err == nil, err
	case err != nil:
		return docket.Request{}, false, err
	case before.ID != "":
		return before, true, nil
	}
	// As the next reader sees it: microseconds, and only storable text.
	r, err = s.Request(ctx, r.ID)
	return r, false, err
}

func registrable(reg docket.Registration) error {
	switch {
	case reg.Key == "":
		return docket.Invalid("key", "register.key_missing")
	case reg.Procedure == "":
		return docket.Invalid("procedure", "register.choose_procedure")
	case reg.Office == "":
		return docket.Invalid("office", "office.choose")
	case reg.ReceivedAt.IsZero():
		return docket.Invalid("received_at", "register.received_at_missing")
	case !reg.ReceivedOn.Valid():
		return docket.Invalid("received_on", "register.received_on_missing")
	case !reg.DueOn.IsZero() && !reg.DueOn.Valid():
		return docket.Invalid("due_on", "register.due_on_unknown")
	}
	return nil
}

func insertRequest(ctx context.Context, tx *sql.Tx, r docket.Request, ordinal int64) error {
	_, err := tx.ExecContext(ctx,
		`INSERT INTO request (id, ordinal, number, ingest_key, status_code, reply_token, procedure, version,
		office, channel, delivery_mode, received_at, received_on, policy, first_due_on, sheets, received_by, message,
			registered_at,
		hands, due_on, alarm_on, text_key)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19,$20,$15,$15,$21)`,
		r.ID, ordinal, r.Number, r.Key, r.StatusCode, r.ReplyToken, r.Procedure, r.Version, r.Office, string(r.Channel),
		r.DeliveryMode, at(r.ReceivedAt), on(r.ReceivedOn), string(r.Policy), on(r.DueOn), r.Sheets, r.ReceivedBy, r.Message,
		at(r.RegisteredAt), string(docket.HandsReception), campaignKey(r.Requester, r.Text))
	if err != nil {
		return err
	}
	return outdateLine(ctx, tx, r.ID)
}

func insertRequester(ctx context.Context, tx *sql.Tx, r docket.Request) error {
	fields, err := json.Marshal(r.Fields)
	if err != nil {
		return err
	}
	references, err := json.Marshal(r.ThreadReferences)
	if err != nil {
		return err
	}
	who, search := r.Requester, registeredWords(r)
	_, err = tx.ExecContext(ctx,
		`INSERT INTO requester (request, name, id_kind, id_number, address, email, phone, email_consent,
		subject, text, fields, thread_message_id, thread_references, thread_subject, id_number_key, email_key, text_key,
			search, language)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19)`,
		r.ID, clean(who.Name), clean(who.IDKind), clean(who.IDNumber), clean(who.Address), clean(who.Email), clean(who.Phone),
		who.EmailConsent, clean(r.Subject), clean(r.Text), string(fields), clean(r.ThreadMessageID), string(references),
		clean(r.ThreadSubject), idKey(who.IDNumber), emailKey(who.Email), textKey(r.Text), strings.Join(search, " "),
		clean(who.Language))
	return err
}

// registeredWords are the search words of a new request.
func registeredWords(r docket.Request) []string {
	// The number without leading zeros too.
	bare := strings.TrimLeft(r.Number, "0")
	who := r.Requester
	return stems(r.Number, bare, who.Name, who.IDNumber, who.Email, r.Subject, r.Text)
}

// Keys for finding the same person and the same text.
func idKey(number string) string   { return strings.ToUpper(strings.Join(words(number), "")) }
func emailKey(email string) string { return clean(strings.ToLower(strings.TrimSpace(email))) }

func textKey(text string) string {
	found := stems(text)
	if len(found) < 4 { // "adjunto solicitud" identifies nobody
		return ""
	}
	slices.Sort(found)
	return sum([]byte(strings.Join(found, " ")))
}
