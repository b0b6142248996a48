package webserver

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"time"
)

// MinSpeed is how slow a connection may be. There is no time by which a whole request or answer must be over: a large
// file over a slow line takes what it takes. What makes no progress is ended.
type MinSpeed struct {
	Stall time.Duration // without a single byte taken or sent
	// bytes a second, on average over all the time that the other side was waited for; 0 = any
	BytesPerSecond int
}

// chunkSize is how much is written under one deadline, in bytes: a slow reader shows progress by taking it.
const chunkSize = 32 << 10

// sendBuffer bounds what the system keeps of an answer that nobody has taken yet, in bytes. It lets a server go on
// writing only once a third of it is free: with the megabytes that it gives itself, a slow reader would seem to stand
// still.
const sendBuffer = 128 << 10

// EachConn is for http.Server.ConnContext.
func EachConn(ctx context.Context, c net.Conn) context.Context {
	if tcp, ok := c.(*net.TCPConn); ok {
		_ = tcp.SetWriteBuffer(sendBuffer) // without it a slow reader has less time
	}
	return ctx
}

// Limit ends requests and answers that are slower than the pace. The server itself must have neither ReadTimeout nor
// WriteTimeout.
func (p MinSpeed) Limit(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		conn := http.NewResponseController(w)
		out := &limitedWriter{ResponseWriter: w, conn: conn, pace: p}
		out.extend()
		if r.Body != nil && r.Body != http.NoBody {
			r.Body = &limitedBody{ReadCloser: r.Body, conn: conn, pace: p}
			// What the handler leaves of the body the server reads, and what is buffered it sends.
			defer func() { _ = conn.SetReadDeadline(time.Now().Add(p.Stall)) }() // a recorder of tests has no deadlines
		}
		defer out.extend()
		next.ServeHTTP(out, r)
	})
}

// deadline is the next one of somebody who was waited for so long and took or sent n bytes in it.
func (p MinSpeed) deadline(waited time.Duration, n int64) time.Time {
	left := p.Stall
	if p.BytesPerSecond > 0 {
		left = min(left, p.Stall+time.Duration(float64(n)/float64(p.BytesPerSecond)*float64(time.Second))-waited)
	}
	return time.Now().Add(left)
}

type limitedWriter struct {
	http.ResponseWriter
	conn *http.ResponseController
	pace MinSpeed

	waited time.Duration
	n      int64
}

// extend gives the next piece its time.
func (w *limitedWriter) extend() { _ = w.conn.SetWriteDeadline(w.pace.deadline(w.waited, w.n)) }

// Write hands out in pieces: one write of megabytes would have to be over in the time of one.
func (w *limitedWriter) Write(b []byte) (written int, err error) {
	for first := true; first || len(b) > 0; first = false {
		part := b[:min(len(b), chunkSize)]
		w.extend()
		began := time.Now()
		n, err := w.ResponseWriter.Write(part)
		w.waited += time.Since(began)
		written, w.n = written+n, w.n+int64(n)
		if err != nil {
			return written, err
		}
		b = b[len(part):]
	}
	return written, nil
}

// Flush implements http.Flusher for what does not know http.ResponseController.
func (w *limitedWriter) Flush() {
	w.extend()
	_ = w.conn.Flush() // who has gone is noticed by the next write
}

// Unwrap is for http.ResponseController.
func (w *limitedWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// limitedBody has a deadline only while it is read: a handler that works on what it has read is not disturbed.
type limitedBody struct {
	io.ReadCloser
	conn *http.ResponseController
	pace MinSpeed

	waited time.Duration
	n      int64
}

func (b *limitedBody) Read(p []byte) (int, error) {
	_ = b.conn.SetReadDeadline(b.pace.deadline(b.waited, b.n))
	began := time.Now()
	n, err := b.ReadCloser.Read(p)
	b.waited += time.Since(began)
	b.n += int64(n)
	if err == nil || errors.Is(err, io.EOF) {
		_ = b.conn.SetReadDeadline(time.Time{})
	}
	return n, err
}
