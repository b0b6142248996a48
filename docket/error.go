package docket

import (
	"errors"
	"fmt"
	"time"
)

// Code classifies refusals; each interface (HTTP, Temporal, command line) maps it to its own errors.
type Code string

// The codes. Any error that is not an *Error is CodeInternal: logged, never shown.
const (
	CodeInvalid     Code = "invalid"     // the input is wrong; Field says where
	CodeNotFound    Code = "not_found"   // it does not exist, or is not visible to this actor
	CodeForbidden   Code = "forbidden"   // the actor's role may not do this
	CodeConflict    Code = "conflict"    // the case's state does not allow it now
	CodeTooMany     Code = "too_many"    // tried too often; Wait says for how long to stop
	CodeTooLarge    Code = "too_large"   // more bytes than accepted
	CodeUnavailable Code = "unavailable" // a server that we need is down; trying again helps
	CodeInternal    Code = "internal"    // a bug of ours
)

// Error is a refusal that a person may read. Reason says why, and what to do next.
type Error struct {
	Code   Code     `json:"code"`
	Reason Sentence `json:"reason"`
	Field  string   `json:"field,omitempty"` // input field at fault
	Rule   string   `json:"rule,omitempty"`  // rule key (R1-R60) that refuses

	Wait time.Duration `json:"-"` // of CodeTooMany and of Busy: trying sooner is refused; whole seconds
}

func (e *Error) Error() string {
	if e.Field != "" {
		return fmt.Sprintf("%s: %s: %s", e.Code, e.Field, e.Reason)
	}
	return fmt.Sprintf("%s: %s", e.Code, e.Reason)
}

// Refuse makes an Error without a field. The reason is a key of the catalogues with pairs of a gap's name and its
// value, as of Say.
func Refuse(code Code, key string, pairs ...any) *Error {
	return &Error{Code: code, Reason: Say(key, pairs...)}
}

// Invalid makes a CodeInvalid error for one input field.
func Invalid(field, key string, pairs ...any) *Error {
	return &Error{Code: CodeInvalid, Field: field, Reason: Say(key, pairs...)}
}

// TooMany makes a CodeTooMany error. Its reason states the same wait.
func TooMany(wait time.Duration, key string, pairs ...any) *Error {
	return &Error{Code: CodeTooMany, Reason: Say(key, pairs...), Wait: wait}
}

// Busy makes a CodeUnavailable error for an overload. Its reason states the same wait.
func Busy(wait time.Duration, key string, pairs ...any) *Error {
	return &Error{Code: CodeUnavailable, Reason: Say(key, pairs...), Wait: wait}
}

// WaitOf returns how long to wait before trying again; zero when err does not ask for it.
func WaitOf(err error) time.Duration {
	var e *Error
	if errors.As(err, &e) {
		return e.Wait
	}
	return 0
}

// CodeOf returns the code of err; CodeInternal when err is not an *Error.
func CodeOf(err error) Code {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return CodeInternal
}
