package access

import (
	"crypto/rand"
	"errors"
	"strings"

	"github.com/alexedwards/argon2id"

	"foja/access/limits"
)

// newPassword is easy to read out: no letter or digit looks like another.
func newPassword() string {
	const letters = "abcdefghjkmnpqrstuvwxyz23456789"
	raw := make([]byte, 16)
	_, _ = rand.Read(raw) // never fails: crypto/rand ends the program instead
	var b strings.Builder
	for i, c := range raw {
		if i > 0 && i%4 == 0 {
			b.WriteByte('-')
		}
		b.WriteByte(letters[int(c)%len(letters)]) // 248 of 256 are even; 78 bits remain
	}
	return b.String()
}

// hashCosts are those that OWASP advises for a login: 19 MiB, two passes, one lane.
var hashCosts = argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

const (
	// Bounds of what VerifyPassword computes. The library checks none, and panics when there are no passes or lanes.
	leastHashMemory = 8       // KiB
	mostHashMemory  = 1 << 20 // KiB
	mostHashPasses  = 20
)

// HashPassword makes the PHC string that is kept of a password. It refuses an empty one and
// one of more than 1024 bytes.
func HashPassword(password string) (string, error) {
	if password == "" || len(password) > limits.PasswordBytes {
		return "", errors.New("desk: a password has between 1 and 1024 bytes")
	}
	return argon2id.CreateHash(password, &hashCosts)
}

// VerifyPassword says whether the hash was made from the password, with the costs
// that stand in the hash. No password matches a hash that cannot be read.
func VerifyPassword(hash, password string) bool {
	if len(password) > limits.PasswordBytes {
		return false
	}
	costs, _, _, err := argon2id.DecodeHash(hash)
	if err != nil || costs.KeyLength == 0 || costs.Parallelism == 0 ||
		costs.Memory < leastHashMemory || costs.Memory > mostHashMemory ||
		costs.Iterations == 0 || costs.Iterations > mostHashPasses {
		return false
	}
	same, err := argon2id.ComparePasswordAndHash(password, hash)
	return err == nil && same
}
