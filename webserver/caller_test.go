package webserver

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestBehindProxies(t *testing.T) {
	for _, c := range []struct {
		name, header string
		proxies      int
		lines        []string
		want         string
	}{
		{"one entry", "X-Forwarded-For", 1, []string{"203.0.113.9"}, "203.0.113.9"},
		{"the caller wrote one before", "X-Forwarded-For", 1, []string{"10.0.0.1, 203.0.113.9"}, "203.0.113.9"},
		{"the proxy adds a line of its own", "X-Forwarded-For", 1, []string{"10.0.0.1", "203.0.113.9"}, "203.0.113.9"},
		{"lines with several entries", "X-Forwarded-For", 1, []string{
			"10.0.0.1, 10.0.0.2", "10.0.0.3, 203.0.113.9",
		}, "203.0.113.9"},
		{"two proxies", "X-Forwarded-For", 2, []string{"10.0.0.1", "203.0.113.9", "192.0.2.8"}, "203.0.113.9"},
		{"two proxies, and one that was passed by", "X-Forwarded-For", 2, []string{"203.0.113.9"}, "192.0.2.1"},
		{"with a port", "X-Forwarded-For", 1, []string{"203.0.113.9:4711"}, "203.0.113.9"},
		{"IPv6", "X-Forwarded-For", 1, []string{"2001:db8::7"}, "2001:db8::7"},
		{"IPv6 with a port", "X-Forwarded-For", 1, []string{"[2001:db8::7]:4711"}, "2001:db8::7"},
		{"junk at the end", "X-Forwarded-For", 1, []string{"203.0.113.9, unknown"}, "192.0.2.1"},
		{"an empty entry at the end", "X-Forwarded-For", 1, []string{"203.0.113.9,"}, "192.0.2.1"},
		{"an empty last line", "X-Forwarded-For", 1, []string{"203.0.113.9", ""}, "192.0.2.1"},
		{"no header", "X-Forwarded-For", 1, nil, "192.0.2.1"},
		{"Forwarded", "Forwarded", 1, []string{
			`for=10.0.0.1`, `for="[2001:db8::7]:4711";proto=https;by=192.0.2.1`,
		}, "2001:db8::7"},
		{"Forwarded with a name for whom it does not tell", "Forwarded", 1, []string{
			`for=203.0.113.9, for=_hidden`,
		}, "192.0.2.1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			caller, err := BehindProxies(c.header, c.proxies)
			if err != nil {
				t.Fatal(err)
			}
			r := httptest.NewRequest(http.MethodGet, "/", nil) // from 192.0.2.1
			for _, other := range []string{"X-Forwarded-For", "Forwarded", "X-Real-Ip"} {
				r.Header[other] = []string{"198.51.100.66", `for=198.51.100.66`} // of another header nothing is believed
			}
			r.Header[c.header] = c.lines
			if got := caller(r); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
			if got := Direct(r); got != "192.0.2.1" {
				t.Errorf("without a proxy: %s", got)
			}
		})
	}
	for _, proxies := range []int{0, -1} {
		if _, err := BehindProxies("X-Forwarded-For", proxies); err == nil {
			t.Errorf("%d proxies are taken", proxies)
		}
	}
}
