package links

import (
	"context"
	"time"

	"foja/access/attempts"
	"foja/calendar"
	"foja/desk/documents"
	"foja/desk/history"
	"foja/docket"
	"foja/store"
)

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
func (s *Service) link(ctx context.Context, token, ip string) (Download, string, error) {
	var l store.DownloadLink
	if err := s.attempts.ByLinkFrom(ctx, ip, func() (_ bool, err error) {
		l, err = s.core.Store.DownloadLink(ctx, token)
		if docket.CodeOf(err) == docket.CodeNotFound && err != nil {
			return false, nil
		}
		return true, err
	}, docket.Refuse(docket.CodeNotFound, "download.link_invalid")); err != nil {
		return Download{}, "", err
	}
	r, err := s.core.Store.Request(ctx, l.Request)
	if err != nil {
		return Download{}, "", err
	}
	doc, err := s.core.Store.Document(ctx, l.Document)
	return Download{
		Number: r.Number, Name: doc.Name, Size: doc.Size, SHA256: doc.SHA256, Until: l.ExpiresOn, Expired: s.core.Today(r.Office).After(l.ExpiresOn),
	}, l.Document, err
}

// Download shows what a link leads to.
func (s *Service) Download(ctx context.Context, token, ip string) (Download, error) {
	found, _, err := s.link(ctx, token, ip)
	return found, err
}

// FetchDownload records that the file is fetched, and returns the ticket that DownloadFile wants. A program that only
// follows links fetches nothing. (law: R36). Several fetches within some minutes are one: browsers ask more than
// once.
func (s *Service) FetchDownload(ctx context.Context, token, ip string) (string, error) {
	found, _, err := s.link(ctx, token, ip)
	if err != nil {
		return "", err
	}
	if found.Expired {
		return "", docket.Refuse(docket.CodeConflict, "download.link_over")
	}
	over, err := s.core.Store.Reserve(ctx, s.core.Now(), attempts.LimitFetched.Of(documents.Fingerprint([]byte(token))))
	if err == nil && over == nil {
		err = s.core.Store.MarkDownload(ctx, token, s.core.Now())
	}
	if err != nil {
		return "", err
	}
	return s.attempts.SignLink(ctx, ticketPurpose, ticketClaim{token, s.core.Now().Add(ticketLife).Unix()})
}

// DownloadFile hands the file out, as often and in as many parts as a download takes that is interrupted.
func (s *Service) DownloadFile(ctx context.Context, token, ticket, ip string) (documents.File, error) {
	_, document, err := s.link(ctx, token, ip)
	if err != nil {
		return documents.File{}, err
	}
	var c ticketClaim
	signed, err := s.attempts.OpenLink(ctx, ticketPurpose, ticket, &c)
	if err != nil {
		return documents.File{}, err
	}
	if !signed || c.Token != token || s.core.Now().Unix() > c.Expires {
		return documents.File{}, docket.Refuse(docket.CodeNotFound, "download.ended")
	}
	return s.documents.Content(ctx, document)
}

// Downloads adds to each letter when its files were fetched.
func (s *Service) Downloads(ctx context.Context, request string, list []history.Letter) error {
	fetched, err := s.core.Store.Downloads(ctx, request)
	if err != nil || len(fetched) == 0 {
		return err
	}
	for _, f := range fetched {
		doc, err := s.core.Store.Document(ctx, f.Document)
		if err != nil {
			return err
		}
		for i := range list {
			if list[i].ID == f.Letter {
				list[i].Reports = append(list[i].Reports, history.LetterReport{At: f.At, Action: "downloaded", Text: docket.Say("letter.downloaded", "name", doc.Name)})
			}
		}
	}
	return nil
}
