package e2e_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// paper is what a PDF says, by pages, read by Debian's poppler-utils.
func paper(t testing.TB, pdf []byte) []string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "paper.pdf")
	if err := os.WriteFile(file, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := short()
	defer cancel()
	out, err := exec.CommandContext(ctx, "pdftotext", "-layout", "-enc", "UTF-8", file, "-").Output()
	if errors.Is(err, exec.ErrNotFound) {
		t.Fatal("pdftotext is not installed: apt-get install poppler-utils")
	}
	if err != nil {
		t.Fatalf("not a PDF: %v", err)
	}
	return strings.Split(strings.TrimSuffix(string(out), "\f"), "\f")
}

var months = []string{
	"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "setiembre", "octubre",
	"noviembre", "diciembre",
}

// inWords is a date as Peruvians write it.
func inWords(t testing.TB, iso string) string {
	t.Helper()
	d, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%d de %s de %d", d.Day(), months[d.Month()-1], d.Year())
}

var numberForm = regexp.MustCompile(`\b\d{6}-\d{4}\b`)

func readAll(resp *http.Response) ([]byte, error) {
	defer resp.Body.Close() //nolint:errcheck // it is read to its end
	return io.ReadAll(resp.Body)
}

// lima is the zone of every office in these tests.
func lima(t testing.TB) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("America/Lima")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}
