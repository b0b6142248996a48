// Package webserver is what every HTTP request meets before a page or the API: who calls, how slow a connection may be,
// how many large forms are taken at a time, and how a file is handed out. It holds no data of requests.
package webserver

import (
	"fmt"
	"net"
	"net/http"

	"github.com/realclientip/realclientip-go"
)

// Caller tells the network address that a request comes from, as limits count it. It never returns what only the caller
// says.
type Caller func(*http.Request) string

// Direct is for a server that its callers reach without a proxy: headers are not read.
func Direct(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// BehindProxies is for a server that is reached through a number of proxies, each of which adds the address of who
// called it to the header "X-Forwarded-For" or "Forwarded" (RFC 7239). The entries of all lines of the header are one
// list, and the one that the outermost proxy wrote counts, that many from the end. Where it is no address, or the list
// is too short, the caller is the proxy itself: a header that cannot be believed makes callers share a limit, and never
// escape one.
func BehindProxies(header string, proxies int) (Caller, error) {
	strategy, err := realclientip.NewRightmostTrustedCountStrategy(header, proxies)
	if err != nil {
		return nil, fmt.Errorf("webserver: %w", err)
	}
	return func(r *http.Request) string {
		if ip := strategy.ClientIP(r.Header, r.RemoteAddr); ip != "" {
			return ip
		}
		return Direct(r)
	}, nil
}
