// Package pdftest starts PDFium for tests: every test program would compile it anew, for five seconds of CPU each.
package pdftest

import (
	"os"
	"path/filepath"
	"testing"

	"foja/files/pdf"
)

// Main runs a package's tests with PDFium's compiled code kept in the user's cache directory.
func Main(m *testing.M) {
	dir, err := os.UserCacheDir()
	if err == nil {
		err = pdf.Start(filepath.Join(dir, "foja-test-pdfium"))
	}
	if err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}
