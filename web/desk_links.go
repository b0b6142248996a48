package web

import (
	"context"
	"io"

	"foja/desk/documents"
	"foja/desk/links"
)

// Links is what this package asks of foja/desk/links.
type Links interface {
	// AddToUpload takes the next bytes of a file; what has come before an interruption stays.
	AddToUpload(ctx context.Context, id string, start int64, body io.Reader) (int64, error)
	AnswerAsUnit(ctx context.Context, token string, ip string, a links.UnitAnswer) error
	// AskMoreDays tells the officer that the unit needs until a day of MoreDays, and why. The term of the law does
	// not move.
	AskMoreDays(ctx context.Context, token string, ip string, m links.UnitMore) error
	// BeginUpload notes a file that comes in parts, and returns its ID.
	BeginUpload(ctx context.Context, token string, ip string, name string, size int64) (string, error)
	Download(ctx context.Context, token string, ip string) (links.Download, error)
	// DownloadFile hands the file out, as often and in as many parts as a download takes that is interrupted.
	DownloadFile(ctx context.Context, token string, ticket string, ip string) (documents.File, error)
	// DropUpload forgets a file that has not come whole.
	DropUpload(ctx context.Context, token string, ip string, id string) error
	// FetchDownload records that the file is fetched, and returns the ticket that DownloadFile wants. A program that
	// only follows links fetches nothing.
	FetchDownload(ctx context.Context, token string, ip string) (ticket string, err error)
	// HandIn ends it: with the words of the sender, and with files that come in one piece.
	HandIn(ctx context.Context, token string, ip string, text string, files []documents.Upload) error
	// MayKeepForm counts a form that is kept for after the sign-in.
	MayKeepForm(ctx context.Context, ip string) error
	// MayVerify counts a clock receipt that somebody wants checked.
	MayVerify(ctx context.Context, ip string) error
	// Seal signs something that a browser keeps for us; Unseal reads it again, and says false of what Seal has not
	// signed for the same purpose. It can be read by the person who has it, and lasts until claim itself says otherwise.
	Seal(ctx context.Context, purpose string, claim any) (string, error)
	// Status: rate-limited; no personal data beyond the case itself.
	Status(ctx context.Context, number string, code string, ip string) (links.Status, error)
	StatusClockReceipt(ctx context.Context, number string, code string, ip string) (documents.File, error)
	// StatusDates: iCalendar feed.
	StatusDates(ctx context.Context, number string, code string, ip string) (documents.File, error)
	StatusLetter(ctx context.Context, number string, code string, key string, ip string) (documents.File, error)
	StatusReceipt(ctx context.Context, number string, code string, ip string) (documents.File, error)
	UnitQuestion(ctx context.Context, token string, ip string) (links.UnitQuestion, error)
	Unseal(ctx context.Context, purpose string, sealed string, claim any) (bool, error)
	UploadLink(ctx context.Context, token string, ip string) (links.UploadLink, error)
	// Uploading says how far a file has come.
	Uploading(ctx context.Context, id string) (links.Uploading, error)
}
