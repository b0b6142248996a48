// Package virus asks clamd whether bytes carry a known virus. It speaks clamd's INSTREAM command (clamd(8)) and knows
// nothing of where the bytes come from.
package virus

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"time"
)

// Scanner is a clamd. It is safe for concurrent use.
type Scanner struct {
	network, address string
	patience         time.Duration
}

// ErrNotScanned says that clamd did not look at the bytes to their end: they are neither clean nor infected.
var ErrNotScanned = errors.New("virus: clamd did not look at all of it")

// New names a clamd: HOST:PORT, or the absolute path of its socket.
func New(address string) *Scanner {
	s := &Scanner{network: "tcp", address: address, patience: time.Minute}
	if strings.HasPrefix(address, "/") {
		s.network = "unix"
	}
	return s
}

// chunk is how many bytes are sent at a time.
const chunk = 64 << 10

// Scan returns the name of the virus, "" for none. An error means that nobody looked: the bytes must not be taken for
// clean. One that is ErrUnsure stays so, however often it is asked.
func (s *Scanner) Scan(ctx context.Context, content []byte) (name string, err error) {
	if len(content) == 0 {
		return "", nil
	}
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	conn, err := (&net.Dialer{}).DialContext(ctx, s.network, s.address)
	if err != nil {
		return "", fmt.Errorf("virus: clamd at %s cannot be reached: %w", s.address, err)
	}
	defer conn.Close() //nolint:errcheck // its answer was read, or is not wanted
	stop := context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Unix(1, 0)) })
	defer stop()
	sent := stream(conn, content)
	// clamd may answer and hang up before everything was sent: what it said counts more than that.
	answer, err := io.ReadAll(io.LimitReader(conn, 4096))
	if said := strings.TrimRight(string(answer), "\x00\r\n"); said != "" {
		return verdict(said)
	}
	return "", fmt.Errorf("virus: clamd at %s gave no answer: %w", s.address, errors.Join(sent, err, ctx.Err()))
}

func stream(w io.Writer, content []byte) error {
	if _, err := io.WriteString(w, "zINSTREAM\x00"); err != nil {
		return err
	}
	for left := bytes.NewBuffer(content); ; {
		part := left.Next(chunk)
		if err := binary.Write(w, binary.BigEndian, uint32(len(part))); err != nil { //nolint:gosec // a part has 64 KiB; a part of no length is the end
			return err
		}
		if len(part) == 0 {
			return nil
		}
		if _, err := w.Write(part); err != nil {
			return err
		}
	}
}

func verdict(said string) (name string, err error) {
	result := strings.TrimPrefix(said, "stream: ")
	switch {
	case result == "OK":
		return "", nil
	case strings.HasPrefix(result, "Heuristics.Limits.Exceeded"), strings.Contains(result, "size limit exceeded"):
		return "", ErrNotScanned
	case strings.HasSuffix(result, " FOUND"):
		return strings.TrimSuffix(result, " FOUND"), nil
	default:
		return "", fmt.Errorf("virus: clamd says %q", said)
	}
}
