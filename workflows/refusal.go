package workflows

import (
	"errors"

	"go.temporal.io/sdk/temporal"

	"foja/docket"
)

// refusal converts a docket refusal into a non-retryable application error with the docket.Error as its details. Nil
// stays nil.
func refusal(err error) error {
	if err == nil {
		return nil
	}
	var e *docket.Error
	if !errors.As(err, &e) {
		e = docket.Refuse(docket.CodeInternal, "temporal.failed")
	}
	return temporal.NewNonRetryableApplicationError(e.Reason.String(), refusalErrorType, err, *e)
}

// RefusalOf finds the refusal in an error from a workflow; nil when there is none.
func RefusalOf(err error) *docket.Error {
	var app *temporal.ApplicationError
	if !errors.As(err, &app) || app.Type() != refusalErrorType {
		return nil
	}
	var e docket.Error
	if app.Details(&e) != nil || e.Code == "" {
		return docket.Refuse(docket.CodeInternal, app.Message())
	}
	return &e
}
