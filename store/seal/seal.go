// Package seal encrypts the few secrets that a register must be able to read again: secrets of second factors, the
// signing key and the tokens of links that are shown again. Its keys are kept apart from the register, so that a copy
// of the database alone opens nothing.
package seal

import (
	"bytes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/crypto/chacha20poly1305"
)

// Keys are the key that seals, and older ones that still open what was sealed with them. It is safe for concurrent use.
type Keys struct{ all []key }

type key struct {
	id   string // of 8 hexadecimal digits, from its SHA-256
	aead cipher.AEAD
}

// version begins every sealed text: XChaCha20-Poly1305 with a random nonce in front.
const version = "v1"

// Errors of Open, and of Parse.
var (
	ErrUnknownKey = errors.New("seal: it was sealed with a key that is not here")
	ErrAltered    = errors.New("seal: it was altered, moved from another row, or sealed with another key of the same ID")
	ErrBadKey     = errors.New("a secret key is 32 random bytes in base64, as foja secret new prints it; several stand one below the other, the one in use first")
)

// New makes a key, as Parse reads it.
func New() string {
	raw := make([]byte, chacha20poly1305.KeySize)
	_, _ = rand.Read(raw) // never fails: crypto/rand ends the program instead
	return base64.StdEncoding.EncodeToString(raw)
}

// Parse reads keys, separated by white space. The first seals, all open.
func Parse(text string) (*Keys, error) {
	var k Keys
	for _, word := range strings.Fields(text) {
		raw, err := base64.StdEncoding.DecodeString(word)
		if err != nil || len(raw) != chacha20poly1305.KeySize || bytes.Count(raw, raw[:1]) == len(raw) {
			return nil, ErrBadKey
		}
		aead, err := chacha20poly1305.NewX(raw)
		if err != nil {
			return nil, ErrBadKey
		}
		sum := sha256.Sum256(raw)
		k.all = append(k.all, key{hex.EncodeToString(sum[:4]), aead})
	}
	if len(k.all) == 0 {
		return nil, ErrBadKey
	}
	return &k, nil
}

// ID names the key that seals. It tells nothing of the key.
func (k *Keys) ID() string { return k.all[0].id }

// Seal encrypts. row says where the text will stand, as "second_factor:ID": elsewhere it does not open.
func (k *Keys) Seal(plain []byte, row string) string {
	nonce := make([]byte, chacha20poly1305.NonceSizeX)
	_, _ = rand.Read(nonce)
	box := k.all[0].aead.Seal(nonce, nonce, plain, []byte(row))
	return version + ":" + k.all[0].id + ":" + base64.RawStdEncoding.EncodeToString(box)
}

// Open decrypts what Seal made for the same row. Errors: ErrUnknownKey, ErrAltered.
func (k *Keys) Open(sealed, row string) ([]byte, error) {
	id, text, ok := parts(sealed)
	if !ok {
		return nil, ErrAltered
	}
	box, err := base64.RawStdEncoding.DecodeString(text)
	if err != nil || len(box) < chacha20poly1305.NonceSizeX {
		return nil, ErrAltered
	}
	for _, one := range k.all {
		if one.id != id {
			continue
		}
		plain, err := one.aead.Open(nil, box[:chacha20poly1305.NonceSizeX], box[chacha20poly1305.NonceSizeX:], []byte(row))
		if err != nil {
			return nil, ErrAltered
		}
		return plain, nil
	}
	return nil, fmt.Errorf("%w (key ID %s)", ErrUnknownKey, id)
}

// Current says whether a text was sealed with the key that seals now.
func (k *Keys) Current(text string) bool {
	id, _, ok := parts(text)
	return ok && id == k.ID()
}

// IsSealed says whether a text looks like one of Seal.
func IsSealed(text string) bool {
	_, _, ok := parts(text)
	return ok
}

func parts(text string) (id, box string, ok bool) {
	p := strings.Split(text, ":")
	if len(p) != 3 || p[0] != version || len(p[1]) != 8 {
		return "", "", false
	}
	return p[1], p[2], true
}
