package docket

import (
	"errors"
	"fmt"
)

// Code sorts every refusal into one of a few kinds; each border (HTTP, Temporal, shell) has
// one table from Code to its own language.
type Code string

// The codes. Anything that is not an *Error is CodeInternal: logged, never shown.
const (
	CodeInvalid     Code = "invalid"     // the input is wrong; Field says where
	CodeNotFound    Code = "not_found"   // no such thing, or not visible to this actor
	CodeForbidden   Code = "forbidden"   // the actor's role may not do this
	CodeConflict    Code = "conflict"    // the case's state does not allow it now
	CodeUnavailable Code = "unavailable" // a server we need is away; trying again helps
	CodeInternal    Code = "internal"    // a defect of ours
)

// Error is a refusal that a person may read. Message is Spanish and says what to do next.
type Error struct {
	Code    Code   `json:"code"`
	Message string `json:"message"`
	Field   string `json:"field,omitempty"` // input field at fault
	Rule    string `json:"rule,omitempty"`  // rule key (R1-R60) that refuses
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

// CodeOf returns the code of err; CodeInternal when err is not an *Error.
func CodeOf(err error) Code {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return CodeInternal
}
