//go:build slim

package temporal_test

import (
	"context"
	"strings"
	"testing"

	"foja/embedded/temporal"
)

func TestSlimBuildRefusesWithAdvice(t *testing.T) {
	_, err := temporal.Start(context.Background(), temporal.Options{File: "x.db"})
	if err == nil || !strings.Contains(err.Error(), "TEMPORAL_ADDRESS") {
		t.Fatalf("want advice to set TEMPORAL_ADDRESS, got %v", err)
	}
}
