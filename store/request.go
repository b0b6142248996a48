package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"foja/docket"
)

// RegisterOptions are the facts of the act of registering.
type RegisterOptions struct {
	At   time.Time // zero = now
	Year int       // of the register number, in the agency's zone; 0 = the year of At there
}

const requestColumns = `SELECT r.id, r.number, r.ingest_key, r.status_code, r.reply_token, r.procedure, r.version,
		r.office, r.channel,
	r.delivery_mode, r.received_at, r.received_on, r.policy, r.first_due_on, r.sheets, r.received_by, r.message,
		r.registered_at,
	q.name, q.id_kind, q.id_number, q.address, q.email, q.phone, q.email_consent, q.subject, q.text, q.fields,
	q.thread_message_id, q.thread_references, q.thread_subject, q.language`

const requestTables = ` FROM request r JOIN requester q ON q.request = r.id`

const requestQuery = requestColumns + requestTables + ` WHERE `

func readRequest(row scanner) (r docket.Request, err error) {
	var fields, references string
	who := &r.Requester
	err = row.Scan(&r.ID, &r.Number, &r.Key, &r.StatusCode, &r.ReplyToken, &r.Procedure, &r.Version, &r.Office, &r.Channel,
		&r.DeliveryMode, toTime(&r.ReceivedAt), toDate(&r.ReceivedOn), &r.Policy, toDate(&r.DueOn), &r.Sheets, &r.ReceivedBy,
		&r.Message, toTime(&r.RegisteredAt), &who.Name, &who.IDKind, &who.IDNumber, &who.Address, &who.Email, &who.Phone,
		&who.EmailConsent, &r.Subject, &r.Text, &fields, &r.ThreadMessageID, &references, &r.ThreadSubject, &who.Language)
	if err != nil {
		return docket.Request{}, err
	}
	if err := json.Unmarshal([]byte(fields), &r.Fields); err != nil {
		return docket.Request{}, fmt.Errorf("fields of %s: %w", r.ID, err)
	}
	if err := json.Unmarshal([]byte(references), &r.ThreadReferences); err != nil {
		return docket.Request{}, fmt.Errorf("thread of %s: %w", r.ID, err)
	}
	return r, nil
}

func noRequest() *docket.Error {
	return docket.Refuse(docket.CodeNotFound, "request.unknown")
}

func (s *Store) requestBy(ctx context.Context, condition string, args ...any) (docket.Request, error) {
	return one(s.read.QueryRowContext(ctx, requestQuery+condition, args...), readRequest, "read request", noRequest())
}

// Request returns a request by its ID.
func (s *Store) Request(ctx context.Context, id string) (docket.Request, error) {
	return s.requestBy(ctx, `r.id=$1`, id)
}

// RequestByNumber returns a request by its register number, NNNNNN-YYYY.
func (s *Store) RequestByNumber(ctx context.Context, number string) (docket.Request, error) {
	return s.requestBy(ctx, `r.number=$1`, clean(strings.TrimSpace(number)))
}

// RequestByStatus returns the request for a number and a status code. A wrong code and a wrong number give the same
// error.
func (s *Store) RequestByStatus(ctx context.Context, number, code string) (docket.Request, error) {
	return s.requestBy(ctx, `r.number=$1 AND r.status_code=$2`, clean(strings.TrimSpace(number)),
		clean(strings.ToUpper(strings.TrimSpace(code))))
}

// RequestByReplyToken returns the request whose letters have this token in Reply-To.
func (s *Store) RequestByReplyToken(ctx context.Context, token string) (docket.Request, error) {
	return s.requestBy(ctx, `r.reply_token=$1`, clean(strings.ToLower(token)))
}

// RequestByKey returns the request created with a registration key.
func (s *Store) RequestByKey(ctx context.Context, key string) (docket.Request, error) {
	return s.requestBy(ctx, `r.ingest_key=$1`, key)
}

// UnstartedRequests returns the IDs of requests registered before olderThan without a projected event: their workflow
// may not have been started.
func (s *Store) UnstartedRequests(ctx context.Context, olderThan time.Time) ([]string, error) {
	all, err := list(ctx, s.read, word,
		`SELECT id FROM request WHERE seq=0 AND registered_at<$1 ORDER BY registered_at, id`, at(olderThan))
	return all, explain("list unstarted requests", err)
}

// OpenRequests returns the IDs of open requests in order, after the given ID. Keyset paging: concurrent registrations
// and closings shift nothing.
func (s *Store) OpenRequests(ctx context.Context, after string, limit int) ([]string, error) {
	all, err := list(ctx, s.read, word,
		`SELECT id FROM request WHERE closed_at IS NULL AND id>$1 ORDER BY id LIMIT $2`, after, limit)
	return all, explain("list open requests", err)
}
