package config_test

import (
	"testing"
	"time"

	"foja/config"
)

func TestSince(t *testing.T) {
	lima := time.FixedZone("America/Lima", -5*3600)
	for v, want := range map[string]string{
		"":                          "0001-01-01T00:00:00Z",
		"2026-11-30":                "2026-11-30T05:00:00Z",
		" 2026-11-30 ":              "2026-11-30T05:00:00Z",
		"2026-11-30T08:00:00-05:00": "2026-11-30T13:00:00Z",
		"2026-11-30T08:00:00Z":      "2026-11-30T08:00:00Z",
	} {
		got, err := config.Since(v, lima)
		if err != nil || got.UTC().Format(time.RFC3339) != want {
			t.Errorf("%q: %v %v, want %s", v, got, err, want)
		}
	}
	for _, v := range []string{"30/11/2026", "ayer", "2026-11-31", "2026-11-30 08:00", "2026-11-30T08:00:00"} {
		if got, err := config.Since(v, lima); err == nil {
			t.Errorf("%q is taken for %v", v, got)
		}
	}
	if _, _, err := config.Load(env(map[string]string{"FOJA_MAIL_SINCE": "ayer"})); err == nil {
		t.Error("a setting that is no instant is taken")
	}
}
