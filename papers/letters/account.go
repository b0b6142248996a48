package letters

import (
	"time"

	"foja/docket"
)

// AccountNoticeData tells a person of the agency what happened to her account, or to one that concerns her.
type AccountNoticeData struct {
	Agency         docket.Agency
	To             string // name
	What           string // AccountWords
	Account, Login string // whose account
	Detail         string
	By             string // name; "" = the operator
	Place          string // network address; "" = the machine itself
	At             time.Time
	Zone           *time.Location
	URL            string // of her own page
}

// RenderAccountNotice writes it.
func RenderAccountNotice(d AccountNoticeData) (Rendered, error) {
	return mailOf("account_notice", "", d.Agency.Name, d, d.Zone)
}

// AccountLinkData brings the owner of an account the link with which she sets her password.
type AccountLinkData struct {
	Agency    docket.Agency
	To, Login string
	First     bool // the account is new
	Until     time.Time
	Zone      *time.Location
	URL       string
}

// RenderAccountLink writes it.
func RenderAccountLink(d AccountLinkData) (Rendered, error) {
	return mailOf("account_link", "", d.Agency.Name, d, d.Zone)
}

// accountWords are what people read of what happened to an account, by the kind that the register keeps.
var accountWords = map[string]string{ //nolint:gosec // words of letters
	"created":             "Se creó la cuenta",
	"changed":             "Se cambiaron los datos de la cuenta",
	"address":             "Se cambió el correo de la cuenta",
	"roles":               "Se cambiaron las funciones de la cuenta",
	"password_reset":      "Se pidió un enlace para poner una contraseña nueva",
	"reset_approved":      "Una segunda persona entregó el enlace para poner una contraseña nueva",
	"password_changed":    "Se cambió la contraseña",
	"password_set":        "Se puso una contraseña nueva con el enlace",
	"second_factor_on":    "Se puso un segundo factor",
	"second_factor_off":   "Se quitó el segundo factor",
	"second_factor_taken": "La administración quitó el segundo factor",
	"identity_dropped":    "Se quitó el vínculo con la identidad de la entidad",
	"identity_tied":       "Se vinculó con la identidad de la entidad",
	"identity_invited":    "Se invitó a vincularla con la identidad de la entidad",
	"token_made":          "Se creó una credencial de programas",
	"token_revoked":       "Se anuló una credencial de programas",
	"disabled":            "Se cerró la cuenta",
	"enabled":             "Se abrió la cuenta",
	"sessions_ended":      "Se cerraron todas las sesiones y credenciales",
	"confirmed":           "Una segunda persona de la administración confirmó la cuenta",
}

// AccountWords says in Spanish what happened to an account.
func AccountWords(kind string) string { return accountWords[kind] }
