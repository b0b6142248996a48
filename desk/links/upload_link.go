package links

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/gabriel-vasile/mimetype"
	"github.com/google/uuid"

	"foja/desk/core"
	"foja/desk/documents"
	"foja/docket"
	"foja/mail"
	"foja/store"
)

// MessageLink is the link of a held message, for the person who looks at it.
type MessageLink struct {
	Path     string
	Address  string // where it was mailed; "" = nowhere: a person hands it over
	MailedAt time.Time
	Failure  string // why its mail never arrived
	DoneAt   time.Time
}

// UploadLink is what the link shows. It repeats nothing of the message but its subject: a link may be forwarded.
type UploadLink struct {
	Subject    string
	ReceivedAt time.Time
	Infected   bool // else too large
	MaxMail    int64
	MaxFile    int64
	Until      time.Time
	DoneAt     time.Time // handed in; zero = not yet
	Files      []Uploading
}

// Uploading is one file as far as it has come. Sizes are bytes.
type Uploading struct {
	ID, Name       string
	Size, Received int64
	Whole          bool
	SHA256         string // of a whole one
}

// uploadLife is how long a link is good. The message waits for a person meanwhile, and is not lost when nobody uses it.
const uploadLife = 30 * 24 * time.Hour

const uploadPurpose = "foja upload link 1\n"

// What one link may bring: files that a scanner or a telephone makes, not disks.
const (
	uploadPart  = 8 << 20 // bytes of one part in memory
	uploadsDone = 2       // files that are put together at a time, each whole in memory
)

// invitesPerHour bounds the links that one address gets by mail: further ones wait for a person, who can hand them over.
const invitesPerHour = 5

type uploadClaim struct {
	Message string `json:"m"`
	Expires int64  `json:"e"` // Unix seconds
}

// InviteUploads makes a link for each held message that was too large or could not be let in. It is mailed to the sender, unless a
// program wrote the message or the address gets too many.
func (s *Service) InviteUploads(ctx context.Context) error {
	ids, err := s.core.Store.Uninvited(ctx, s.core.Now().Add(-uploadLife), docket.HeldTooBig, docket.HeldInfected)
	if err != nil {
		return err
	}
	return core.Each(ids, func(id string) error {
		if err := s.invite(ctx, id); err != nil {
			return fmt.Errorf("message %s: %w", id, err)
		}
		return nil
	})
}

func (s *Service) invite(ctx context.Context, id string) error {
	row, err := s.core.Store.Message(ctx, id)
	if err != nil {
		return err
	}
	m, err := s.core.Messages.Outline(ctx, id)
	if err != nil {
		return err
	}
	l := store.UploadLink{Message: id, Reason: docket.HeldReason(row.Reason), MadeAt: s.core.Now(), ExpiresAt: s.core.Now().Add(uploadLife)}
	if l.Token, err = s.attempts.SignLink(ctx, uploadPurpose, uploadClaim{id, l.ExpiresAt.Unix()}); err != nil {
		return err
	}
	lately, err := s.core.Store.UploadLinksTo(ctx, m.From.Addr, s.core.Now().Add(-time.Hour))
	if err != nil {
		return err
	}
	// Only a person is written to: an answer to a program would be answered, or bounce to somebody who wrote nothing.
	reading, err := s.core.Store.SenderCheckOf(ctx, id)
	if err != nil && docket.CodeOf(err) != docket.CodeNotFound {
		return err
	}
	forged := reading.DMARC == "fail" // it would go to somebody who wrote nothing
	if !forged && mail.Classify(m, s.core.AgencyFile.Addresses()...) == mail.ClassHuman && lately < invitesPerHour {
		l.Address = m.From.Addr
	}
	return s.core.Store.MakeUploadLink(ctx, l)
}

func (s *Service) uploadLink(ctx context.Context, token, ip string) (l store.UploadLink, err error) {
	err = s.attempts.ByLinkFrom(ctx, ip, func() (bool, error) {
		var c uploadClaim
		signed, err := s.attempts.OpenLink(ctx, uploadPurpose, token, &c)
		if err != nil || !signed || s.core.Now().Unix() > c.Expires {
			return false, err
		}
		l, err = s.core.Store.UploadLink(ctx, c.Message)
		return true, err
	}, docket.Refuse(docket.CodeNotFound, "upload.link_invalid"))
	return l, err
}

// UploadLink is what somebody sees who opens an upload link.
func (s *Service) UploadLink(ctx context.Context, token, ip string) (UploadLink, error) {
	l, err := s.uploadLink(ctx, token, ip)
	if err != nil {
		return UploadLink{}, err
	}
	row, err := s.core.Store.Message(ctx, l.Message)
	if err != nil {
		return UploadLink{}, err
	}
	out := UploadLink{
		Subject: row.Subject, ReceivedAt: row.ReceivedAt, Infected: l.Reason == docket.HeldInfected, MaxMail: s.attempts.Limits.MailBytes, MaxFile: s.attempts.Limits.UploadFile,
		Until: l.ExpiresAt, DoneAt: l.DoneAt,
	}
	out.Files, err = s.uploads(ctx, l.Message)
	return out, err
}

func (s *Service) uploads(ctx context.Context, message string) (list []Uploading, err error) {
	all, err := s.core.Store.Uploads(ctx, message)
	for _, u := range all {
		one := Uploading{ID: u.ID, Name: u.Name, Size: u.Size, Received: u.Received, Whole: u.Document != ""}
		if one.Whole {
			doc, err := s.core.Store.Document(ctx, u.Document)
			if err != nil {
				return nil, err
			}
			one.SHA256 = doc.SHA256
		}
		list = append(list, one)
	}
	return list, err
}

// takes finds a link that still takes files.
func (s *Service) takes(ctx context.Context, token, ip string) (store.UploadLink, error) {
	l, err := s.uploadLink(ctx, token, ip)
	if err == nil && !l.DoneAt.IsZero() {
		err = docket.Refuse(docket.CodeConflict, "upload.already_done")
	}
	return l, err
}

// BeginUpload notes a file that comes in parts, and returns its ID.
func (s *Service) BeginUpload(ctx context.Context, token, ip, name string, size int64) (string, error) {
	l, err := s.takes(ctx, token, ip)
	if err != nil {
		return "", err
	}
	if size < 1 {
		return "", docket.Invalid("files", "upload.file_empty", "file", documents.FileName(name))
	}
	return s.beginUpload(ctx, l.Message, documents.FileName(name), size)
}

// beginUpload notes a file within the limits of its link and of all links.
func (s *Service) beginUpload(ctx context.Context, message, name string, size int64) (string, error) {
	if size > s.attempts.Limits.UploadFile {
		return "", docket.Refuse(docket.CodeTooLarge, "file.too_large", "file", name, "most", s.attempts.Limits.UploadFile/1_000_000)
	}
	u := store.Uploading{ID: strings.ReplaceAll(uuid.NewString(), "-", ""), Message: message, Name: name, Size: size}
	switch over, err := s.core.Store.BeginUpload(ctx, u, store.UploadBounds{Files: s.attempts.Limits.UploadFiles, Link: s.attempts.Limits.UploadLink, All: s.attempts.Limits.UploadAll}); {
	case err != nil:
		return "", err
	case over == store.OverFiles:
		return "", docket.Invalid("files", "upload.too_many_files", "most", s.attempts.Limits.UploadFiles)
	case over == store.OverLink:
		return "", docket.Refuse(docket.CodeTooLarge, "upload.too_many_bytes", "most", s.attempts.Limits.UploadLink/1_000_000, "file", name)
	case over == store.OverAll:
		s.core.Logger.Error("upload links take no more files: together they have as many bytes as FOJA_UPLOAD_ALL_MAX allows")
		return "", docket.Refuse(docket.CodeTooLarge, "upload.no_room")
	}
	return u.ID, nil
}

// Uploading says how far a file has come. The ID is 122 bits of chance that only its uploader was told.
func (s *Service) Uploading(ctx context.Context, id string) (Uploading, error) {
	u, err := s.core.Store.Uploading(ctx, id)
	return Uploading{ID: u.ID, Name: u.Name, Size: u.Size, Received: u.Received, Whole: u.Document != ""}, err
}

// AddToUpload takes the next bytes of a file; what has come before an interruption stays. Each part is committed by
// itself, so that an interruption costs one part at most.
func (s *Service) AddToUpload(ctx context.Context, id string, start int64, body io.Reader) (added int64, err error) {
	part := make([]byte, uploadPart)
	for {
		n, readErr := io.ReadFull(body, part)
		if n > 0 {
			if err := s.core.Store.AddPart(context.WithoutCancel(ctx), id, start+added, part[:n]); err != nil {
				return added, err
			}
			added += int64(n)
		}
		if readErr == io.EOF || readErr == io.ErrUnexpectedEOF {
			break
		}
		if readErr != nil {
			return added, readErr
		}
	}
	u, err := s.core.Store.Uploading(ctx, id)
	if err != nil || u.Received < u.Size || u.Document != "" {
		return added, err
	}
	return added, s.finishUpload(ctx, u)
}

// finishUpload makes a document of a file that has come whole.
func (s *Service) finishUpload(ctx context.Context, u store.Uploading) error {
	select {
	case s.finishing <- struct{}{}:
		defer func() { <-s.finishing }()
	case <-ctx.Done():
		return ctx.Err()
	}
	whole, err := s.core.Store.UploadBytes(ctx, u.ID)
	if err != nil {
		return err
	}
	if no := s.documents.Scan(ctx, u.Name, whole); no != nil {
		return no
	}
	doc, err := s.core.Store.KeepDocument(ctx, store.NewDocument{
		Kind: store.DocumentAttachment, Name: u.Name, Type: mimetype.Detect(whole).String(), Bytes: whole, Key: "upload:" + u.ID,
	})
	if err != nil {
		return err
	}
	return s.core.Store.FinishUpload(ctx, u.ID, doc.ID)
}

// HandIn ends it: with the words of the sender, and with files that come in one piece.
func (s *Service) HandIn(ctx context.Context, token, ip, text string, files []documents.Upload) error {
	l, err := s.takes(ctx, token, ip)
	if err != nil {
		return err
	}
	pieces, wrong := s.documents.ReadFiles(ctx, store.DocumentAttachment, files)
	if len(wrong) > 0 {
		return wrong
	}
	for _, p := range pieces {
		id, err := s.beginUpload(ctx, l.Message, p.Name, int64(len(p.Bytes)))
		if err != nil {
			return err
		}
		if err := s.core.Store.AddPart(ctx, id, 0, p.Bytes); err != nil {
			return err
		}
		if err := s.finishUpload(ctx, store.Uploading{ID: id, Name: p.Name}); err != nil {
			return err
		}
	}
	all, err := s.core.Store.Uploads(ctx, l.Message)
	if err != nil {
		return err
	}
	text = strings.TrimSpace(text)
	whole := 0
	for _, u := range all {
		if u.Document != "" {
			whole++
		}
	}
	switch {
	case whole < len(all):
		return docket.Invalid("files", "upload.incomplete")
	case text == "" && whole == 0:
		return docket.Invalid("text", "upload.nothing")
	}
	if _, err := s.core.Store.HandIn(ctx, l.Message, text, s.core.Now()); err != nil {
		return err
	}
	return s.core.TellRoles(ctx, []docket.Role{docket.RoleReception}, "upload:"+l.Message, "upload",
		"El remitente de un correo retenido entregó sus archivos por el enlace: regístrelo en la bandeja por clasificar")
}

// DropUpload forgets a file that has not come whole.
func (s *Service) DropUpload(ctx context.Context, token, ip, id string) error {
	l, err := s.takes(ctx, token, ip)
	if err != nil {
		return err
	}
	if u, err := s.core.Store.Uploading(ctx, id); err != nil || u.Message != l.Message {
		return docket.Refuse(docket.CodeNotFound, "upload.unknown")
	}
	return s.core.Store.DropUpload(ctx, id)
}
