package access

import (
	"context"
	"strings"
	"unicode/utf8"

	"github.com/ccojocar/zxcvbn-go"

	"foja/access/limits"
	"foja/docket"
	"foja/store"
)

const (
	// passwordScore of zxcvbn is reached by what more than 10^8 guesses do not find.
	passwordScore = 3
	// guessedLength bounds what is estimated: the estimate of a long text takes long, and a text of that length stands by itself.
	guessedLength = 64
	// shareOfOwn is how much of a password may be words that everybody knows of the account.
	shareOfOwn = 2
)

// spoken are the words that passwords of Peruvian offices are made of, beside the lists of zxcvbn.
var spoken = []string{
	"contrasena", "contraseña", "clave", "claveclave", "bienvenido", "bienvenida", "transparencia", "informacion", "solicitud", "expediente", "mesadepartes",
	"municipalidad", "gobierno", "entidad", "publica", "usuario", "administrador", "secreto", "temporal", "peru", "lima", "arequipa", "cusco", "trujillo", "callao",
	"alianza", "universitario", "cristal", "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "setiembre", "septiembre", "octubre", "noviembre",
	"diciembre", "familia", "amor", "teamo", "tequiero", "jesus", "dios", "maria", "hola",
}

// WeakPassword says why a password is not taken for an account, as a refusal of a field; nil when it is. It looks at nothing but the words:
// what the account had before, the desk asks the register.
func WeakPassword(field, password string, shortest int, login, name string, agency docket.Agency) error {
	switch {
	case utf8.RuneCountInString(password) < shortest:
		return docket.Invalid(field, "password.too_short", "least", shortest)
	case len(password) > limits.PasswordBytes:
		return docket.Invalid(field, "password.too_long")
	}
	own := ownWords(login, name, agency)
	if rest := withoutWords(store.Fold(password), own); len(rest)*shareOfOwn < len(store.Fold(password)) {
		return docket.Invalid(field, "password.of_own_names")
	}
	guessed := password[:min(len(password), guessedLength)]
	if zxcvbn.PasswordStrength(strings.ToValidUTF8(guessed, ""), append(own, spoken...)).Score < passwordScore ||
		zxcvbn.PasswordStrength(store.Fold(strings.ToValidUTF8(guessed, "")), append(own, spoken...)).Score < passwordScore {
		return docket.Invalid(field, "password.common")
	}
	return nil
}

// ownWords are what everybody knows of an account, folded; the longest are worth most, so short ones are left out.
func ownWords(login, name string, agency docket.Agency) (words []string) {
	for _, text := range []string{login, name, agency.Name, agency.Acronym, agency.Email} {
		for _, w := range strings.FieldsFunc(store.Fold(text), func(r rune) bool { return strings.ContainsRune(" .,-_@", r) }) {
			if utf8.RuneCountInString(w) > 2 {
				words = append(words, w)
			}
		}
	}
	return words
}

// withoutWords is what is left of a text, without digits and marks, when words are taken out of it.
func withoutWords(text string, words []string) string {
	for _, w := range words {
		text = strings.ReplaceAll(text, w, "")
	}
	return strings.TrimFunc(text, func(r rune) bool { return strings.ContainsRune("0123456789 .,-_@!*#$%", r) })
}

// AcceptPassword refuses a password that is weak or that the account had, and gives the hash of another one.
func (s *Service) AcceptPassword(ctx context.Context, u store.User, field, next string) (string, error) {
	if err := WeakPassword(field, next, s.attempts.Limits.PasswordLength, u.Login, u.Name, s.Agency); err != nil {
		return "", err
	}
	had, err := s.Store.OldPasswords(ctx, u.ID, limits.PasswordsKept-1)
	if err != nil {
		return "", err
	}
	for _, hash := range append([]string{u.PasswordHash}, had...) {
		same, err := wasPassword(ctx, hash, next)
		if err != nil {
			return "", err
		}
		if same {
			return "", docket.Invalid(field, "password.used_before", "kept", limits.PasswordsKept)
		}
	}
	return HashPassword(next)
}

// rechecks bounds the memory that looking at old passwords takes.
var rechecks = make(chan struct{}, 2)

// wasPassword says whether a password is the one of a hash.
func wasPassword(ctx context.Context, hash, password string) (bool, error) {
	if hash == "" {
		return false, nil
	}
	select {
	case rechecks <- struct{}{}:
	case <-ctx.Done():
		return false, ctx.Err()
	}
	defer func() { <-rechecks }()
	return VerifyPassword(hash, password), nil
}
