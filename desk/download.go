package desk

import (
	"context"
	"time"

	"foja/calendar"
	"foja/docket"
	"foja/store"
)

// DownloadDesk hands out the files of letters that mail does not carry, to whoever has their link.
type DownloadDesk interface {
	Download(ctx context.Context, token, ip string) (Download, error)
	// FetchDownload records that the file is fetched, and returns the ticket that DownloadFile wants. A program that only follows
	// links fetches nothing.
	FetchDownload(ctx context.Context, token, ip string) (ticket string, err error)
	// DownloadFile hands the file out, as often and in as many parts as a download takes that is interrupted.
	DownloadFile(ctx context.Context, token, ticket, ip string) (File, error)
}

// A ticket is good for as long as a download may take.
const (
	ticketPurpose = "foja download ticket 1\n"
	ticketLife    = 24 * time.Hour
)

type ticketClaim struct {
	Token   string `json:"t"`
	Expires int64  `json:"e"` // Unix seconds
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

// link finds a download link; tries are counted by address, like those of a status code.
func (d *Desk) link(ctx context.Context, token, ip string) (Download, string, error) {
	var l store.DownloadLink
	if err := d.byLinkFrom(ctx, ip, func() (_ bool, err error) {
		l, err = d.Store.DownloadLink(ctx, token)
		if docket.CodeOf(err) == docket.CodeNotFound && err != nil {
			return false, nil
		}
		return true, err
	}, docket.Refuse(docket.CodeNotFound, "Ese enlace no es válido. Cópielo entero de la carta, o responda a ella y pida otro.")); err != nil {
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

// FetchDownload implements DownloadDesk (law: R36). Several fetches within some minutes are one: browsers ask more than once.
func (d *Desk) FetchDownload(ctx context.Context, token, ip string) (string, error) {
	found, _, err := d.link(ctx, token, ip)
	if err != nil {
		return "", err
	}
	if found.Expired {
		return "", docket.Refuse(docket.CodeConflict, "Este enlace venció. Responda a la carta con que lo recibió y le daremos otro.")
	}
	over, err := d.Store.Reserve(ctx, d.Now(), limitFetched.of(token))
	if err == nil && over == nil {
		err = d.Store.MarkDownload(ctx, token, d.Now())
	}
	if err != nil {
		return "", err
	}
	return d.signLink(ctx, ticketPurpose, ticketClaim{token, d.Now().Add(ticketLife).Unix()})
}

// DownloadFile implements DownloadDesk.
func (d *Desk) DownloadFile(ctx context.Context, token, ticket, ip string) (File, error) {
	_, document, err := d.link(ctx, token, ip)
	if err != nil {
		return File{}, err
	}
	var c ticketClaim
	signed, err := d.openLink(ctx, ticketPurpose, ticket, &c)
	if err != nil {
		return File{}, err
	}
	if !signed || c.Token != token || d.Now().Unix() > c.Expires {
		return File{}, docket.Refuse(docket.CodeNotFound, "Esta descarga ya terminó. Abra otra vez el enlace de la carta y pulse «Descargar».")
	}
	return d.content(ctx, document)
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
