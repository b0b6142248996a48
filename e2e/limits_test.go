package e2e_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"
)

// outsider is somebody at a network address. What she writes into headers of proxies is not believed.
type stranger struct {
	http *http.Client
	base string
}

func (p *place) stranger(ip string) *stranger {
	jar, _ := cookiejar.New(nil) // has no error without options
	return &stranger{base: p.WebURL, http: &http.Client{
		Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			MaxIdleConnsPerHost: 100, DialContext: (&net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(ip)}}).DialContext,
		},
	}}
}

func (s *stranger) do(method, path, kind, body string, header ...string) (status int, text string, err error) {
	r, err := http.NewRequestWithContext(context.Background(), method, s.base+path, strings.NewReader(body))
	if err != nil {
		return 0, "", err
	}
	r.Header["X-Forwarded-For"] = []string{fmt.Sprintf("10.0.0.%d", time.Now().Nanosecond()%250)}
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	resp, err := s.http.Do(r)
	if err != nil {
		return 0, "", err
	}
	defer resp.Body.Close() //nolint:errcheck // it was read to its end
	all, err := io.ReadAll(resp.Body)
	if resp.StatusCode == http.StatusTooManyRequests && resp.Header.Get("Retry-After") == "" {
		err = errors.Join(err, errors.New("a refusal does not say when to come back"))
	}
	return resp.StatusCode, string(all), err
}

func (s *stranger) posts(path string, form url.Values) (int, string, error) {
	return s.do(http.MethodPost, path, "application/x-www-form-urlencoded", form.Encode())
}

// sixty does something 60 times at once and counts the answers by their status.
func sixty(t *testing.T, do func(i int) (int, string, error)) map[int]int {
	t.Helper()
	var mu sync.Mutex
	var all sync.WaitGroup
	got := map[int]int{}
	for i := range 60 {
		all.Go(func() {
			status, _, err := do(i)
			// too many forms at a time: she sends again
			for n := 0; status == http.StatusServiceUnavailable && n < 200 && err == nil; n++ {
				time.Sleep(50 * time.Millisecond)
				status, _, err = do(i)
			}
			if err != nil {
				t.Error(err)
			}
			mu.Lock()
			got[status]++
			mu.Unlock()
		})
	}
	all.Wait()
	return got
}

var secretOnPage = regexp.MustCompile(`[A-Z2-7]{4}(?: [A-Z2-7]{4}){7}`)

// TestLimitsHoldInParallel: 60 tries at the same moment are no more than the limit, whatever is tried, and a flood from
// one address keeps nobody else from signing in.
func TestLimitsHoldInParallel(t *testing.T) {
	p := embedded(t)
	// A try comes back with time: so many more may have been let through while the test ran.
	check := func(name string, got map[int]int, compared, most int, began time.Time, every time.Duration) {
		t.Helper()
		back := int(time.Since(began)/every) + 1
		if got[compared] < most || got[compared] > most+back || got[compared]+got[http.StatusTooManyRequests] != 60 {
			t.Errorf("%s: %v; the limit is %d (and %d with time)", name, got, most, back)
		}
		t.Logf("%s: %d of 60 were compared, %d refused", name, got[compared], got[http.StatusTooManyRequests])
	}
	officer := p.user("officer")

	t.Run("second factor", func(t *testing.T) {
		s := p.stranger("127.0.1.1")
		manager := p.user("manager")
		login := url.Values{"login": {manager.User}, "password": {manager.Password}}
		if status, _, err := s.posts("/login", login); status != http.StatusSeeOther || err != nil {
			t.Fatal(status, err)
		}
		_, page, err := s.posts("/account/second-factor", url.Values{"do": {"begin"}})
		code, wrong := totp.GenerateCode(strings.ReplaceAll(secretOnPage.FindString(page), " ", ""), time.Now())
		if err = errors.Join(err, wrong); err != nil {
			t.Fatal(err)
		}
		if status, _, err := s.posts("/account/second-factor",
			url.Values{"do": {"confirm"}, "code": {code}}); status != http.StatusOK || err != nil {
			t.Fatal(status, err)
		}
		half := p.stranger("127.0.1.1")
		if status, _, err := half.posts("/login", login); status != http.StatusSeeOther || err != nil {
			t.Fatal(status, err)
		}
		began := time.Now()
		check("second factor", sixty(t, func(i int) (int, string, error) {
			return half.posts("/login/code", url.Values{"code": {fmt.Sprintf("%06d", i)}})
		}), http.StatusUnauthorized, 5, began, 3*time.Minute)
	})
	t.Run("login", func(t *testing.T) {
		began := time.Now()
		check("login", sixty(t, func(i int) (int, string, error) {
			return p.stranger(fmt.Sprintf("127.0.1.%d", 100+i)).posts("/login",
				url.Values{"login": {"recepcion-x"}, "password": {"malo"}})
		}), http.StatusUnauthorized, 5, began, 3*time.Minute)
	})
	for _, c := range []struct {
		name, ip string
		do       func(s *stranger, i int) (int, string, error)
	}{
		{"status code", "127.0.1.2", func(s *stranger, i int) (int, string, error) {
			return s.do(http.MethodGet, fmt.Sprintf("/s/000001-2026/AAAAAAAA%02d", i), "", "")
		}},
		{"status code by API", "127.0.1.3", func(s *stranger, i int) (int, string, error) {
			return s.do(http.MethodGet, fmt.Sprintf("/api/v1/status/000001-2026/AAAAAAAA%02d", i), "", "")
		}},
		{"unit link", "127.0.1.4", func(s *stranger, i int) (int, string, error) {
			return s.do(http.MethodGet, fmt.Sprintf("/u/e30.x%d", i), "", "")
		}},
		{"download link", "127.0.1.5", func(s *stranger, i int) (int, string, error) {
			return s.do(http.MethodGet, fmt.Sprintf("/d/x%d", i), "", "")
		}},
		{"upload link", "127.0.1.6", func(s *stranger, i int) (int, string, error) {
			return s.do(http.MethodGet, fmt.Sprintf("/up/e30.x%d", i), "", "")
		}},
		{"upload link by tus", "127.0.1.7", func(s *stranger, _ int) (int, string, error) {
			return s.do(http.MethodPost, "/up-files/", "", "", "Tus-Resumable", "1.0.0", "Upload-Length", "10",
				"Upload-Metadata", "filename YQ==,token YQ==")
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, began := p.stranger(c.ip), time.Now()
			check(c.name, sixty(t, func(i int) (int, string, error) { return c.do(s, i) }), http.StatusNotFound, 10, began,
				10*time.Second)
		})
	}
	t.Run("verify", func(t *testing.T) {
		s, began := p.stranger("127.0.1.8"), time.Now()
		if got := sixty(t, func(int) (int, string, error) {
			return s.posts("/verify", url.Values{"x": {"y"}})
		}); got[http.StatusUnprocessableEntity] == 0 ||
			got[http.StatusUnprocessableEntity] > 20+int(time.Since(began)/(30*time.Second))+1 {
			t.Errorf("%v", got)
		}
		if status, _, err := p.stranger("127.0.1.9").posts("/verify",
			url.Values{"x": {strings.Repeat("x", 3<<20)}}); status != http.StatusRequestEntityTooLarge {
			t.Errorf("three megabytes: %d, %v", status, err)
		}
	})
	t.Run("ask form", func(t *testing.T) {
		s := p.stranger("127.0.1.10")
		_, page, err := s.do(http.MethodGet, "/ask", "", "")
		shown := regexp.MustCompile(`name="shown" value="([^"]+)"`).FindStringSubmatch(page)
		if err != nil || shown == nil {
			t.Fatal(err, page)
		}
		time.Sleep(5 * time.Second) // no person writes faster
		began := time.Now()
		check("ask form", sixty(t, func(i int) (int, string, error) {
			return s.posts("/ask", url.Values{
				"key": {fmt.Sprintf("parallel-key-%06d", i)}, "procedure": {"public-information"}, "shown": {shown[1]},
				"name":    {"Rosa Quispe"},
				"id_kind": {"DNI"}, "id_number": {fmt.Sprintf("4567%04d", i)}, "address": {"Jr. Cusco 1"},
				"email": {fmt.Sprintf("rosa%d@ciudadana.example", i)}, "email_consent": {"1"},
				"text": {fmt.Sprint("Pido el acta ", i)},
			})
		}), http.StatusSeeOther, 20, began, 3*time.Minute)
	})
	t.Run("a flood of one address", func(t *testing.T) {
		stop := make(chan struct{})
		var flood sync.WaitGroup
		s := p.stranger("127.0.2.1")
		for i := range 100 {
			flood.Go(func() {
				for n := 0; ; n++ {
					select {
					case <-stop:
						return
					default:
						_, _, _ = s.posts("/login", url.Values{"login": {fmt.Sprintf("otro-%d-%d", i, n)}, "password": {"malo"}})
					}
				}
			})
		}
		time.Sleep(time.Second)
		began := time.Now()
		status, _, err := p.stranger("127.0.2.2").posts("/login",
			url.Values{"login": {officer.User}, "password": {officer.Password}})
		took := time.Since(began)
		close(stop)
		flood.Wait()
		if status != http.StatusSeeOther || err != nil || took > 10*time.Second {
			t.Errorf("somebody else signs in after %v: %d, %v", took, status, err)
		}
		t.Logf("somebody else signed in within %v during a flood", took)
	})
}

// TestASlowReaderGetsLargeFilesWhole: a file takes several times as long as a connection may stand still, arrives
// whole, and goes on where it was interrupted.
func TestASlowReaderGetsLargeFilesWhole(t *testing.T) {
	p := realIn(t, sqlite)
	p.run.Env = append(p.run.Env, "FOJA_HTTP_STALL=1s")
	p.opened()
	content := bytes.Repeat([]byte("fecha;monto;proveedor\n"), 8_000_000/22)
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	data, _ := json.Marshal(obj{
		"procedure": "public-information", "office": p.user("reception").Office, "channel": "counter", "subject": "Contratos",
		"text": "Pido los contratos.", "sheets": 1,
		"requester": obj{
			"name": "Ana Flores", "id_kind": "DNI", "id_number": "45678901", "address": "Jr. Cusco 1",
			"email": p.citizen().Address, "email_consent": true,
		},
	})
	_ = form.WriteField("data", string(data))
	file, _ := form.CreateFormFile("files", "contratos.csv")
	_, _ = file.Write(content)
	_ = form.Close()
	r, _ := http.NewRequestWithContext(t.Context(), http.MethodPost, p.WebURL+"/api/v1/requests", &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.Header.Set("Authorization", "Bearer "+p.user("reception").Token)
	r.Header.Set("Idempotency-Key", "slow-reader-1")
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	said, _ := io.ReadAll(resp.Body)
	if _ = resp.Body.Close(); resp.StatusCode != http.StatusCreated {
		t.Fatalf("%s %s", resp.Status, said)
	}
	c := p.find("Contratos")
	path := "/api/v1/requests/" + c.ID + "/documents/" + c.document("contratos.csv").ID
	slow := &http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context,
		network, addr string,
	) (net.Conn, error) {
		conn, err := new(net.Dialer).DialContext(ctx, network, addr)
		if tcp, ok := conn.(*net.TCPConn); ok {
			_ = tcp.SetReadBuffer(32 << 10)
		}
		return conn, err
	}}}
	read := func(from int) (got []byte, tag string) {
		t.Helper()
		r, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, p.WebURL+path, nil)
		r.Header.Set("Authorization", "Bearer "+p.user("officer").Token)
		if from > 0 {
			r.Header.Set("Range", fmt.Sprintf("bytes=%d-", from))
		}
		resp, err := slow.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close() //nolint:errcheck // only read
		if want := map[bool]int{true: http.StatusPartialContent, false: http.StatusOK}[from > 0]; resp.StatusCode != want {
			t.Fatalf("%s", resp.Status)
		}
		buf := make([]byte, 64<<10)
		for {
			n, err := resp.Body.Read(buf)
			got = append(got, buf[:n]...)
			if err != nil {
				if !errors.Is(err, io.EOF) {
					t.Errorf("cut off after %d bytes: %v", len(got), err)
				}
				return got, resp.Header.Get("ETag")
			}
			time.Sleep(40 * time.Millisecond)
		}
	}
	began := time.Now()
	got, tag := read(0)
	took := time.Since(began)
	if !bytes.Equal(got, content) || took < 3*time.Second || tag != fmt.Sprintf(`"%x"`, sha256.Sum256(content)) {
		t.Errorf("%d bytes of %d after %v, %s", len(got), len(content), took, tag)
	}
	t.Logf("%d bytes came whole in %v, where a connection may stand still for 1s", len(got), took)
	if rest, _ := read(7_000_000); !bytes.Equal(rest, content[7_000_000:]) {
		t.Errorf("the rest has %d bytes", len(rest))
	}
}
