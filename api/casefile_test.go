package api

import (
	"errors"
	"net/http"
	"testing"
)

// Half a bundle must not pass for a whole one: the connection breaks off.
func TestABrokenBundleBreaksTheAnswer(t *testing.T) {
	h := newHouse(t)
	h.desk.broken = errors.New("lost")
	defer func() {
		if p := recover(); p != http.ErrAbortHandler { //nolint:errorlint // a panic's value, not an error that was returned
			t.Errorf("recovered %v", p)
		}
	}()
	h.do(call{method: "GET", path: "/requests/r1/case-file.zip"})
	t.Error("the answer ended as if it were whole")
}
