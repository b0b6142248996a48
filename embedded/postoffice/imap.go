package postoffice

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
)

// imapCaps are the extensions beside what the library offers by itself (IDLE, UNSELECT, ...).
var imapCaps = imap.CapSet{
	imap.CapIMAP4rev1: {}, imap.CapNamespace: {}, imap.CapUIDPlus: {}, imap.CapESearch: {},
	imap.CapListExtended: {}, imap.CapListStatus: {}, imap.CapMove: {}, imap.CapStatusSize: {},
	imap.CapChildren: {}, imap.CapSpecialUse: {}, imap.CapLiteralPlus: {},
}

func (po *PostOffice) newIMAP() *imapserver.Server {
	return imapserver.New(&imapserver.Options{
		NewSession: func(*imapserver.Conn) (imapserver.Session, *imapserver.GreetingData, error) {
			if !po.enter() {
				return nil, nil, &imap.Error{Type: imap.StatusResponseTypeBye, Text: "The post office is closing"}
			}
			return &session{po: po, ctx: po.untilClose}, &imapserver.GreetingData{}, nil
		},
		Caps:         imapCaps,
		InsecureAuth: true, // loopback only
		Logger:       protocolLog{po.log, "imap"},
	})
}

// session is one IMAP connection. mu is held by whatever uses view: on a broken connection the
// library returns from IDLE, and may close the session, while Idle still runs.
type session struct {
	po      *PostOffice
	ctx     context.Context //nolint:containedctx // the library's interface passes none
	account int64

	mu   sync.Mutex
	view *view // of the selected mailbox; nil when none is

	leave sync.Once
}

var (
	_ imapserver.SessionMove        = (*session)(nil)
	_ imapserver.SessionNamespace   = (*session)(nil)
	_ imapserver.SessionAppendLimit = (*session)(nil)
)

func (s *session) Close() error {
	err := s.Unselect()
	s.leave.Do(s.po.sessions.Done)
	return err
}

func (s *session) Login(username, password string) error {
	account, err := s.po.store.login(s.ctx, username, password)
	if errors.Is(err, errNotFound) {
		return imapserver.ErrAuthFailed
	}
	s.account = account
	return err
}

func (s *session) Namespace() (*imap.NamespaceData, error) {
	return &imap.NamespaceData{Personal: []imap.NamespaceDescriptor{{Delim: delimiter}}}, nil
}

func (s *session) AppendLimit() uint32 {
	return uint32(min(s.po.opts.MaxMessageBytes, 1<<32-1))
}

// answer turns the store's errors into IMAP's; missing is the code for a mailbox that is not
// there (TRYCREATE invites a client to make it and try again).
func answer(err error, missing imap.ResponseCode) error {
	switch {
	case errors.Is(err, errNotFound):
		return no(missing, "No such mailbox")
	case errors.Is(err, errExists):
		return no(imap.ResponseCodeAlreadyExists, "Mailbox already exists")
	}
	return err
}

func no(code imap.ResponseCode, text string) error {
	return &imap.Error{Type: imap.StatusResponseTypeNo, Code: code, Text: text}
}

func (s *session) Create(name string, _ *imap.CreateOptions) error {
	name = strings.TrimRight(name, string(delimiter))
	if name == "" || strings.HasPrefix(name, string(delimiter)) || strings.Contains(name, "//") {
		return no(imap.ResponseCodeCannot, "Not a mailbox name")
	}
	return answer(s.po.store.create(s.ctx, s.account, name), "")
}

func (s *session) Delete(name string) error {
	if strings.EqualFold(name, "INBOX") {
		return no(imap.ResponseCodeCannot, "INBOX stays")
	}
	id, err := s.po.store.remove(s.ctx, s.account, name)
	if err != nil {
		return answer(err, imap.ResponseCodeNonExistent)
	}
	s.po.bells.notify(id)
	return nil
}

func (s *session) Rename(from, to string, _ *imap.RenameOptions) error {
	to = strings.TrimRight(to, string(delimiter))
	if strings.EqualFold(from, "INBOX") || to == "" || strings.HasPrefix(to, from+string(delimiter)) {
		return no(imap.ResponseCodeCannot, "This mailbox cannot be renamed like that")
	}
	return answer(s.po.store.rename(s.ctx, s.account, from, to), imap.ResponseCodeNonExistent)
}

func (s *session) Subscribe(name string) error {
	return answer(s.po.store.subscribe(s.ctx, s.account, name, true), imap.ResponseCodeNonExistent)
}

func (s *session) Unsubscribe(name string) error {
	return answer(s.po.store.subscribe(s.ctx, s.account, name, false), imap.ResponseCodeNonExistent)
}

// protocolLog takes the protocol libraries' lines. They hold commands' names and network
// errors, no contents.
type protocolLog struct {
	to   *slog.Logger
	what string
}

func (l protocolLog) Printf(format string, args ...any) {
	l.to.Warn("postoffice", "protocol", l.what, "trouble", fmt.Sprintf(format, args...))
}

func (l protocolLog) Println(args ...any) { l.Printf("%s", fmt.Sprintln(args...)) }
