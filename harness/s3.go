package harness

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// S3 is a running object storage server (Versity's gateway over a directory) with one bucket.
type S3 struct {
	Endpoint             string // URL
	Bucket               string
	AccessKey, SecretKey string
	// Objects is the directory in which the bucket's objects lie as files, for tests that damage them.
	Objects string

	process *process
}

// UseS3 gives the test an object storage server and stops it at the test's end.
func UseS3(t testing.TB) *S3 {
	t.Helper()
	s, err := startS3(Dir(t))
	if err != nil {
		t.Fatal(err)
	}
	EndsWith(t, func() error { return s.process.stop(syscall.SIGTERM, 10*time.Second) })
	return s
}

func startS3(dir string) (*S3, error) {
	program, err := built("versitygw")
	if err != nil {
		return nil, err
	}
	s := &S3{Bucket: "foja", AccessKey: "clave-de-prueba", SecretKey: "secreto-de-prueba", Objects: filepath.Join(dir,
		"objects", "foja")}
	if err := os.MkdirAll(s.Objects, 0o700); err != nil {
		return nil, err
	}
	for range attempts {
		var ports []int
		if ports, err = freePorts(1); err != nil {
			return nil, err
		}
		addr := loopback(ports[0])
		s.Endpoint = "http://" + addr
		cmd := exec.CommandContext(context.Background(), program, "--access", s.AccessKey, "--secret", s.SecretKey, "--port",
			addr, "posix", filepath.Dir(s.Objects))
		log := filepath.Join(dir, "s3.log")
		if s.process, err = launchInto(log, cmd, syscall.SIGTERM); err != nil {
			return nil, err
		}
		if err = listens(s.process, addr); err == nil {
			return s, nil
		}
		err = fmt.Errorf("versitygw: %w\n%s", errors.Join(err, s.process.stop(syscall.SIGTERM, 10*time.Second)),
			lastLines(log, 10))
	}
	return nil, err
}
