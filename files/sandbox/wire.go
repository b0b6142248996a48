package sandbox

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// Parent and child speak in frames: a length of four bytes, and so much JSON. A request is followed by the bytes of its
// file.

// maxReply bounds what is taken from a child, which a file may have in its power.
const maxReply = 1 << 20

// maxFile bounds a file: more is not handed in anywhere (FOJA_MAX_MAIL_BYTES goes to 1 GiB, a form's file to 25 MB).
const maxFile = 1 << 30

type request struct {
	Do   Task  `json:"do"`
	Size int64 `json:"size"` // of the file that follows
}

// reply answers a request. The first one is sent unasked, when the child is ready.
type reply struct {
	Words    []byte    `json:"words,omitempty"`
	Findings []Finding `json:"findings,omitempty"`
	Open     []string  `json:"open,omitempty"` // of the first: what the kernel refused to close to the child
}

var errReply = errors.New("sandbox: the child answers nonsense")

func send(w io.Writer, v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return err
	}
	_, err = w.Write(append(binary.BigEndian.AppendUint32(nil, uint32(len(body))), body...)) //nolint:gosec // bounded where it is read, far below 2^32
	return err
}

func receive(r *bufio.Reader, v any) error {
	var size [4]byte
	if _, err := io.ReadFull(r, size[:]); err != nil {
		return err
	}
	n := binary.BigEndian.Uint32(size[:])
	if n > maxReply {
		return fmt.Errorf("%w: %d bytes", errReply, n)
	}
	body := make([]byte, n)
	if _, err := io.ReadFull(r, body); err != nil {
		return err
	}
	if err := json.Unmarshal(body, v); err != nil {
		return fmt.Errorf("%w: %w", errReply, err)
	}
	return nil
}
