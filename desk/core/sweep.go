package core

import (
	"errors"
)

// Each does something to all of them, whatever becomes of one, and tells what failed.
func Each[T any](all []T, do func(T) error) error {
	var failures []error
	for _, one := range all {
		failures = append(failures, do(one))
	}
	return errors.Join(failures...)
}
