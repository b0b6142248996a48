package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"go.temporal.io/sdk/client"

	"foja/api"
	"foja/config"
	"foja/docket"
	"foja/web"
	"foja/web/sso"
	"foja/webserver"
)

// openWeb opens the port and builds the handlers of screens, API and health.
func (h *app) openWeb(ctx context.Context, demo *web.DemoPage) (err error) {
	closing, caller := make(chan struct{}), webserver.Caller(webserver.Direct)
	if h.cfg.Proxies > 0 {
		if caller, err = webserver.BehindProxies(h.cfg.ProxyHeader, h.cfg.Proxies); err != nil {
			return err
		}
	}
	screens, err := web.New(web.Deps{
		Closing: closing, SSO: signOn(h.cfg), SSOName: h.cfg.SSO.Name,
		Limits: limitsOf(h.cfg),
		Desk:   screens(h.desk), SessionStore: h.store.Sessions(), Secure: strings.HasPrefix(h.cfg.WebURL, "https://"),
		TrustedOrigins: []string{h.cfg.WebURL}, Caller: caller, Logger: h.log, Demo: demo,
	})
	if err != nil {
		return err
	}
	mux := http.NewServeMux()
	mux.Handle("/api/v1/", api.New(api.Deps{Desk: calls(h.desk), Memory: h.store, Caller: caller, Logger: h.log}))
	mux.HandleFunc("GET /livez", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("ok\n")) }) // a caller that hung up needs no answer
	mux.HandleFunc("GET /readyz", h.ready)
	mux.Handle("/", screens)
	h.http = &http.Server{
		Handler: webserver.MinSpeed{Stall: h.cfg.HTTPStall, BytesPerSecond: minBytesPerSecond}.Limit(mux), ConnContext: webserver.EachConn,
		ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
	}
	h.http.RegisterOnShutdown(sync.OnceFunc(func() { close(closing) }))
	if h.listen == nil {
		h.listen, err = new(net.ListenConfig).Listen(ctx, "tcp", h.cfg.HTTPAddr)
	}
	return err
}

// minBytesPerSecond is the slowest connection that is served, on average while the server waits for it: a tenth of a
// bad telephone line.
const minBytesPerSecond = 2000

// signOn is the identity provider of the settings; nil when there is none.
func signOn(c config.Config) web.SignOn {
	if c.SSO.Issuer == "" {
		return nil
	}
	return sso.New(sso.Settings{
		Issuer: c.SSO.Issuer, ClientID: c.SSO.ClientID, ClientSecret: c.SSO.ClientSecret, Claim: c.SSO.Claim, Callback: c.WebURL + "/login/sso/back",
	})
}

func factorRoles(c config.Config) (all []docket.Role) {
	for _, r := range c.FactorRoles {
		all = append(all, docket.Role(r))
	}
	return all
}

// serveHTTP serves until stop is called; a failure of the server ends the program.
func (h *app) serveHTTP(fail context.CancelCauseFunc) (stop func()) {
	go func() {
		if err := h.http.Serve(h.listen); !errors.Is(err, http.ErrServerClosed) {
			fail(fmt.Errorf("web server: %w", err))
		}
	}()
	return func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := h.http.Shutdown(ctx); err != nil {
			h.log.Warn("some connections were cut at the end", "error", err)
		}
	}
}

// ready reports whether requests can be served. Mailbox trouble is reported but does not make the process unready:
// the counter needs the pages.
func (h *app) ready(w http.ResponseWriter, r *http.Request) {
	answer := map[string]any{"database": "ok", "temporal": "ok", "mailbox": "not read here"}
	code := http.StatusOK
	for name, ask := range map[string]func(context.Context) error{
		"database": h.store.Ping,
		"temporal": func(ctx context.Context) error {
			_, err := h.temporal.CheckHealth(ctx, &client.CheckHealthRequest{})
			return err
		},
	} {
		// Each check has its own timeout, so that a hanging one does not fail the other.
		ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
		if ask(ctx) != nil {
			answer[name], code = "unreachable", http.StatusServiceUnavailable
		}
		cancel()
	}
	for i, w := range h.watchers {
		s, name := w.Status(), "mailbox"
		if i > 0 {
			name += " " + w.Account.Name
		}
		answer[name] = map[string]any{"connected": s.Connected, "last_success": s.LastSuccess}
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(code)
	_ = json.NewEncoder(w).Encode(answer) // a caller that hung up needs no answer
}
