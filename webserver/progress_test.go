package webserver

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// paced is a server with a short pace, on a real connection. Its whole file is larger than what the system's buffers
// take.
func paced(t *testing.T, p MinSpeed, h http.HandlerFunc) (addr string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &http.Server{Handler: p.Limit(h), ReadHeaderTimeout: time.Second, ConnContext: EachConn}
	go func() { _ = s.Serve(l) }()
	t.Cleanup(func() { _ = s.Close() })
	return l.Addr().String()
}

// dial sends a request and leaves the rest to the test.
func dial(t *testing.T, addr, request string) *net.TCPConn {
	t.Helper()
	c, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	tcp := c.(*net.TCPConn)
	_ = tcp.SetReadBuffer(16 << 10)
	if _, err := io.WriteString(c, request); err != nil {
		t.Fatal(err)
	}
	return tcp
}

var large = bytes.Repeat([]byte("0123456789abcdef"), 4<<20/16)

func serveLarge(w http.ResponseWriter, r *http.Request) {
	sum := sha256.Sum256(large)
	ServeFile(w, r, hex.EncodeToString(sum[:]), bytes.NewReader(large))
}

const get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n"

// Anyone who reads slowly gets all of it, although it takes several times as long as she may stand still.
func TestASlowReaderGetsItAll(t *testing.T) {
	p := MinSpeed{Stall: 2 * time.Second, BytesPerSecond: 1000}
	began := time.Now()
	c := dial(t, paced(t, p, serveLarge), get)
	got, buf := 0, make([]byte, 256<<10)
	for {
		n, err := c.Read(buf)
		if got += n; err != nil || got > len(large) {
			break
		}
		time.Sleep(40 * time.Millisecond)
	}
	if took := time.Since(began); got < len(large) || took < 2*p.Stall {
		t.Errorf("%d bytes of %d came in %v", got, len(large), took)
	}
}

// Anyone who stops reading, or never sends the body that was announced, is cut off.
func TestWhoStandsStillIsCutOff(t *testing.T) {
	p := MinSpeed{Stall: 300 * time.Millisecond, BytesPerSecond: 1000}
	t.Run("reading", func(t *testing.T) {
		done := make(chan error, 1)
		dial(t, paced(t, p, func(w http.ResponseWriter, r *http.Request) {
			_, err := io.Copy(w, bytes.NewReader(bytes.Repeat(large, 8)))
			done <- err
		}), get)
		ends(t, done, "an answer that nobody reads")
	})
	t.Run("sending", func(t *testing.T) {
		done := make(chan error, 1)
		dial(t, paced(t, p, func(_ http.ResponseWriter, r *http.Request) {
			_, err := io.Copy(io.Discard, r.Body)
			done <- err
		}), "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc")
		ends(t, done, "a body that does not come")
	})
	t.Run("a byte at a time", func(t *testing.T) {
		done := make(chan error, 1)
		c := dial(t, paced(t, p, func(_ http.ResponseWriter, r *http.Request) {
			_, err := io.Copy(io.Discard, r.Body)
			done <- err
		}), "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n")
		go func() {
			for range 1000 {
				if _, err := c.Write([]byte("x")); err != nil {
					return
				}
				time.Sleep(100 * time.Millisecond)
			}
		}()
		ends(t, done, "ten bytes a second")
	})
	t.Run("a body that the handler does not want", func(t *testing.T) {
		c := dial(t, paced(t, p, func(http.ResponseWriter, *http.Request) {}),
			"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc")
		done := make(chan error, 1)
		go func() {
			_, err := io.Copy(io.Discard, c)
			done <- fmt.Errorf("the connection is over: %w", err)
		}()
		ends(t, done, "the rest of a body")
	})
}

func ends(t *testing.T, done <-chan error, what string) {
	t.Helper()
	select {
	case err := <-done:
		if err == nil {
			t.Errorf("%s: it was taken whole", what)
		}
	case <-time.After(5 * time.Second):
		t.Errorf("%s is waited for without end", what)
	}
}

// A handler that works longer than a connection may stand still is not disturbed, and neither is the next request on
// the connection.
func TestAHandlerMayThink(t *testing.T) {
	speed := MinSpeed{Stall: 200 * time.Millisecond, BytesPerSecond: 1000}
	addr := paced(t, speed, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		select {
		case <-r.Context().Done():
			t.Error("the request was given up")
		case <-time.After(600 * time.Millisecond):
		}
		_, _ = w.Write(body)
	})
	for i := range 2 {
		resp, err := http.Post("http://"+addr, "text/plain", strings.NewReader("hello"))
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		if _ = resp.Body.Close(); err != nil || string(body) != "hello" {
			t.Errorf("request %d: %q, %v", i, body, err)
		}
	}
}

func TestServeFileByParts(t *testing.T) {
	addr := paced(t, MinSpeed{Stall: time.Second, BytesPerSecond: 1000}, serveLarge)
	type answer struct {
		*http.Response
		body []byte
	}
	ask := func(header ...string) answer {
		t.Helper()
		r, _ := http.NewRequest(http.MethodGet, "http://"+addr, nil)
		for i := 0; i < len(header); i += 2 {
			r.Header.Set(header[i], header[i+1])
		}
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		if err = errors.Join(err, resp.Body.Close()); err != nil {
			t.Fatal(err)
		}
		return answer{resp, body}
	}
	tag := ask().Header.Get("ETag")
	part := ask("Range", "bytes=3000000-3000015", "If-Range", tag)
	if part.StatusCode != http.StatusPartialContent || !bytes.Equal(part.body, large[3_000_000:3_000_016]) {
		t.Errorf("a part: %s %q", part.Status, part.body)
	}
	if other := ask("Range", "bytes=0-1", "If-Range", `"other"`); other.StatusCode != http.StatusOK {
		t.Errorf("a part of other bytes: %s", other.Status)
	}
	if beyond := ask("Range", "bytes=99999999-"); beyond.StatusCode != http.StatusRequestedRangeNotSatisfiable {
		t.Errorf("beyond the end: %s", beyond.Status)
	}
	if same := ask("If-None-Match", tag); same.StatusCode != http.StatusNotModified {
		t.Errorf("what the caller has: %s", same.Status)
	}
}

func TestCrowd(t *testing.T) {
	c := UploadLimiter{PerAddress: 2, All: 3}
	var leaves []func()
	for _, step := range []struct {
		from string
		in   bool
	}{{"a", true}, {"a", true}, {"a", false}, {"b", true}, {"c", false}} {
		leave, ok := c.Enter(step.from)
		if ok != step.in {
			t.Errorf("%s: %v", step.from, ok)
		}
		if ok {
			leaves = append(leaves, leave)
		}
	}
	for _, leave := range leaves {
		leave()
	}
	if leave, ok := c.Enter("c"); !ok || len(c.here) != 1 {
		t.Error("nobody left")
	} else {
		leave()
	}
}
