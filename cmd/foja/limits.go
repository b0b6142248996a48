package main

import (
	"foja/access/limits"
	"foja/config"
)

// limitsOf are the limits that the settings give.
func limitsOf(c config.Config) limits.Limits {
	return limits.Limits{
		FileBytes: int64(c.FileMax), Text: c.TextMax, FormBytes: int64(c.FormMax), MailBytes: int64(c.MaxMailBytes),
		UploadLink: int64(c.UploadLinkMax), UploadAll: int64(c.UploadAllMax), StrangerBytes: int64(c.StrangerBytes),
		PasswordLength: c.PasswordLength, SessionTime: c.SessionTime, SessionIdle: c.SessionIdle,
	}.OrDefaults()
}
