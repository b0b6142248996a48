package main

import (
	"context"
	"fmt"

	"foja/store"
)

type migrateCmd struct{}

func (migrateCmd) Run(ctx context.Context) error {
	cfg, err := loadConfig()
	if err != nil {
		return err
	}
	s, err := store.Open(ctx, cfg.Database)
	if err != nil {
		return err
	}
	from, to, err := s.Migrate(ctx)
	if err == nil {
		if from == to {
			fmt.Printf("the database is at version %d already\n", to)
		} else {
			fmt.Printf("the database went from version %d to %d\n", from, to)
		}
	}
	return closeAfter(s, err)
}

// closeAfter closes the store and returns the first error.
func closeAfter(s *store.Store, err error) error {
	if e := s.Close(); err == nil {
		err = e
	}
	return err
}

// openMigrated opens the register and refuses one of another version than the program's.
func openMigrated(ctx context.Context, dsn string, options ...store.Option) (*store.Store, error) {
	s, err := store.Open(ctx, dsn, options...)
	if err != nil {
		return nil, err
	}
	current, wanted, err := s.Version(ctx)
	if err == nil && current != wanted {
		err = fmt.Errorf("the database is at version %d, this program needs %d: run foja migrate (or foja serve --migrate)", current, wanted)
	}
	if err != nil {
		return nil, closeAfter(s, err)
	}
	return s, nil
}
