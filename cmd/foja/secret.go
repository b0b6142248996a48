package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"foja/config"
	"foja/store"
	"foja/store/seal"
)

// secretCmd manages the key that encrypts secrets in the register.
type secretCmd struct {
	New    secretNewCmd    `cmd:"" help:"Print a new secret key, for FOJA_SECRET_KEY_FILE."`
	Rotate secretRotateCmd `cmd:"" help:"Seal the secrets of the register with a new key. Stop foja first."`
	Check  secretCheckCmd  `cmd:"" help:"Say whether the secret key is the one of this register."`
}

type secretNewCmd struct{}

// Run does the command.
func (secretNewCmd) Run() error {
	_, err := fmt.Println(seal.New())
	return err
}

type secretCheckCmd struct{}

// Run does the command.
func (secretCheckCmd) Run(ctx context.Context) error {
	cfg, err := loadConfig()
	if err != nil {
		return err
	}
	return withRegister(ctx, cfg, func(s *store.Store) error {
		keys, from, err := readKey(cfg)
		if err != nil {
			return err
		}
		if keys == nil {
			return missingKey(cfg)
		}
		if err := useKey(ctx, s, keys, from); err != nil {
			return err
		}
		_, err = fmt.Printf("the key %s from %s is the one of this register\n", keys.ID(), from)
		return err
	})
}

type secretRotateCmd struct{}

// Run rotates the key. A key in foja's own file is replaced here; for a key from the settings the operator first puts
// the new one in front of the old one.
func (secretRotateCmd) Run(ctx context.Context) error {
	cfg, err := loadConfig()
	if err != nil {
		return err
	}
	return withRegister(ctx, cfg, func(s *store.Store) error {
		if err := giveKey(ctx, cfg, s); err != nil {
			return err
		}
		if cfg.SecretKey != "" {
			if len(strings.Fields(cfg.SecretKey)) < 2 {
				return errUsage{errors.New("put the new key (foja secret new) in front of the old one, both in FOJA_SECRET_KEY or its file, and run this again")}
			}
			_, err := fmt.Println("everything is sealed with the first key; take the others out, and start foja")
			return err
		}
		path := keyPath(cfg)
		old, err := os.ReadFile(path) //nolint:gosec // the operator names the file
		if err != nil {
			return err
		}
		// left by an interrupted rotation
		if err := os.Remove(path + ".new"); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		next := seal.New()
		both := next + "\n" + strings.TrimSpace(string(old)) + "\n"
		if err := writeKey(path+".new", both); err != nil { // a crash after this line leaves a file with both keys
			return err
		}
		if err := os.Rename(path+".new", path); err != nil {
			return err
		}
		keys, err := seal.Parse(both)
		if err != nil {
			return err
		}
		if err := useKey(ctx, s, keys, path); err != nil {
			return err
		}
		if err := errors.Join(writeKey(path+".new", next+"\n"), os.Rename(path+".new", path)); err != nil {
			return err
		}
		_, err = fmt.Printf("everything is sealed with the new key %s in %s: copy it to where the old one is kept, and start foja\n", keys.ID(), path)
		return err
	})
}

// keyPath is the key file beside a SQLite register; "" for other databases.
func keyPath(cfg config.Config) string {
	path, ok := strings.CutPrefix(cfg.Database, "sqlite:")
	if !ok {
		return ""
	}
	return path + ".key"
}

// readKey is the key of the settings, else of the file beside the register; nil when there is neither.
func readKey(cfg config.Config) (keys *seal.Keys, from string, err error) {
	if cfg.SecretKey != "" {
		keys, err = seal.Parse(cfg.SecretKey)
		return keys, "FOJA_SECRET_KEY", err
	}
	path := keyPath(cfg)
	if path == "" {
		return nil, "", nil
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, path, nil
	case err != nil:
		return nil, path, err
	case info.Mode().Perm()&0o077 != 0:
		return nil, path, errUsage{fmt.Errorf("others can read the secret key: chmod 600 %s", path)}
	}
	text, err := os.ReadFile(path) //nolint:gosec // the operator names the file
	if err != nil {
		return nil, path, err
	}
	if keys, err = seal.Parse(string(text)); err != nil {
		return nil, path, fmt.Errorf("%s: %w", path, err)
	}
	return keys, path, nil
}

// giveKey gives the store the key for its secrets. A register without a key gets a new one: in a file beside it where
// it is a SQLite file.
func giveKey(ctx context.Context, cfg config.Config, s *store.Store) error {
	keys, from, err := readKey(cfg)
	if err != nil {
		return err
	}
	if keys == nil {
		had, err := s.HasKey(ctx)
		if err != nil {
			return err
		}
		if had || from == "" {
			return missingKey(cfg)
		}
		text := seal.New()
		if err := writeKey(from, text+"\n"); err != nil {
			return fmt.Errorf("the secret key: %w", err)
		}
		if keys, err = seal.Parse(text); err != nil {
			return err
		}
	}
	return useKey(ctx, s, keys, from)
}

func useKey(ctx context.Context, s *store.Store, keys *seal.Keys, from string) error {
	err := s.UseKey(ctx, keys)
	if errors.Is(err, store.ErrWrongKey) {
		return errUsage{fmt.Errorf("the key %s from %s is not the secret key of this register: restore the right one from where you keep it (docs/operate.md, Secret key): %w", keys.ID(), from, err)}
	}
	return err
}

func missingKey(cfg config.Config) error {
	if path := keyPath(cfg); path != "" {
		return errUsage{fmt.Errorf("the secret key of this register is missing: restore %s, or set FOJA_SECRET_KEY_FILE (docs/operate.md, Secret key)", path)}
	}
	return errUsage{errors.New("FOJA_SECRET_KEY is not set: write one with foja secret new > FILE, name it in FOJA_SECRET_KEY_FILE, and keep a copy apart from the backups; if this register had one before, it must be that one (docs/operate.md, Secret key)")}
}

// writeKey creates a file that only its owner can read; it does not overwrite. The file is synced before writeKey
// returns, because secrets sealed with a lost key cannot be opened.
func writeKey(path, text string) (err error) {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600) //nolint:gosec // the operator names the file
	if err != nil {
		return err
	}
	_, err = file.WriteString(text)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return err
	}
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// withRegister opens the register for one command, with given settings.
func withRegister(ctx context.Context, cfg config.Config, do func(*store.Store) error) error {
	s, err := openMigrated(ctx, cfg.Database)
	if err != nil {
		return err
	}
	return closeAfter(s, do(s))
}
