package workflows

import (
	"errors"

	"go.temporal.io/sdk/temporal"

	"foja/docket"
)

// refusal turns a refusal of the docket's into the error that crosses the wire: final, of a
// stable type, with the docket.Error as its details. Nil stays nil.
func refusal(err error) error {
	if err == nil {
		return nil
	}
	var e *docket.Error
	if !errors.As(err, &e) {
		e = docket.Refuse(docket.CodeInternal, "No se pudo completar la acción.")
	}
	return temporal.NewNonRetryableApplicationError(e.Message, refusalErrorType, err, *e)
}

// RefusalOf finds the refusal in an error that came from a workflow; nil when it is none.
func RefusalOf(err error) *docket.Error {
	var app *temporal.ApplicationError
	if !errors.As(err, &app) || app.Type() != refusalErrorType {
		return nil
	}
	var e docket.Error
	if app.Details(&e) != nil || e.Code == "" {
		return docket.Refuse(docket.CodeInternal, "%s", app.Message())
	}
	return &e
}
