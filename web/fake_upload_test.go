package web

import (
	"context"
	"io"
	"strings"
	"time"

	"foja/access"
	"foja/desk/documents"
	"foja/desk/links"
	"foja/docket"
)

// fakeUploads is what came by upload links.
type fakeUploads struct {
	fakeStranger
	part            *links.Uploading
	partBytes       []byte
	dropped, handed string
	more            links.UnitMore
}

// UploadLink knows three links: a fresh one, one that was used, and one of a message with a virus.
func (f fakeLinksRoom) UploadLink(_ context.Context, token, _ string) (links.UploadLink, error) {
	l := links.UploadLink{
		Subject: "Planos del pabellón B", ReceivedAt: time.Date(2026, 3, 27, 15, 4, 0, 0, time.UTC), MaxMail: 50 << 20, MaxFile: 200_000_000,
		Until: time.Date(2026, 4, 26, 15, 4, 0, 0, time.UTC),
	}
	switch token {
	case "good":
		l.Files = []links.Uploading{{ID: "2", Name: "fotos.zip", Size: 90_000_000, Received: 4_194_304}}
	case "infected":
		l.Infected = true
	case "done":
		l.DoneAt = time.Date(2026, 3, 28, 15, 4, 0, 0, time.UTC)
		l.Files = []links.Uploading{{ID: "1", Name: "planos.pdf", Size: 48_300_000, Received: 48_300_000, Whole: true, SHA256: strings.Repeat("9f86d081", 8)}}
	default:
		return l, docket.Refuse(docket.CodeNotFound, "Ese enlace no es válido o ya venció.")
	}
	return l, f.fail
}

func (f fakeLinksRoom) BeginUpload(ctx context.Context, token, ip, name string, size int64) (string, error) {
	if _, err := f.UploadLink(ctx, token, ip); err != nil {
		return "", err
	}
	f.part = &links.Uploading{ID: "0123456789abcdef", Name: name, Size: size}
	return f.part.ID, nil
}

func (f fakeLinksRoom) Uploading(_ context.Context, id string) (links.Uploading, error) {
	if f.part == nil || f.part.ID != id {
		return links.Uploading{}, docket.Refuse(docket.CodeNotFound, "No existe esa entrega.")
	}
	return *f.part, nil
}

func (f fakeLinksRoom) AddToUpload(_ context.Context, _ string, start int64, body io.Reader) (int64, error) {
	if start != f.part.Received {
		return 0, docket.Refuse(docket.CodeConflict, "Esa parte no sigue a lo recibido.")
	}
	b, err := io.ReadAll(body)
	f.part.Received += int64(len(b))
	f.partBytes = append(f.partBytes, b...)
	return int64(len(b)), err
}

func (f fakeLinksRoom) DropUpload(_ context.Context, _, _, id string) error {
	f.dropped = id
	return nil
}

func (f fakeLinksRoom) HandIn(_ context.Context, _, _, text string, _ []documents.Upload) error {
	if text == "" {
		return docket.Invalid("text", "Escriba lo que pide o adjunte sus archivos.")
	}
	f.handed = text
	return nil
}

// SignInAs knows everybody by their login.
func (f fakeAccessRoom) SignInAs(_ context.Context, i access.Identity, permit, signedIn string) (access.User, error) {
	f.permit, f.permitFor = permit, signedIn
	for _, u := range f.users {
		if u.Login == i.Login {
			return u, f.fail
		}
	}
	return access.User{}, docket.Refuse(docket.CodeForbidden, "Se le reconoció como «"+i.Login+"», pero no tiene una cuenta aquí.")
}

func (f fakeAccessRoom) DropIdentity(context.Context, access.User, string) error { return f.fail }
