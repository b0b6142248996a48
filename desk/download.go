package desk

import (
	"context"

	"foja/calendar"
	"foja/docket"
)

// DownloadDesk hands out the files of letters that mail does not carry, to whoever has their link.
type DownloadDesk interface {
	Download(ctx context.Context, token, ip string) (Download, error)
	// FetchDownload hands the file out, and records that it was fetched.
	FetchDownload(ctx context.Context, token, ip string) (File, error)
}

// Download is what a link leads to. It does not say whose request it is.
type Download struct {
	Number  string
	Name    string
	Size    int64
	SHA256  string
	Until   calendar.Date // last day
	Expired bool
}

// link finds a download link; a false one is counted by address, like a wrong status code.
func (d *Desk) link(ctx context.Context, token, ip string) (Download, string, error) {
	if err := d.mayGuess(ip); err != nil {
		return Download{}, "", err
	}
	l, err := d.Store.DownloadLink(ctx, token)
	if docket.CodeOf(err) == docket.CodeNotFound && err != nil {
		return Download{}, "", d.guess(ip, "Ese enlace no es válido. Cópielo entero de la carta, o responda a ella y pida otro.")
	}
	if err != nil {
		return Download{}, "", err
	}
	r, err := d.Store.Request(ctx, l.Request)
	if err != nil {
		return Download{}, "", err
	}
	doc, err := d.Store.Document(ctx, l.Document)
	return Download{
		Number: r.Number, Name: doc.Name, Size: doc.Size, SHA256: doc.SHA256, Until: l.ExpiresOn, Expired: d.Today(r.Office).After(l.ExpiresOn),
	}, l.Document, err
}

// Download shows what a link leads to.
func (d *Desk) Download(ctx context.Context, token, ip string) (Download, error) {
	found, _, err := d.link(ctx, token, ip)
	return found, err
}

// FetchDownload hands out the file (law: R36).
func (d *Desk) FetchDownload(ctx context.Context, token, ip string) (File, error) {
	found, document, err := d.link(ctx, token, ip)
	if err != nil {
		return File{}, err
	}
	if found.Expired {
		return File{}, docket.Refuse(docket.CodeConflict, "Este enlace venció. Responda a la carta con que lo recibió y le daremos otro.")
	}
	doc, err := d.Store.Document(ctx, document)
	if err != nil {
		return File{}, err
	}
	bytes, err := d.Store.DocumentBytes(ctx, document)
	if err != nil {
		return File{}, err
	}
	return File{Name: doc.Name, Type: doc.Type, Bytes: bytes, SHA256: doc.SHA256}, d.Store.MarkDownload(ctx, token, d.Now())
}

// downloads adds to each letter when its files were fetched.
func (d *Desk) downloads(ctx context.Context, request string, list []Letter) error {
	fetched, err := d.Store.Downloads(ctx, request)
	if err != nil || len(fetched) == 0 {
		return err
	}
	for _, f := range fetched {
		doc, err := d.Store.Document(ctx, f.Document)
		if err != nil {
			return err
		}
		for i := range list {
			if list[i].ID == f.Letter {
				list[i].Reports = append(list[i].Reports, LetterReport{At: f.At, Action: "downloaded", Text: "Se descargó " + doc.Name})
			}
		}
	}
	return nil
}
