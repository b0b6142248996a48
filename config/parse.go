package config

import (
	"encoding/base64"
	"errors"
	"fmt"
	"net"
	"net/mail"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"
)

// The parsers below each make a setter for one kind of value. The error they return is a
// short aside; name, value and the right form come from the table's row.

type setter = func(*Config, string) error

var errEmpty = errors.New("it must not be empty")

func text(at func(*Config) *string, required bool) setter {
	return func(c *Config, v string) error {
		if required && strings.TrimSpace(v) == "" {
			return errEmpty
		}
		*at(c) = v
		return nil
	}
}

func oneOf(at func(*Config) *string, allowed ...string) setter {
	return func(c *Config, v string) error {
		for _, a := range allowed {
			if v == a {
				*at(c) = v
				return nil
			}
		}
		return errors.New("not one of these")
	}
}

func boolean(at func(*Config) *bool) setter {
	return func(c *Config, v string) error {
		b, err := strconv.ParseBool(v)
		*at(c) = b
		return err
	}
}

// proxies reads how many proxies are in front: "true" is one.
func proxies(at func(*Config) *int) setter {
	return func(c *Config, v string) error {
		if n, err := strconv.Atoi(v); err == nil && (n > 1 && n <= 9) {
			*at(c) = n
			return nil
		}
		b, err := strconv.ParseBool(v)
		if *at(c) = 0; b {
			*at(c) = 1
		}
		return err
	}
}

func integer(at func(*Config) *int, low, high int) setter {
	return func(c *Config, v string) error {
		n, err := strconv.Atoi(v)
		if err == nil && (n < low || n > high) {
			err = errors.New("from " + strconv.Itoa(low) + " to " + strconv.Itoa(high))
		}
		*at(c) = n
		return err
	}
}

func duration(at func(*Config) *time.Duration) setter {
	return func(c *Config, v string) error {
		d, err := time.ParseDuration(v)
		if err == nil && d <= 0 {
			err = errors.New("it must be more than nothing")
		}
		*at(c) = d
		return err
	}
}

// upTo reads a duration between nothing and most.
func upTo(most time.Duration, at func(*Config) *time.Duration) setter {
	return func(c *Config, v string) error {
		d, err := time.ParseDuration(v)
		if err == nil && (d < 0 || d > most) {
			err = fmt.Errorf("it must be between 0s and %s", most)
		}
		*at(c) = d
		return err
	}
}

// between reads a duration from least to most.
func between(least, most time.Duration, at func(*Config) *time.Duration) setter {
	return func(c *Config, v string) error {
		d, err := time.ParseDuration(v)
		if err == nil && (d < least || d > most) {
			err = fmt.Errorf("it must be between %s and %s", least, most)
		}
		*at(c) = d
		return err
	}
}

func hostPort(at func(*Config) *string, required bool) setter {
	return func(c *Config, v string) error {
		if v == "" && !required {
			return nil
		}
		_, port, err := net.SplitHostPort(v)
		if err != nil {
			return err
		}
		if n, err := strconv.Atoi(port); err != nil || n < 0 || n > 65535 {
			return errors.New("the port is a number from 0 to 65535")
		}
		*at(c) = v
		return nil
	}
}

func address(at func(*Config) *string) setter {
	return func(c *Config, v string) error {
		if v == "" {
			return nil
		}
		a, err := mail.ParseAddress(v)
		if err != nil {
			return err
		}
		*at(c) = a.Address
		return nil
	}
}

func readable(at func(*Config) *string) setter {
	return func(c *Config, v string) error {
		if v == "" {
			return nil
		}
		if _, err := os.Stat(v); err != nil {
			return err
		}
		*at(c) = v
		return nil
	}
}

func database(at func(*Config) *string) setter {
	return func(c *Config, v string) error {
		path, isSQLite := strings.CutPrefix(v, "sqlite:")
		if isSQLite && path != "" {
			*at(c) = v
			return nil
		}
		// The URL's own parse error would repeat the password, so it is not passed on.
		u, err := url.Parse(v)
		if err != nil || (u.Scheme != "postgres" && u.Scheme != "postgresql") || u.Host == "" {
			return errors.New("no other kind of database")
		}
		*at(c) = v
		return nil
	}
}

// factorRoles are roles of people, not of processes.
func factorRoles(c *Config, v string) error {
	for r := range strings.SplitSeq(v, ",") {
		switch r = strings.TrimSpace(r); r {
		case "":
		case "reception", "officer", "manager", "head", "administrator", "auditor":
			c.FactorRoles = append(c.FactorRoles, r)
		default:
			return errors.New("unknown role " + strconv.Quote(r))
		}
	}
	return nil
}

// clamd is a network address, or a socket.
func clamd(at func(*Config) *string) setter {
	return func(c *Config, v string) error {
		if strings.HasPrefix(v, "/") {
			*at(c) = v
			return nil
		}
		return hostPort(at, false)(c, v)
	}
}

// place is where bytes are kept.
func place(at func(*Config) *string) setter {
	return func(c *Config, v string) error {
		dir, inDir := strings.CutPrefix(v, "dir:")
		name, inBucket := strings.CutPrefix(v, "s3://")
		if v != "" && (!inDir || dir == "") && (!inBucket || strings.Trim(name, "/") == "") {
			return errors.New("as dir:/var/lib/foja/blobs or s3://bucket")
		}
		*at(c) = v
		return nil
	}
}

// senders reads addresses and domains.
func senders(at func(*Config) *[]string) setter {
	return func(c *Config, v string) error {
		for _, s := range strings.Split(v, ",") {
			s = strings.ToLower(strings.TrimPrefix(strings.TrimSpace(s), "@"))
			if s == "" {
				continue
			}
			local, domain, address := strings.Cut(s, "@")
			if !address {
				domain = local
			}
			if local == "" || !strings.Contains(domain, ".") || strings.ContainsAny(s, " <>/:;") ||
				strings.Contains(domain, "@") {
				return fmt.Errorf("%q is neither an address like mesa@portal.gob.pe nor a domain like portal.gob.pe", s)
			}
			*at(c) = append(*at(c), s)
		}
		return nil
	}
}

func roles(c *Config, v string) error {
	for _, r := range strings.Split(v, ",") {
		switch r = strings.TrimSpace(r); r {
		case "web", "worker", "mail":
			c.Roles = append(c.Roles, r)
		default:
			return errors.New("unknown role " + strconv.Quote(r))
		}
	}
	return nil
}

func webURL(c *Config, v string) error {
	u, err := url.Parse(v)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		return errors.New("with a host")
	}
	c.WebURL = strings.TrimRight(v, "/")
	return nil
}

// secretKeys are looked at closely by package seal; here only what was typed over or cut short is refused.
func secretKeys(at func(*Config) *string) setter {
	return func(c *Config, v string) error {
		for _, word := range strings.Fields(v) {
			if raw, err := base64.StdEncoding.DecodeString(word); err != nil || len(raw) != 32 {
				return errors.New("not 32 bytes in base64")
			}
		}
		*at(c) = strings.TrimSpace(v)
		return nil
	}
}

// sinceText takes what Since reads.
func sinceText(at func(*Config) *string) setter {
	return func(c *Config, v string) error {
		_, err := Since(v, time.UTC)
		*at(c) = strings.TrimSpace(v)
		return err
	}
}

// Since reads an instant of RFC 3339, or a date, which begins at midnight in zone; the zero time when v is empty.
func Since(v string, zone *time.Location) (time.Time, error) {
	v = strings.TrimSpace(v)
	if v == "" {
		return time.Time{}, nil
	}
	if t, err := time.ParseInLocation(time.DateOnly, v, zone); err == nil {
		return t, nil
	}
	t, err := time.Parse(time.RFC3339, v)
	if err != nil {
		return time.Time{}, errors.New("neither a date nor an instant with its zone")
	}
	return t, nil
}
