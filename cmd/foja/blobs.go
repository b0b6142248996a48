package main

import (
	"context"
	"errors"
	"fmt"

	"foja/config"
	"foja/files/blobs"
	"foja/store"
)

// blobsCmd manages where the bytes of mail and files are kept.
type blobsCmd struct {
	Move blobsMoveCmd `cmd:"" help:"Bring bytes to where FOJA_BLOBS says, out of the database or (--back) into it again."`
}

type blobsMoveCmd struct {
	Back bool `help:"From FOJA_BLOBS back into the database; then unset FOJA_BLOBS."`
}

// Run moves the bytes. It is safe beside a running foja serve, and can be stopped and repeated.
func (cmd blobsMoveCmd) Run(ctx context.Context) error {
	cfg, err := loadConfig()
	if err != nil {
		return err
	}
	if cfg.Blobs.Where == "" {
		return errUsage{errors.New("FOJA_BLOBS names no place outside the database")}
	}
	keeper, err := openBlobs(ctx, cfg)
	if err != nil {
		return err
	}
	var options []store.Option
	if !cmd.Back {
		options = append(options, store.WithExternalBlobs(keeper))
	}
	s, err := openMigrated(ctx, cfg.Database, options...)
	if err != nil {
		return err
	}
	moved, err := s.MoveBytes(ctx, keeper)
	fmt.Printf("%d moved\n", moved)
	return closeAfter(s, err)
}

func openBlobs(ctx context.Context, c config.Config) (blobs.Store, error) {
	k, err := blobs.Open(ctx, blobs.Settings{
		Where: c.Blobs.Where, Endpoint: c.Blobs.Endpoint, Region: c.Blobs.Region, AccessKey: c.Blobs.AccessKey, SecretKey: c.Blobs.SecretKey,
	})
	if err != nil {
		return nil, fmt.Errorf("FOJA_BLOBS: %w", err)
	}
	return k, nil
}
