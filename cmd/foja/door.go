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
	"foja/languages"
	"foja/sso"
	"foja/web"
	"foja/webserver"
)

// openWeb opens the port and builds the handlers of screens, API and health.
func (h *house) openWeb(ctx context.Context, demo *web.DemoPage) (err error) {
	closing, caller := make(chan struct{}), webserver.Caller(webserver.Direct)
	if h.cfg.Proxies > 0 {
		if caller, err = webserver.BehindProxies(h.cfg.ProxyHeader, h.cfg.Proxies); err != nil {
			return err
		}
	}
	screens, err := web.New(web.Deps{
		Closing: closing, SSO: signOn(h.cfg), SSOName: h.cfg.SSO.Name,
		Desk: h.desk.Watch(), SessionStore: h.store.Sessions(), Secure: strings.HasPrefix(h.cfg.WebURL, "https://"),
		TrustedOrigins: []string{h.cfg.WebURL}, Caller: caller, Logger: h.log, Demo: demo,
	})
	if err != nil {
		return err
	}
	english, err := languages.English()
	if err != nil {
		return err
	}
	say := func(words string) string {
		said, _ := english.Say(words) // what has no words stays Spanish
		return said
	}
	mux := http.NewServeMux()
	mux.Handle("/api/v1/", api.New(api.Deps{Desk: h.desk.Watch(), Memory: h.store, Caller: caller, Logger: h.log, English: say}))
	mux.HandleFunc("GET /livez", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("ok\n")) }) // a caller that hung up needs no answer
	mux.HandleFunc("GET /readyz", h.ready)
	mux.Handle("/", screens)
	h.http = &http.Server{
		Handler: webserver.Pace{Stall: h.cfg.HTTPStall, Least: leastPace}.Keep(mux), ConnContext: webserver.EachConn,
		ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
	}
	h.http.RegisterOnShutdown(sync.OnceFunc(func() { close(closing) }))
	if h.listen == nil {
		h.listen, err = new(net.ListenConfig).Listen(ctx, "tcp", h.cfg.HTTPAddr)
	}
	return err
}

// leastPace is what a connection must take or send a second, on average while it is waited for, in bytes: a tenth of a bad telephone line.
const leastPace = 2000

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

// serveHTTP serves until stop is called; a failure of the server ends the house.
func (h *house) serveHTTP(fail context.CancelCauseFunc) (stop func()) {
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

// ready says whether requests can be served. Trouble with the mailbox is told, but does not
// take the screens away: the counter must go on.
func (h *house) ready(w http.ResponseWriter, r *http.Request) {
	answer := map[string]any{"database": "ok", "temporal": "ok", "mailbox": "not read here"}
	code := http.StatusOK
	for name, ask := range map[string]func(context.Context) error{
		"database": h.store.Ping,
		"temporal": func(ctx context.Context) error {
			_, err := h.temporal.CheckHealth(ctx, &client.CheckHealthRequest{})
			return err
		},
	} {
		// Each has its own time, so that one that hangs does not make the other look gone.
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
