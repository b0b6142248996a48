package harness

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"
)

// IdentityProvider is a running OpenID Connect provider (the example server of zitadel/oidc, a certified library).
type IdentityProvider struct {
	Issuer                 string
	ClientID, ClientSecret string

	process *process
}

// Person is somebody whom the provider knows. ID is the subject.
type Person struct {
	ID, Username, Password, Email string
	EmailVerified                 bool
}

// UseIdentityProvider gives the test a provider that knows some people and sends them back to one address, and stops it
// at the test's end.
func UseIdentityProvider(t testing.TB, callback string, people ...Person) *IdentityProvider {
	t.Helper()
	p, err := startIdentityProvider(Dir(t), callback, people)
	if err != nil {
		t.Fatal(err)
	}
	EndsWith(t, p.Stop)
	return p
}

// Stop ends it. Stopping twice is harmless.
func (p *IdentityProvider) Stop() error { return p.process.stop(syscall.SIGKILL, 10*time.Second) }

func startIdentityProvider(dir, callback string, people []Person) (*IdentityProvider, error) {
	program, err := built("identity-provider")
	if err != nil {
		return nil, err
	}
	users := map[string]Person{}
	for _, one := range people {
		users[one.ID] = one
	}
	list, err := json.Marshal(users)
	if err != nil {
		return nil, err
	}
	file, log := filepath.Join(dir, "users.json"), filepath.Join(dir, "identity.log")
	if err := writeFile(file, string(list)); err != nil {
		return nil, err
	}
	for range attempts {
		var ports []int
		if ports, err = freePorts(1); err != nil {
			return nil, err
		}
		p := &IdentityProvider{Issuer: fmt.Sprintf("http://localhost:%d/", ports[0]), ClientID: "web", ClientSecret: "secret"}
		cmd := exec.CommandContext(context.Background(), program)
		cmd.Env = []string{"PORT=" + strconv.Itoa(ports[0]), "USERS_FILE=" + file, "REDIRECT_URI=" + callback}
		if p.process, err = launchInto(log, cmd, syscall.SIGKILL); err != nil {
			return nil, err
		}
		if err = listens(p.process, loopback(ports[0])); err == nil {
			return p, nil
		}
		err = fmt.Errorf("identity provider: %w\n%s", errors.Join(err, p.Stop()), lastLines(log, 10))
	}
	return nil, err
}
