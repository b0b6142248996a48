package config

import (
	"encoding/base64"
	"errors"
	"strings"
)

// seedBytes is the length of an Ed25519 seed.
const seedBytes = 32

// seed reads 32 bytes written in base64; nothing means none.
func seed(at func(*Config) *[]byte) setter {
	return func(c *Config, v string) error {
		if strings.TrimSpace(v) == "" {
			return nil
		}
		raw, err := base64.StdEncoding.DecodeString(strings.TrimSpace(v))
		if err != nil || len(raw) != seedBytes {
			return errors.New("not 32 bytes in base64") // never the value itself: it is a secret
		}
		*at(c) = raw
		return nil
	}
}
