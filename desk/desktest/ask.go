package desktest

import (
	"strings"
	"time"

	"foja/desk/acts"
)

func Online(token string) acts.Form {
	f := Form(token)
	f.Office, f.ReceivedAt, f.Sheets = "", time.Time{}, 0
	f.Requester.Email = strings.ReplaceAll(token, " ", "-") + "@correo.example" // one address gets a few a day
	return f
}
