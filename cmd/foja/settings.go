package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"text/tabwriter"

	"foja/config"
	"foja/desk/upkeep"
)

// loadConfig reads the settings.
func loadConfig() (config.Config, error) { return loadConfigWith(nil) }

// loadConfigWith reads the settings; over takes precedence over the environment.
func loadConfigWith(over map[string]string) (config.Config, error) {
	c, _, err := config.Load(func(name string) (string, bool) {
		if v, ok := over[name]; ok {
			return v, true
		}
		return os.LookupEnv(name)
	})
	for name, value := range over {
		c.Decide(name, value)
	}
	if err != nil {
		return c, errUsage{fmt.Errorf("wrong settings:\n%w\nfoja config lists all settings", err)}
	}
	return c, nil
}

// newLogger logs to standard error: standard output is for the command's answer.
func newLogger(c config.Config) *slog.Logger {
	var level slog.Level
	if err := level.UnmarshalText([]byte(c.LogLevel)); err != nil {
		level = slog.LevelInfo // the settings table has refused other values
	}
	options := &slog.HandlerOptions{Level: level}
	if c.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(os.Stderr, options))
	}
	return slog.New(slog.NewTextHandler(os.Stderr, options))
}

type configCmd struct {
	JSON bool `name:"json" help:"One JSON object per setting."`
}

// warnUnknown warns of FOJA_* variables that no setting uses.
func warnUnknown() {
	for _, name := range config.Unknown(os.Environ()) {
		fmt.Fprintf(os.Stderr, "foja: there is no setting %s: is it misspelt? foja config lists them all\n", name)
	}
}

func (c configCmd) Run() error {
	warnUnknown()
	_, values, err := config.Load(os.LookupEnv)
	if c.JSON {
		enc := json.NewEncoder(os.Stdout)
		for _, v := range values {
			if e := enc.Encode(map[string]any{
				"name": v.Name, "value": v.Shown, "source": v.Source, "type": v.Type, "default": v.Default, "secret": v.Secret, "help": v.Help,
			}); e != nil {
				return e
			}
		}
	} else if e := printSettings(values); e != nil {
		return e
	}
	if err != nil {
		return errUsage{fmt.Errorf("wrong settings:\n%w", err)}
	}
	return nil
}

// settingsInForce lists the settings for the page.
func settingsInForce(c config.Config) (all []upkeep.Setting) {
	for _, v := range c.InForce {
		all = append(all, upkeep.Setting{Name: v.Name, Value: v.Shown, Source: v.Source, Help: v.Help, Default: v.Source == "default"})
	}
	return all
}

func printSettings(values []config.Value) error {
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	_, err := fmt.Fprintln(w, "SETTING\tVALUE\tFROM\tTYPE")
	for _, v := range values {
		_, e := fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", v.Name, v.Shown, v.Source, v.Type)
		err = errors.Join(err, e)
	}
	// The cluster's address is a setting of the Temporal SDK; it is shown, not read, here.
	_, e := fmt.Fprintf(w, "TEMPORAL_ADDRESS\t%s\tTemporal SDK\tHOST:PORT, or empty for the embedded server\n", os.Getenv("TEMPORAL_ADDRESS"))
	return errors.Join(err, e, w.Flush())
}
