package desk

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/gabriel-vasile/mimetype"
	"github.com/google/uuid"

	"foja/docket"
	"foja/mail"
	"foja/store"
)

// UploadDesk takes what mail did not carry from whoever has the link of the message: its sender.
type UploadDesk interface {
	UploadLink(ctx context.Context, token, ip string) (UploadLink, error)
	// BeginUpload notes a file that comes in parts, and returns its ID.
	BeginUpload(ctx context.Context, token, ip, name string, size int64) (string, error)
	// Uploading says how far a file has come.
	Uploading(ctx context.Context, id string) (Uploading, error)
	// AddToUpload takes the next bytes of a file; what has come before an interruption stays.
	AddToUpload(ctx context.Context, id string, start int64, body io.Reader) (int64, error)
	// DropUpload forgets a file that has not come whole.
	DropUpload(ctx context.Context, token, ip, id string) error
	// HandIn ends it: with the words of the sender, and with files that come in one piece.
	HandIn(ctx context.Context, token, ip, text string, files []Upload) error
}

// MessageLink is the link of a held message, for whoever looks at it.
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
	uploadFiles = 30      // files of a link
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
func (d *Desk) InviteUploads(ctx context.Context) error {
	ids, err := d.Store.Uninvited(ctx, d.Now().Add(-uploadLife), docket.HeldTooBig, docket.HeldInfected)
	if err != nil {
		return err
	}
	return each(ids, func(id string) error {
		if err := d.invite(ctx, id); err != nil {
			return fmt.Errorf("message %s: %w", id, err)
		}
		return nil
	})
}

func (d *Desk) invite(ctx context.Context, id string) error {
	row, err := d.Store.Message(ctx, id)
	if err != nil {
		return err
	}
	raw, err := d.Store.MessageRaw(ctx, id)
	if err != nil {
		return err
	}
	l := store.UploadLink{Message: id, Reason: docket.HeldReason(row.Reason), MadeAt: d.Now(), ExpiresAt: d.Now().Add(uploadLife)}
	if l.Token, err = d.signLink(ctx, uploadPurpose, uploadClaim{id, l.ExpiresAt.Unix()}); err != nil {
		return err
	}
	m := mail.Parse(raw)
	lately, err := d.Store.UploadLinksTo(ctx, m.From.Addr, d.Now().Add(-time.Hour))
	if err != nil {
		return err
	}
	// Only a person is written to: an answer to a program would be answered, or bounce to somebody who wrote nothing.
	reading, err := d.Store.SenderCheckOf(ctx, id)
	if err != nil && docket.CodeOf(err) != docket.CodeNotFound {
		return err
	}
	forged := reading.DMARC == "fail" // it would go to somebody who wrote nothing
	if !forged && mail.Classify(m, d.Deps.Agency.Addresses()...) == mail.ClassHuman && lately < invitesPerHour {
		l.Address = m.From.Addr
	}
	return d.Store.MakeUploadLink(ctx, l)
}

func (d *Desk) uploadLink(ctx context.Context, token, ip string) (l store.UploadLink, err error) {
	err = d.byLinkFrom(ctx, ip, func() (bool, error) {
		var c uploadClaim
		signed, err := d.openLink(ctx, uploadPurpose, token, &c)
		if err != nil || !signed || d.Now().Unix() > c.Expires {
			return false, err
		}
		l, err = d.Store.UploadLink(ctx, c.Message)
		return true, err
	}, docket.Refuse(docket.CodeNotFound, "Ese enlace no es válido o ya venció. Escriba de nuevo a la entidad y recibirá otro."))
	return l, err
}

// UploadLink implements UploadDesk.
func (d *Desk) UploadLink(ctx context.Context, token, ip string) (UploadLink, error) {
	l, err := d.uploadLink(ctx, token, ip)
	if err != nil {
		return UploadLink{}, err
	}
	row, err := d.Store.Message(ctx, l.Message)
	if err != nil {
		return UploadLink{}, err
	}
	out := UploadLink{
		Subject: row.Subject, ReceivedAt: row.ReceivedAt, Infected: l.Reason == docket.HeldInfected, MaxMail: d.Limits.MailBytes, MaxFile: d.Limits.UploadFile,
		Until: l.ExpiresAt, DoneAt: l.DoneAt,
	}
	out.Files, err = d.uploads(ctx, l.Message)
	return out, err
}

func (d *Desk) uploads(ctx context.Context, message string) (list []Uploading, err error) {
	all, err := d.Store.Uploads(ctx, message)
	for _, u := range all {
		one := Uploading{ID: u.ID, Name: u.Name, Size: u.Size, Received: u.Received, Whole: u.Document != ""}
		if one.Whole {
			doc, err := d.Store.Document(ctx, u.Document)
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
func (d *Desk) takes(ctx context.Context, token, ip string) (store.UploadLink, error) {
	l, err := d.uploadLink(ctx, token, ip)
	if err == nil && !l.DoneAt.IsZero() {
		err = docket.Refuse(docket.CodeConflict, "Ya entregó sus archivos con este enlace. Si falta algo, responda al correo con que lo recibió.")
	}
	return l, err
}

// BeginUpload implements UploadDesk.
func (d *Desk) BeginUpload(ctx context.Context, token, ip, name string, size int64) (string, error) {
	l, err := d.takes(ctx, token, ip)
	if err != nil {
		return "", err
	}
	if size < 1 {
		return "", docket.Invalid("files", "El archivo «%s» está vacío. Vuelva a elegirlo.", fileName(name))
	}
	return d.beginUpload(ctx, l.Message, fileName(name), size)
}

// beginUpload notes a file within the limits of its link and of all links.
func (d *Desk) beginUpload(ctx context.Context, message, name string, size int64) (string, error) {
	if size > d.Limits.UploadFile {
		return "", docket.Refuse(docket.CodeTooLarge, "El archivo «%s» pasa de %d MB. Divídalo o redúzcalo.", name, d.Limits.UploadFile/1_000_000)
	}
	u := store.Uploading{ID: strings.ReplaceAll(uuid.NewString(), "-", ""), Message: message, Name: name, Size: size}
	switch over, err := d.Store.BeginUpload(ctx, u, store.UploadBounds{Files: uploadFiles, Link: d.Limits.UploadLink, All: d.Limits.UploadAll}); {
	case err != nil:
		return "", err
	case over == store.OverFiles:
		return "", docket.Invalid("files", "Con este enlace se entregan como máximo %d archivos. Junte los demás en uno solo.", uploadFiles)
	case over == store.OverLink:
		return "", docket.Refuse(docket.CodeTooLarge, "Con este enlace se entregan como máximo %d MB en total, y «%s» no cabe. Quite otro archivo o traiga lo demás a la sede.", d.Limits.UploadLink/1_000_000, name)
	case over == store.OverAll:
		d.Logger.Error("upload links take no more files: together they have as many bytes as FOJA_UPLOAD_ALL_MAX allows")
		return "", docket.Refuse(docket.CodeTooLarge, "Por ahora no podemos recibir más archivos por aquí. Inténtelo mañana, o tráigalos a la sede: su correo ya está guardado.")
	}
	return u.ID, nil
}

// Uploading implements UploadDesk. The ID is 122 bits of chance that only its uploader was told.
func (d *Desk) Uploading(ctx context.Context, id string) (Uploading, error) {
	u, err := d.Store.Uploading(ctx, id)
	return Uploading{ID: u.ID, Name: u.Name, Size: u.Size, Received: u.Received, Whole: u.Document != ""}, err
}

// AddToUpload implements UploadDesk. Each part is committed by itself, so that an interruption costs one part at most.
func (d *Desk) AddToUpload(ctx context.Context, id string, start int64, body io.Reader) (added int64, err error) {
	part := make([]byte, uploadPart)
	for {
		n, readErr := io.ReadFull(body, part)
		if n > 0 {
			if err := d.Store.AddPart(context.WithoutCancel(ctx), id, start+added, part[:n]); err != nil {
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
	u, err := d.Store.Uploading(ctx, id)
	if err != nil || u.Received < u.Size || u.Document != "" {
		return added, err
	}
	return added, d.finishUpload(ctx, u)
}

// finishUpload makes a document of a file that has come whole.
func (d *Desk) finishUpload(ctx context.Context, u store.Uploading) error {
	select {
	case d.finishing <- struct{}{}:
		defer func() { <-d.finishing }()
	case <-ctx.Done():
		return ctx.Err()
	}
	whole, err := d.Store.UploadBytes(ctx, u.ID)
	if err != nil {
		return err
	}
	if no := d.scan(ctx, u.Name, whole); no != nil {
		return no
	}
	doc, err := d.Store.KeepDocument(ctx, store.NewDocument{
		Kind: store.DocumentAttachment, Name: u.Name, Type: mimetype.Detect(whole).String(), Bytes: whole, Key: "upload:" + u.ID,
	})
	if err != nil {
		return err
	}
	return d.Store.FinishUpload(ctx, u.ID, doc.ID)
}

// HandIn implements UploadDesk.
func (d *Desk) HandIn(ctx context.Context, token, ip, text string, files []Upload) error {
	l, err := d.takes(ctx, token, ip)
	if err != nil {
		return err
	}
	pieces, wrong := d.readFiles(ctx, store.DocumentAttachment, files)
	if len(wrong) > 0 {
		return wrong
	}
	for _, p := range pieces {
		id, err := d.beginUpload(ctx, l.Message, p.name, int64(len(p.bytes)))
		if err != nil {
			return err
		}
		if err := d.Store.AddPart(ctx, id, 0, p.bytes); err != nil {
			return err
		}
		if err := d.finishUpload(ctx, store.Uploading{ID: id, Name: p.name}); err != nil {
			return err
		}
	}
	all, err := d.Store.Uploads(ctx, l.Message)
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
		return docket.Invalid("files", "Hay archivos que no llegaron enteros. Vuelva a elegirlos: la carga sigue donde se cortó.")
	case text == "" && whole == 0:
		return docket.Invalid("text", "Escriba lo que pide o adjunte sus archivos.")
	}
	if _, err := d.Store.HandIn(ctx, l.Message, text, d.Now()); err != nil {
		return err
	}
	return d.tellRoles(ctx, []docket.Role{docket.RoleReception}, "upload:"+l.Message, "upload",
		"El remitente de un correo retenido entregó sus archivos por el enlace: regístrelo en la bandeja por clasificar")
}

// DropUpload implements UploadDesk.
func (d *Desk) DropUpload(ctx context.Context, token, ip, id string) error {
	l, err := d.takes(ctx, token, ip)
	if err != nil {
		return err
	}
	if u, err := d.Store.Uploading(ctx, id); err != nil || u.Message != l.Message {
		return docket.Refuse(docket.CodeNotFound, "No existe esa entrega.")
	}
	return d.Store.DropUpload(ctx, id)
}

// handedIn are the documents that a message's sender handed in by its link.
func (d *Desk) handedIn(ctx context.Context, message string) (docs []store.Document, err error) {
	all, err := d.Store.Uploads(ctx, message)
	if err != nil {
		return nil, err
	}
	for _, u := range all {
		if u.Document == "" {
			continue
		}
		doc, err := d.Store.Document(ctx, u.Document)
		if err != nil {
			return nil, err
		}
		docs = append(docs, doc)
	}
	return docs, nil
}

// addHandedIn shows with a held message what its sender handed in by the link.
func (d *Desk) addHandedIn(ctx context.Context, out *Message) error {
	l, err := d.Store.UploadLink(ctx, out.ID)
	if docket.CodeOf(err) == docket.CodeNotFound {
		return nil
	}
	if err != nil {
		return err
	}
	out.Link = &MessageLink{Path: "/up/" + l.Token, Address: l.Address, MailedAt: l.MailedAt, Failure: l.Failure, DoneAt: l.DoneAt}
	if out.Text == "" {
		out.Text = l.Text
	}
	docs, err := d.handedIn(ctx, out.ID)
	for _, doc := range docs {
		out.Attachments = append(out.Attachments, MessageAttachment{N: len(out.Attachments) + 1, Name: doc.Name, Type: doc.Type, Size: doc.Size, SHA256: doc.SHA256})
	}
	return err
}
