package letters

import (
	"time"

	"foja/docket"
)

// UploadLinkData is what the sender of a mail that could not be taken is reported. It is no letter of a case: there is
// none yet.
type UploadLinkData struct {
	Agency            docket.Agency
	Subject           string // of the mail
	ReceivedAt, Until time.Time
	Zone              *time.Location
	Size              int64 // bytes of the mail
	Infected          bool
	Virus             string // its name
	URL               string
}

// Megabytes is the size as people say it.
func (d UploadLinkData) Megabytes() int64 { return max(1, (d.Size+500_000)/1_000_000) }

// RenderUploadLink writes it.
func RenderUploadLink(d UploadLinkData) (Rendered, error) {
	return mailOf("upload_link", "", d.Agency.Name, d, d.Zone)
}
