package norms

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"foja/access"
	"foja/desk/core"
	"foja/desk/lists"
	"foja/desk/papers"
	"foja/docket"
	"foja/papers/letters"
)

// LetterTemplate is the template of one kind of letter.
type LetterTemplate struct {
	Kind    docket.LetterKind // or the name of a template that a procedure uses in its stead
	Name    docket.Sentence
	Body    string        // in force
	Version int           // 0 = the one that came with foja
	Used    []docket.Text // names of the procedures that write it
}

// Templates lists the letters that the procedures write.
func (s *Service) Templates(ctx context.Context, by access.User) ([]LetterTemplate, error) {
	if err := by.Must(access.Watchers); err != nil {
		return nil, err
	}
	var list []LetterTemplate
	for _, p := range s.core.Procedures(s.core.Today("")) {
		for _, l := range p.Letters {
			name := docket.LetterKind(l.Template)
			i := slices.IndexFunc(list, func(t LetterTemplate) bool { return t.Kind == name })
			if i < 0 {
				t, err := s.template(ctx, name, core.LetterName(p, l.Kind))
				if docket.CodeOf(err) == docket.CodeNotFound {
					s.core.Logger.Error("a procedure names a template that does not exist: its letters cannot be written", "procedure", p.Key, "version", p.Version, "template", name)
					continue
				}
				if err != nil {
					return nil, err
				}
				list, i = append(list, t), len(list)
			}
			list[i].Used = append(list[i].Used, p.Name)
		}
	}
	return list, nil
}

// Template is one of them.
func (s *Service) Template(ctx context.Context, by access.User, kind docket.LetterKind) (LetterTemplate, error) {
	all, err := s.Templates(ctx, by)
	if err != nil {
		return LetterTemplate{}, err
	}
	for _, t := range all {
		if t.Kind == kind {
			return t, nil
		}
	}
	return LetterTemplate{}, docket.Refuse(docket.CodeNotFound, "template.not_used")
}

func (s *Service) template(ctx context.Context, kind docket.LetterKind, name docket.Sentence) (LetterTemplate, error) {
	t := LetterTemplate{Kind: kind, Name: name}
	body, version, found, err := s.core.Store.Template(ctx, string(kind))
	if err != nil {
		return t, err
	}
	if found && body != "" {
		t.Body, t.Version = body, version
		return t, nil
	}
	t.Body, err = letters.TemplateOf(kind)
	return t, err
}

// PreviewTemplate writes about the case of a number, or about the latest one when it is empty.
func (s *Service) PreviewTemplate(ctx context.Context, by access.User, kind docket.LetterKind, body, number string) (papers.TemplatePreview, error) {
	if _, err := s.Template(ctx, by, kind); err != nil {
		return papers.TemplatePreview{}, err
	}
	data, err := s.previewData(ctx, by, number)
	if err != nil {
		return papers.TemplatePreview{}, err
	}
	body = strings.ReplaceAll(body, "\r\n", "\n")
	words, err := letters.RenderWith(kind, data, body)
	if err != nil {
		return papers.TemplatePreview{}, templateRefusal(err)
	}
	p := papers.TemplatePreview{Number: data.Number, Subject: words.Subject, Text: words.Text, HTML: words.HTML}
	if kind == docket.LetterReceipt {
		p.PDF, err = letters.ReceiptPDF(data)
	} else {
		p.PDF, err = letters.LetterPDFWith(kind, data, body)
	}
	return p, err
}

// TrialLetter is a letter that is only looked at.
type TrialLetter struct {
	To, ToName          string
	Subject, Text, HTML string
	PDF                 []byte
}

// MailTemplate sends the same letter, marked as a trial, to the administrator's own address: how it looks in her mail
// program.
func (s *Service) MailTemplate(ctx context.Context, by access.User, kind docket.LetterKind, body, number string) (to string, err error) {
	if err := by.Must(access.TemplateWriters); err != nil {
		return "", err
	}
	u, err := s.core.Store.User(ctx, by.ID)
	if err != nil {
		return "", err
	}
	if u.Email == "" {
		return "", docket.Invalid("body", "template.account_without_mail")
	}
	if s.MailTrial == nil {
		return "", docket.Invalid("body", "template.no_mail_server")
	}
	p, err := s.PreviewTemplate(ctx, by, kind, body, number)
	if err != nil {
		return "", err
	}
	if err := s.MailTrial(ctx, TrialLetter{To: u.Email, ToName: u.Name, Subject: letters.TrialSubject(p.Subject), Text: p.Text, HTML: p.HTML, PDF: p.PDF}); err != nil {
		s.core.Logger.Warn("a trial letter was not sent", "error", err)
		return "", docket.Refuse(docket.CodeUnavailable, "template.trial_refused")
	}
	return u.Email, nil
}

// previewData is a real case with invented words where an officer would write hers.
func (s *Service) previewData(ctx context.Context, by access.User, number string) (letters.Data, error) {
	number = strings.TrimSpace(number)
	if number == "" {
		rows, _, err := s.lists.Requests(ctx, by, lists.Filter{Sort: "-number", Limit: 1})
		if err != nil {
			return letters.Data{}, err
		}
		if len(rows) == 0 {
			return letters.Data{}, docket.Invalid("number", "template.no_request")
		}
		number = rows[0].Number
	}
	r, err := s.core.Store.RequestByNumber(ctx, core.Padded(number))
	if err != nil || !by.Sees(r.Office) {
		if err != nil && docket.CodeOf(err) != docket.CodeNotFound {
			return letters.Data{}, err
		}
		return letters.Data{}, docket.Invalid("number", "template.request_not_found", "number", number)
	}
	o, err := s.core.Read(ctx, r)
	if err != nil {
		return letters.Data{}, err
	}
	data, err := s.papers.Compose(ctx, o, "")
	if err != nil {
		return letters.Data{}, err
	}
	data.Fill()
	data.Signer, data.To = by.Name, o.Today.AddDays(21)
	if len(o.Procedure.Grounds) > 0 {
		data.Ground = o.Procedure.Grounds[0]
	}
	return data, nil
}

// templateRefusal puts what is wrong beside the field.
func templateRefusal(err error) error {
	var refusal *docket.Error
	if errors.As(err, &refusal) {
		return &docket.Error{Code: docket.CodeInvalid, Field: "body", Reason: refusal.Reason}
	}
	return err
}

// longestTemplate is far beyond the longest letter.
const longestTemplate = 64 << 10

// SaveTemplate keeps what Check finds nothing wrong with.
func (s *Service) SaveTemplate(ctx context.Context, by access.User, kind docket.LetterKind, body string) (int, error) {
	if err := by.Must(access.TemplateWriters); err != nil {
		return 0, err
	}
	if _, err := s.Template(ctx, by, kind); err != nil {
		return 0, err
	}
	body = strings.TrimSpace(strings.ReplaceAll(body, "\r\n", "\n"))
	if len(body) > longestTemplate {
		return 0, docket.Invalid("body", "template.too_long")
	}
	if err := letters.Check(kind, body); err != nil {
		return 0, templateRefusal(err)
	}
	if err := s.tryTemplate(ctx, by, kind, body); err != nil {
		return 0, err
	}
	version, err := s.core.Store.SetTemplate(ctx, string(kind), body, by.ID)
	if err != nil {
		return 0, err
	}
	s.core.Logger.Info("a template was changed", "letter", kind, "version", version, "user", by.ID, "at", s.core.Now().Format(time.RFC3339))
	if err := s.writeAgain(ctx, kind, version); err != nil {
		s.core.Logger.Warn("letters that could not be written are not all written again; their tasks stay", "letter", kind, "error", err)
	}
	return version, nil
}
