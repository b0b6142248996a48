package store

import (
	"context"
	"errors"
	"time"

	"foja/calendar"
	"foja/docket"
)

var errPending = errors.New("store: not built yet")

type Store struct{}
type Option func(*Store)

func Open(ctx context.Context, dsn string, opts ...Option) (*Store, error) { return nil, errPending }
func (s *Store) Migrate(ctx context.Context) (from, to int64, err error)   { return 0, 0, errPending }
func (s *Store) Version(ctx context.Context) (current, wanted int64, err error) {
	return 0, 0, errPending
}
func (s *Store) Ping(ctx context.Context) error { return errPending }
func (s *Store) Close() error                   { return errPending }

func (s *Store) KeepMessage(ctx context.Context, m NewMessage) (id string, existed bool, err error) {
	return "", false, errPending
}
func (s *Store) Message(ctx context.Context, id string) (Message, error) {
	return Message{}, errPending
}
func (s *Store) MessageRaw(ctx context.Context, id string) ([]byte, error)         { return nil, errPending }
func (s *Store) SettleMessage(ctx context.Context, id string, as Settlement) error { return errPending }
func (s *Store) HeldMessages(ctx context.Context, p Page) ([]Message, int, error) {
	return nil, 0, errPending
}
func (s *Store) UnsettledMessages(ctx context.Context, olderThan time.Time) ([]string, error) {
	return nil, errPending
}
func (s *Store) MessagesOf(ctx context.Context, request string) ([]Message, error) {
	return nil, errPending
}
func (s *Store) FindMessageByContent(ctx context.Context, messageID, from string, before time.Time) ([]Message, error) {
	return nil, errPending
}

func (s *Store) Register(ctx context.Context, reg docket.Registration, o RegisterOptions) (r docket.Request, existed bool, err error) {
	return docket.Request{}, false, errPending
}
func (s *Store) Request(ctx context.Context, id string) (docket.Request, error) {
	return docket.Request{}, errPending
}
func (s *Store) RequestByNumber(ctx context.Context, number string) (docket.Request, error) {
	return docket.Request{}, errPending
}
func (s *Store) RequestByStatus(ctx context.Context, number, code string) (docket.Request, error) {
	return docket.Request{}, errPending
}
func (s *Store) RequestByReplyToken(ctx context.Context, token string) (docket.Request, error) {
	return docket.Request{}, errPending
}
func (s *Store) RequestByKey(ctx context.Context, key string) (docket.Request, error) {
	return docket.Request{}, errPending
}
func (s *Store) Case(ctx context.Context, id string) (docket.Case, error) {
	return docket.Case{}, errPending
}
func (s *Store) UnstartedRequests(ctx context.Context, olderThan time.Time) ([]string, error) {
	return nil, errPending
}
func (s *Store) Project(ctx context.Context, events []docket.Event, c docket.Case) error {
	return errPending
}
func (s *Store) Events(ctx context.Context, request string) ([]docket.Event, error) {
	return nil, errPending
}
func (s *Store) VerifyChain(ctx context.Context, request string) (ok bool, atSeq int, err error) {
	return false, 0, errPending
}
func (s *Store) Requests(ctx context.Context, f RequestFilter) ([]RequestRow, int, error) {
	return nil, 0, errPending
}
func (s *Store) ProbableDuplicates(ctx context.Context, p DuplicateProbe, limit int) ([]DuplicateHint, error) {
	return nil, errPending
}
func (s *Store) Tasks(ctx context.Context, f TaskFilter) ([]TaskRow, int, error) {
	return nil, 0, errPending
}

func (s *Store) KeepDocument(ctx context.Context, d NewDocument) (Document, error) {
	return Document{}, errPending
}
func (s *Store) Document(ctx context.Context, id string) (Document, error) {
	return Document{}, errPending
}
func (s *Store) DocumentBytes(ctx context.Context, id string) ([]byte, error) { return nil, errPending }
func (s *Store) Documents(ctx context.Context, request string) ([]Document, error) {
	return nil, errPending
}
func (s *Store) LinkDocuments(ctx context.Context, request string, ids []string) error {
	return errPending
}

func (s *Store) PutLetter(ctx context.Context, l NewLetter) (row LetterRow, existed bool, err error) {
	return LetterRow{}, false, errPending
}
func (s *Store) Letter(ctx context.Context, id string) (LetterRow, error) {
	return LetterRow{}, errPending
}
func (s *Store) LetterRaw(ctx context.Context, id string) (raw []byte, envelopeFrom string, rcpts []string, err error) {
	return nil, "", nil, errPending
}
func (s *Store) Letters(ctx context.Context, request string) ([]LetterRow, error) {
	return nil, errPending
}
func (s *Store) LetterByMessageID(ctx context.Context, messageID string) (LetterRow, error) {
	return LetterRow{}, errPending
}

// BeginSending: waiting, sending or failed become sending and attempts grows; a sent letter stays sent.
// previous is the state it found.
func (s *Store) BeginSending(ctx context.Context, id string, at time.Time) (previous docket.LetterState, attempts int, err error) {
	return "", 0, errPending
}
func (s *Store) MarkLetterSent(ctx context.Context, id string, at time.Time, response string) error {
	return errPending
}
func (s *Store) MarkLetterProved(ctx context.Context, id, message string, at time.Time) error {
	return errPending
}
func (s *Store) MarkLetterFailed(ctx context.Context, id, reason string) error { return errPending }
func (s *Store) MarkLetterDelivered(ctx context.Context, id string, at time.Time) error {
	return errPending
}

// NoteLetterError keeps the error of an attempt whose outcome is unknown: the letter stays sending.
func (s *Store) NoteLetterError(ctx context.Context, id, reason string) error { return errPending }

// LetterNotTaken keeps the error of an attempt that the server certainly did not accept: back to waiting.
func (s *Store) LetterNotTaken(ctx context.Context, id, reason string) error { return errPending }
func (s *Store) BounceLetter(ctx context.Context, id, message, status string) error {
	return errPending
}

// NoticeID is the ID of the notice with this key.
func NoticeID(key string) string { return "" }
func (s *Store) AddNotice(ctx context.Context, n Notice) (existed bool, err error) {
	return false, errPending
}
func (s *Store) Notice(ctx context.Context, id string) (Notice, error) { return Notice{}, errPending }
func (s *Store) Notices(ctx context.Context, user string, unreadOnly bool, p Page) ([]Notice, int, error) {
	return nil, 0, errPending
}
func (s *Store) MarkNoticeRead(ctx context.Context, id, user string, at time.Time) error {
	return errPending
}
func (s *Store) MarkNoticeMailed(ctx context.Context, id string, at time.Time) error {
	return errPending
}

func (s *Store) AddUser(ctx context.Context, u User) (User, error) { return User{}, errPending }
func (s *Store) User(ctx context.Context, id string) (User, error) { return User{}, errPending }
func (s *Store) UserByLogin(ctx context.Context, login string) (User, error) {
	return User{}, errPending
}
func (s *Store) Users(ctx context.Context) ([]User, error)              { return nil, errPending }
func (s *Store) UpdateUser(ctx context.Context, u User) error           { return errPending }
func (s *Store) SetPassword(ctx context.Context, id, hash string) error { return errPending }
func (s *Store) SetDisabled(ctx context.Context, id string, disabled bool) error {
	return errPending
}
func (s *Store) UsersWithRole(ctx context.Context, role docket.Role, office string) ([]User, error) {
	return nil, errPending
}
func (s *Store) AddAbsence(ctx context.Context, a Absence) (Absence, error) { return a, errPending }
func (s *Store) RemoveAbsence(ctx context.Context, id string) error         { return errPending }
func (s *Store) Absences(ctx context.Context) ([]Absence, error)            { return nil, errPending }
func (s *Store) AbsenceOn(ctx context.Context, user string, on calendar.Date) (Absence, bool, error) {
	return Absence{}, false, errPending
}
func (s *Store) LoginFailure(ctx context.Context, login, ip string, at time.Time) error {
	return errPending
}
func (s *Store) LoginFailures(ctx context.Context, login string, since time.Time) (int, error) {
	return 0, errPending
}
func (s *Store) ClearLoginFailures(ctx context.Context, login string) error { return errPending }

// SessionUserKey is the key under which a session holds its user's ID (a string).
const SessionUserKey = "user"

type Sessions struct{}

func (s *Store) Sessions() *Sessions                                      { return nil }
func (s *Store) EndSessions(ctx context.Context, user string) error       { return errPending }
func (s *Sessions) Find(token string) ([]byte, bool, error)               { return nil, false, errPending }
func (s *Sessions) Commit(token string, b []byte, expiry time.Time) error { return errPending }
func (s *Sessions) Delete(token string) error                             { return errPending }
func (s *Sessions) All() (map[string][]byte, error)                       { return nil, errPending }
func (s *Sessions) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	return nil, false, errPending
}
func (s *Sessions) CommitCtx(ctx context.Context, token string, b []byte, expiry time.Time) error {
	return errPending
}
func (s *Sessions) DeleteCtx(ctx context.Context, token string) error     { return errPending }
func (s *Sessions) AllCtx(ctx context.Context) (map[string][]byte, error) { return nil, errPending }

func (s *Store) AddToken(ctx context.Context, t Token) (Token, error) { return t, errPending }
func (s *Store) TokenByHash(ctx context.Context, hash string) (Token, error) {
	return Token{}, errPending
}
func (s *Store) Tokens(ctx context.Context, user string) ([]Token, error) { return nil, errPending }
func (s *Store) RevokeToken(ctx context.Context, id string) error         { return errPending }

func (s *Store) Remember(ctx context.Context, scope, key, requestHash string, response []byte, status int, at time.Time) error {
	return errPending
}
func (s *Store) Recall(ctx context.Context, scope, key string) (requestHash string, response []byte, status int, found bool, err error) {
	return "", nil, 0, false, errPending
}
func (s *Store) GetSetting(ctx context.Context, key string) (value string, found bool, err error) {
	return "", false, errPending
}
func (s *Store) SetSetting(ctx context.Context, key, value string) error { return errPending }
func (s *Store) Template(ctx context.Context, name string) (body string, version int, found bool, err error) {
	return "", 0, false, errPending
}
func (s *Store) SetTemplate(ctx context.Context, name, body, by string) (version int, err error) {
	return 0, errPending
}

func (s *Store) Dashboard(ctx context.Context, f DashboardFilter) (Figures, error) {
	return Figures{}, errPending
}
func (s *Store) Reconcile(ctx context.Context) (Reconciliation, error) {
	return Reconciliation{}, errPending
}
