package virus_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"strings"
	"testing"

	"foja/files/virus"
	"foja/harness"
)

func TestScan(t *testing.T) {
	clamd := harness.UseClamd(t)
	s := virus.New(clamd.Addr)
	letter := "From: a@correo.example\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: application/octet-stream; name=x.bin\r\n" +
		"Content-Transfer-Encoding: base64\r\n\r\n" + base64.StdEncoding.EncodeToString([]byte("MZ "+harness.Virus)) + "\r\n"
	for what, c := range map[string]struct {
		content string
		want    string
		unsure  bool
	}{
		"nothing":            {"", "", false},
		"clean":              {"Solicito el acta.", "", false},
		"a virus":            {"abc " + harness.Virus + " def", harness.VirusName, false},
		"inside a mail":      {letter, harness.VirusName, false},
		"at the very end":    {strings.Repeat("x", 3<<20) + harness.Virus, harness.VirusName, false},
		"larger than it may": {strings.Repeat("x", harness.ClamdLimit+1), "", true},
	} {
		name, err := s.Scan(t.Context(), []byte(c.content))
		if name != c.want || errors.Is(err, virus.ErrNotScanned) != c.unsure || err != nil && !c.unsure {
			t.Errorf("%s: %q, %v", what, name, err)
		}
	}
	if err := clamd.Stop(); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Scan(t.Context(), []byte("x")); err == nil || errors.Is(err, virus.ErrNotScanned) {
		t.Errorf("a scanner that is away: %v", err)
	}
	if err := clamd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Scan(t.Context(), bytes.Repeat([]byte("y"), 100)); err != nil {
		t.Errorf("back again: %v", err)
	}
	if _, err := virus.New("/no/such/socket").Scan(t.Context(), []byte("x")); err == nil {
		t.Error("a socket that is not there found nothing")
	}
}
