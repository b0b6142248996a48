// Package mail is Internet mail: it reads a mailbox by IMAP, parses messages, composes letters, submits them by SMTP
// and reads delivery reports. It does not depend on cases or requests.
//
// Two guarantees: a message leaves the inbox only after the handler has stored its bytes, and every attempt to submit
// a letter sends the same stored bytes.
package mail

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
)

// Address is one mail address. Name is decoded text, Addr is local@domain without brackets.
type Address struct {
	Name string
	Addr string
}

// Empty reports whether the address is missing.
func (a Address) Empty() bool { return a.Addr == "" }

// TLSMode says how a connection is encrypted.
type TLSMode string

// The ways to connect. TLSNone is refused except to a loopback address, because it would expose the password.
const (
	TLSImplicit TLSMode = "tls"      // encrypted from the first byte (IMAP 993, SMTP 465)
	TLSStart    TLSMode = "starttls" // STARTTLS; without it the connection is closed
	TLSNone     TLSMode = "none"
)

// errPlain refuses to send a password unencrypted.
var errPlain = errors.New("mail: tls mode \"none\" is allowed on a loopback address only")

// checkTLS refuses unknown modes and unencrypted connections to other machines.
func checkTLS(mode TLSMode, addr string) error {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return fmt.Errorf("mail: address %q: want host:port: %w", addr, err)
	}
	switch mode {
	case TLSImplicit, TLSStart:
		return nil
	case TLSNone:
		if ip := net.ParseIP(host); strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback() {
			return nil
		}
		return errPlain
	}
	return fmt.Errorf("mail: tls mode %q: want tls, starttls or none", mode)
}

// tlsConfig trusts the system's authorities, or only those in caFile; the certificate must name the host of addr.
func tlsConfig(addr, caFile string) (*tls.Config, error) {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, fmt.Errorf("mail: address %q: want host:port: %w", addr, err)
	}
	conf := &tls.Config{ServerName: host, MinVersion: tls.VersionTLS12}
	if caFile == "" {
		return conf, nil
	}
	pem, err := os.ReadFile(caFile) //nolint:gosec // the operator names the file
	if err != nil {
		return nil, fmt.Errorf("mail: CA file: %w", err)
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool() // only the given file, no system authorities
	}
	if !pool.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("mail: CA file %s holds no certificate", caFile)
	}
	conf.RootCAs = pool
	return conf, nil
}
