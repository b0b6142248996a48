package main

import (
	"fmt"
	"io"
	"log/slog"
	"os"
)

// openSecurityLog opens the stream of FOJA_SECURITY_LOG, one JSON object a line: a path, "stdout", or "" for none. What
// it returns is nil when there is none. standard is what "stdout" means: a command keeps its standard output for its
// answer.
func openSecurityLog(where string, standard *os.File) (*slog.Logger, io.Closer, error) {
	switch where {
	case "":
		return nil, io.NopCloser(nil), nil
	case "stdout":
		return slog.New(slog.NewJSONHandler(standard, nil)), io.NopCloser(nil), nil
	}
	file, err := os.OpenFile(where, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600) //nolint:gosec // the operator names the file
	if err != nil {
		return nil, nil, errUsage{fmt.Errorf("FOJA_SECURITY_LOG: %w", err)}
	}
	return slog.New(slog.NewJSONHandler(file, nil)), file, nil
}
