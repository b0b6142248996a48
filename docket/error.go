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

// Error is a refusal that a person may read. Message is Spanish and says what to do next.
type Error struct {
	Code    Code   `json:"code"`
	Message string `json:"message"`
	Field   string `json:"field,omitempty"` // input field at fault
	Rule    string `json:"rule,omitempty"`  // rule key (R1-R60) that refuses

	Wait time.Duration `json:"-"` // of CodeTooMany and of Busy: trying sooner is refused; whole seconds
}

func (e *Error) Error() string {
	if e.Field != "" {
		return fmt.Sprintf("%s: %s: %s", e.Code, e.Field, e.Message)
	}
	return fmt.Sprintf("%s: %s", e.Code, e.Message)
}

// Refuse makes an Error without a field.
func Refuse(code Code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}

// Invalid makes a CodeInvalid error for one input field.
func Invalid(field, format string, args ...any) *Error {
	return &Error{Code: CodeInvalid, Field: field, Message: fmt.Sprintf(format, args...)}
}

// TooMany makes a CodeTooMany error. Its message states the same wait.
func TooMany(wait time.Duration, format string, args ...any) *Error {
	return &Error{Code: CodeTooMany, Message: fmt.Sprintf(format, args...), Wait: wait}
}

// Busy makes a CodeUnavailable error for an overload. Its message states the same wait.
func Busy(wait time.Duration, format string, args ...any) *Error {
	return &Error{Code: CodeUnavailable, Message: fmt.Sprintf(format, args...), Wait: wait}
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
