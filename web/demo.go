package web

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/gorilla/mux"

	"foja/desk/documents"
	"foja/docket"
)

// DemoPage is what only the demo shows: the citizen's mailbox and everybody's passwords.
type DemoPage struct {
	Box     Postbox
	Citizen string // the citizen's address
	Agency  string // where the citizen writes
	Logins  []DemoLogin
}

// DemoLogin is one person of the demo. Its password is public by design.
type DemoLogin struct {
	Role                  docket.Role
	Name, Login, Password string
}

// Postbox is the citizen's mail program in the demo, over real SMTP and IMAP.
type Postbox interface {
	Send(ctx context.Context, d Draft) error
	Inbox(ctx context.Context) ([]Mail, error) // newest first; Text and Attachments may be empty
	Mail(ctx context.Context, id string) (Mail, error)
	Attachment(ctx context.Context, id string, n int) (Attachment, error)
}

// Draft is a mail to the agency. InReplyTo is a Mail.ID: then it is sent in that thread.
type Draft struct {
	Subject, Text string
	InReplyTo     string
	Attachments   []Attachment
}

// Mail is one that the citizen has received.
type Mail struct {
	ID, From, Subject string
	At                time.Time
	Text              string
	Attachments       []Attachment
}

// Attachment is a file in a mail.
type Attachment struct {
	Name, Type string
	Size       int64
	Body       []byte
}

type demoPage struct {
	*DemoPage
	form
	Mails []Mail
	Mail  Mail
}

func demoQuestions() form {
	return form{Key: newKey(), Sections: []section{{Fields: []field{
		{Name: "subject", Label: "Asunto", Kind: kindText, Autofocus: true, Value: "Solicitud de acceso a la información pública"},
		{Name: "text", Label: "Mensaje", Kind: kindLong, Rows: 13, Value: "Señores:\n\nSolicito copia de los contratos de alimentación vigentes en los establecimientos penitenciarios de Lima.\n\nDeseo recibirla por correo electrónico, por el cual autorizo que se me notifique.\n\nAtentamente,\nAna Flores\nDNI 45678912\nJr. Los Cedros 123, Lima"},
		{Name: "reply", Kind: kindHidden},
		{Name: "files", Label: "Archivos adjuntos", Kind: kindFiles, Optional: true},
	}}}}
}

func (s *server) demoWrite(w http.ResponseWriter, r *http.Request) error {
	f := demoQuestions()
	if id := r.URL.Query().Get("reply"); id != "" {
		m, err := s.Demo.Box.Mail(r.Context(), id)
		if err != nil {
			return err
		}
		f.each(func(q *field) {
			switch q.Name {
			case "subject":
				q.Value = "Re: " + strings.TrimPrefix(m.Subject, "Re: ")
			case "text":
				q.Value = ""
			case "reply":
				q.Value = m.ID
			}
		})
	}
	return s.show(w, r, http.StatusOK, "demo_write", "Escribir como ciudadana", demoPage{DemoPage: s.Demo, form: f})
}

func (s *server) demoSend(w http.ResponseWriter, r *http.Request) error {
	d := Draft{Subject: r.PostFormValue("subject"), Text: r.PostFormValue("text"), InReplyTo: r.PostFormValue("reply")}
	opened, done, err := uploads(r, "files")
	defer done()
	if err == nil {
		d.Attachments, err = readAll(opened)
	}
	if err == nil {
		err = s.Demo.Box.Send(r.Context(), d)
	}
	if err != nil {
		f := demoQuestions()
		f.fill(r.PostForm)
		if !f.refuse(err) {
			return err
		}
		return s.show(w, r, http.StatusUnprocessableEntity, "demo_write", "Escribir como ciudadana", demoPage{DemoPage: s.Demo, form: f})
	}
	s.flash(r, "El correo salió por SMTP. La respuesta de foja aparecerá aquí en unos segundos.")
	http.Redirect(w, r, "/demo/inbox", http.StatusSeeOther)
	return nil
}

func (s *server) demoInbox(w http.ResponseWriter, r *http.Request) error {
	mails, err := s.Demo.Box.Inbox(r.Context())
	if err != nil {
		return err
	}
	return s.showIn(w, r, http.StatusOK, "demo_inbox", "Buzón de la ciudadana", demoPage{DemoPage: s.Demo, Mails: mails}, view{Refresh: 5})
}

func (s *server) demoMail(w http.ResponseWriter, r *http.Request) error {
	m, err := s.Demo.Box.Mail(r.Context(), mux.Vars(r)["id"])
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, "demo_mail", m.Subject, demoPage{DemoPage: s.Demo, Mail: m})
}

func (s *server) demoFile(w http.ResponseWriter, r *http.Request) error {
	n, err := strconv.Atoi(mux.Vars(r)["n"])
	if err != nil {
		return errNoPage
	}
	a, err := s.Demo.Box.Attachment(r.Context(), mux.Vars(r)["id"], n)
	if err != nil {
		return err
	}
	send(w, r, documents.File{Name: a.Name, Type: a.Type, Bytes: a.Body}, false)
	return nil
}
