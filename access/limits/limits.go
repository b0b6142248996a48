// Package limits is the one list of how much anybody may hand in, try and keep open. What an operator may want to set
// has a setting (config), which it names. It counts nothing: access/attempts does, and code that takes something in.
package limits

import "time"

// Limits bounds what a person can hand in, and how long she stays signed in. Sizes are in bytes.
type Limits struct {
	FileBytes int64 // of one file (FOJA_FILE_MAX)
	Files     int   // of one form, or call of the API
	Text      int   // characters of a text (FOJA_TEXT_MAX)
	FormBytes int64 // of one form with its files (FOJA_FORM_MAX)
	MailBytes int64 // beyond which a mail is not read (FOJA_MAX_MAIL_BYTES)

	UploadFile    int64 // of one file of an upload link
	UploadFiles   int   // of one link
	UploadLink    int64 // of all files of one link (FOJA_UPLOAD_LINK_MAX)
	UploadAll     int64 // of all links whose mail nobody has decided about (FOJA_UPLOAD_ALL_MAX)
	StrangerBytes int64 // that people without an account hand in within a day (FOJA_STRANGER_BYTES_PER_DAY)

	PasswordLength int           // characters that a person's password has at least (FOJA_PASSWORD_LENGTH)
	SessionTime    time.Duration // after which one signs in again (FOJA_SESSION_TIME)
	SessionIdle    time.Duration // without a page after which one does (FOJA_SESSION_IDLE)
}

// Default are the limits that hold where nothing is set.
func Default() Limits {
	return Limits{
		FileBytes: 25_000_000, Files: 20, Text: 200_000, FormBytes: 32 << 20, MailBytes: 50 << 20,
		UploadFile: 200_000_000, UploadFiles: 30, UploadLink: 500_000_000, UploadAll: 20_000_000_000,
		StrangerBytes:  10_000_000_000,
		PasswordLength: 10, SessionTime: 12 * time.Hour, SessionIdle: 2 * time.Hour,
	}
}

// Bounds without a setting. Sizes are in bytes.
const (
	JSONBytes      = 1 << 20   // of a call of the API without files
	JSONFilesBytes = 36 << 20  // of one with files in JSON, where a file takes a third more than it is
	MultipartBytes = 64 << 20  // of one with files as parts
	SmallForm      = 256 << 10 // of a form without files, from anybody
	VerifyBytes    = 1 << 20   // of a clock receipt with what is around it
	FormInMemory   = 4 << 20   // of a form kept in memory; files beyond it wait on disk

	PasswordBytes = 1024 // of a password: hashing more only costs memory
	PasswordsKept = 5    // earlier passwords that an account may not have again
	TokenDays     = 365  // that an API token holds at most

	PagesPerUser   = 20 // pages of one person that listen for news at the same time
	RequestsAtOnce = 8  // large forms of one address that are taken at the same time
	UnitMoreDays   = 5  // business days that a unit may ask for beyond its term
)

// OrDefaults takes the defaults for what is zero.
func (l Limits) OrDefaults() Limits {
	d := Default()
	for _, one := range []struct {
		limit     *int64
		otherwise int64
	}{
		{&l.FileBytes, d.FileBytes},
		{&l.FormBytes, d.FormBytes},
		{&l.MailBytes, d.MailBytes},
		{&l.UploadFile, d.UploadFile},
		{&l.UploadLink, d.UploadLink},
		{&l.UploadAll, d.UploadAll},
		{&l.StrangerBytes, d.StrangerBytes},
		{(*int64)(&l.SessionTime), int64(d.SessionTime)},
		{(*int64)(&l.SessionIdle), int64(d.SessionIdle)},
	} {
		if *one.limit == 0 {
			*one.limit = one.otherwise
		}
	}
	for _, one := range []struct {
		limit     *int
		otherwise int
	}{
		{&l.Files, d.Files}, {&l.Text, d.Text}, {&l.UploadFiles, d.UploadFiles}, {&l.PasswordLength, d.PasswordLength},
	} {
		if *one.limit == 0 {
			*one.limit = one.otherwise
		}
	}
	return l
}
