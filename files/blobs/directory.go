package blobs

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"time"
)

// directory keeps each blob in a file. Files are personal data: nobody else's eyes.
type directory struct {
	root *os.Root
	path string
}

func openDirectory(at string) (Store, error) {
	if err := os.MkdirAll(at, 0o700); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(at) // whatever a name says, nothing outside is touched
	if err != nil {
		return nil, err
	}
	return &directory{root, at}, nil
}

// Put implements Keeper: written beside, flushed, renamed, and the folder flushed too, so that a power cut leaves all
// or nothing.
func (d *directory) Put(_ context.Context, sum string, bytes []byte) error {
	if err := check(sum); err != nil {
		return err
	}
	if info, err := d.root.Stat(name(sum)); err == nil && info.Size() == int64(len(bytes)) {
		return nil
	}
	folder := path.Dir(name(sum))
	if err := d.root.Mkdir(folder, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	beside := fmt.Sprintf("%s.%d-%d", name(sum), os.Getpid(), time.Now().UnixNano())
	file, err := d.root.OpenFile(beside, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(bytes)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return errors.Join(err, d.root.Remove(beside))
	}
	if err := d.root.Rename(beside, name(sum)); err != nil {
		return err
	}
	return errors.Join(d.flush(folder), d.flush("."))
}

// flush makes a folder's names durable.
func (d *directory) flush(folder string) error {
	f, err := d.root.Open(folder)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// Get implements Keeper.
func (d *directory) Get(_ context.Context, sum string) ([]byte, error) {
	if err := check(sum); err != nil {
		return nil, err
	}
	b, err := d.root.ReadFile(name(sum))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: %s in %s", ErrMissing, sum, d.path)
	}
	return b, err
}

// Open implements Keeper.
func (d *directory) Open(_ context.Context, sum string) (io.ReadSeekCloser, error) {
	if err := check(sum); err != nil {
		return nil, err
	}
	f, err := d.root.Open(name(sum))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: %s in %s", ErrMissing, sum, d.path)
	}
	if err != nil {
		return nil, err
	}
	return f, nil
}

// Each implements Keeper. What a process that died left half-written has another name, and is passed over.
func (d *directory) Each(ctx context.Context, do func(sum string, since time.Time) error) error {
	return fs.WalkDir(d.root.FS(), ".", func(at string, entry fs.DirEntry, err error) error {
		if err != nil || ctx.Err() != nil {
			return errors.Join(err, ctx.Err())
		}
		sum := filepath.Base(at)
		if entry.IsDir() || check(sum) != nil {
			return nil
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		return do(sum, info.ModTime())
	})
}
