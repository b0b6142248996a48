//go:build !slim

package temporal

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"net"
	"time"

	"go.temporal.io/server/common/authorization"
	"go.temporal.io/server/common/config"
	"go.temporal.io/server/common/rpc/encryption"
)

// credentials are made at each start and never leave the memory of this process. All services of the server, the inner
// ones too, ask their callers for the certificate, so anyone who merely reaches a port on loopback can command nothing.
type credentials struct{ server, client *tls.Config }

var _ encryption.TLSConfigProvider = credentials{}

// certificateLife is longer than any process lives. The key is new at every start.
const certificateLife = 10 * 365 * 24 * time.Hour

func newCredentials() (credentials, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return credentials{}, err
	}
	now := time.Now()
	plan := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "foja, this process"},
		NotBefore: now.Add(-time.Hour), NotAfter: now.Add(certificateLife),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
		IPAddresses: []net.IP{net.ParseIP(loopback)},
	}
	der, err := x509.CreateCertificate(rand.Reader, plan, plan, key.Public(), key)
	if err != nil {
		return credentials{}, err
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		return credentials{}, err
	}
	known := x509.NewCertPool()
	known.AddCert(leaf)
	own := []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key, Leaf: leaf}}
	return credentials{
		server: &tls.Config{
			MinVersion: tls.VersionTLS13, Certificates: own, ClientCAs: known, ClientAuth: tls.RequireAndVerifyClientCert,
		},
		// The inner services call each other by addresses, which the certificate names.
		client: &tls.Config{MinVersion: tls.VersionTLS13, Certificates: own, RootCAs: known, ServerName: loopback},
	}, nil
}

// GetInternodeServerConfig implements encryption.TLSConfigProvider, as do the methods below.
func (c credentials) GetInternodeServerConfig() (*tls.Config, error) { return c.server, nil }

func (c credentials) GetInternodeClientConfig() (*tls.Config, error) { return c.client, nil }

func (c credentials) GetFrontendServerConfig() (*tls.Config, error) { return c.server, nil }

func (c credentials) GetFrontendClientConfig() (*tls.Config, error) { return c.client, nil }

func (c credentials) GetRemoteClusterClientConfig(string) (*tls.Config, error) { return c.client, nil }

func (c credentials) GetExpiringCerts(time.Duration) (expiring, expired encryption.CertExpirationMap, err error) {
	return nil, nil, nil
}

// holders grants everything to callers with the certificate of this process and nothing to others. The connection
// refuses others before that: this is the second lock, for a server that was configured without the first.
type holders struct{}

var (
	_ authorization.Authorizer  = holders{}
	_ authorization.ClaimMapper = holders{}
)

// GetClaims implements authorization.ClaimMapper.
func (holders) GetClaims(auth *authorization.AuthInfo) (*authorization.Claims, error) {
	if auth == nil || auth.TLSSubject == nil { // set of verified certificates only
		return nil, nil
	}
	return &authorization.Claims{Subject: auth.TLSSubject.CommonName, System: authorization.RoleAdmin}, nil
}

// Authorize implements authorization.Authorizer.
func (holders) Authorize(_ context.Context, caller *authorization.Claims,
	_ *authorization.CallTarget,
) (authorization.Result, error) {
	if caller == nil || caller.System != authorization.RoleAdmin {
		return authorization.Result{Decision: authorization.DecisionDeny}, nil
	}
	return authorization.Result{Decision: authorization.DecisionAllow}, nil
}

func claimsOfHolders(*config.Config) authorization.ClaimMapper { return holders{} }
