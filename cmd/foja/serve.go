package main

import (
	"context"

	"foja/config"
)

type serveCmd struct {
	Roles   string `help:"What this process does: a list of web, worker, mail; overrides FOJA_ROLES." placeholder:"LIST"`
	Migrate bool   `help:"Bring the database to this program's version first."`
}

func (c serveCmd) Run(ctx context.Context) error {
	warnUnknown()
	cfg, err := c.config()
	if err != nil {
		return err
	}
	log := newLogger(cfg)
	h, err := open(ctx, cfg, log, openOptions{migrate: c.Migrate})
	if err != nil {
		return err
	}
	defer h.close()
	if len(h.watchers) == 0 && cfg.Has("mail") {
		log.Warn("no mailbox is configured (FOJA_IMAP_ADDR): requests come by the counter and the API only")
	}
	if cfg.SMTP.Addr == "" && cfg.Has("worker") {
		log.Warn("no submission server is configured (FOJA_SMTP_ADDR): letters by mail will wait")
	}
	if h.listen != nil {
		log.Info("foja is ready", "screens", cfg.WebURL, "listening", h.listen.Addr().String())
	} else {
		log.Info("foja is ready", "roles", cfg.Roles)
	}
	return h.run(ctx)
}

// config is the configuration of the environment with the flags applied, validated in the same way.
func (c serveCmd) config() (config.Config, error) {
	if c.Roles == "" {
		return loadConfig()
	}
	return loadConfigWith(map[string]string{"FOJA_ROLES": c.Roles})
}
