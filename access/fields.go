package access

import (
	"foja/docket"
)

// FieldErrors is a refusal of a form: every field at fault with what to do.
type FieldErrors []*docket.Error

func (f FieldErrors) Error() string {
	if len(f) == 0 {
		return "invalid form"
	}
	return f[0].Error()
}

// Unwrap lets docket.CodeOf find what kind of refusal it is.
func (f FieldErrors) Unwrap() []error {
	errs := make([]error, len(f))
	for i, e := range f {
		errs[i] = e
	}
	return errs
}
