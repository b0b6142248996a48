package postoffice

import (
	"context"
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
)

// standardMailboxes are made with every account, as mail clients expect them.
var standardMailboxes = []string{"INBOX", "Drafts", "Sent", "Trash"}

// passwordRounds is low on purpose: the demo prints its passwords, the hash only keeps them
// from lying in the file in clear.
const passwordRounds = 4096

// AddUser makes an account with its mailboxes, or sets the password of an existing one.
func (po *PostOffice) AddUser(address, password string) error {
	address = strings.ToLower(strings.TrimSpace(address))
	if local, domain, ok := strings.Cut(address, "@"); !ok || local == "" || domain == "" ||
		strings.ContainsAny(address, "+ <>") {
		return fmt.Errorf("post office: %q cannot be an account's address", address)
	}
	hash, err := hashPassword(password)
	if err != nil {
		return err
	}
	ctx := po.untilClose
	return po.store.change(ctx, func(tx *sql.Tx) error {
		var account int64
		err := tx.QueryRowContext(ctx, `INSERT INTO account(address, password) VALUES(?, ?)
			ON CONFLICT(address) DO UPDATE SET password=excluded.password RETURNING id`, address, hash).Scan(&account)
		if err != nil {
			return err
		}
		for _, name := range standardMailboxes {
			if _, err := createMailbox(ctx, tx, account, name); err != nil && !errors.Is(err, errExists) {
				return err
			}
		}
		return nil
	})
}

// login returns the account of address; errNotFound also when the password is wrong.
func (s *store) login(ctx context.Context, address, password string) (account int64, err error) {
	var stored string
	err = s.db.QueryRowContext(ctx, `SELECT id, password FROM account WHERE address=?`,
		strings.ToLower(strings.TrimSpace(address))).Scan(&account, &stored)
	if err != nil {
		return 0, orNotFound(err)
	}
	if !samePassword(stored, password) {
		return 0, errNotFound
	}
	return account, nil
}

// recipient finds whose mail address is: user+tag@domain is user@domain. When nobody's,
// local tells whether the domain is one of ours.
func (s *store) recipient(ctx context.Context, address string) (account int64, local bool, err error) {
	at := strings.LastIndexByte(address, '@')
	if at < 0 {
		return 0, false, errNotFound
	}
	user, domain := strings.ToLower(address[:at]), strings.ToLower(address[at:])
	user, _, _ = strings.Cut(user, "+")
	err = s.db.QueryRowContext(ctx, `SELECT id FROM account WHERE address=?`, user+domain).Scan(&account)
	if !errors.Is(err, sql.ErrNoRows) {
		return account, true, err
	}
	err = s.db.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM account WHERE substr(address, -length(?)) = ?)`,
		domain, domain).Scan(&local)
	return 0, local, errors.Join(errNotFound, err)
}

func hashPassword(password string) (string, error) {
	salt := make([]byte, 16)
	if _, err := rand.Read(salt); err != nil {
		return "", err
	}
	return derive(salt, password)
}

func samePassword(stored, password string) bool {
	salt, err := hex.DecodeString(stored[:min(32, len(stored))])
	if err != nil {
		return false
	}
	again, err := derive(salt, password)
	return err == nil && subtle.ConstantTimeCompare([]byte(again), []byte(stored)) == 1
}

func derive(salt []byte, password string) (string, error) {
	key, err := pbkdf2.Key(sha256.New, password, salt, passwordRounds, 32)
	return hex.EncodeToString(salt) + hex.EncodeToString(key), err
}
