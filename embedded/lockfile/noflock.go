//go:build !unix

package lockfile

import "errors"

// Lock is the ownership of one data file.
type Lock struct{}

// Take refuses: without flock nothing would keep two processes off one file.
func Take(string) (*Lock, error) {
	return nil, errors.New("the embedded servers need a Unix system (file locks)")
}

// Release does nothing.
func (l *Lock) Release() error { return nil }
