package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"text/tabwriter"

	"foja/access"
	"foja/access/limits"
	"foja/docket"
	"foja/procedures"
	"foja/store"
)

type userCmd struct {
	Add             userAddCmd      `cmd:"" help:"Add a user; the password is read from standard input."`
	Change          userChangeCmd   `cmd:"" help:"Change a user's name, e-mail, roles or office; what is not given stays."`
	List            userListCmd     `cmd:"" help:"List users."`
	Disable         userDisableCmd  `cmd:"" help:"Disable a user and end the open sessions."`
	Enable          userEnableCmd   `cmd:"" help:"Let a disabled user in again."`
	SecondFactorOff userFactorCmd   `cmd:"" help:"Take the second factor of who lost it away; ends the open sessions."`
	Confirm         userConfirmCmd  `cmd:"" help:"Say that an account which one administrator made is somebody's: the two then count as two persons."`
	Password        userPasswordCmd `cmd:"" help:"Set a password, read from standard input; ends the open sessions."`
}

type userAddCmd struct {
	Login  string   `arg:"" help:"Login name."`
	Name   string   `required:"" help:"Full name, as letters and receipts show it."`
	Email  string   `help:"Where notices go."`
	Role   []string `required:"" help:"reception, officer, manager, head, administrator or auditor; may be repeated." enum:"reception,officer,manager,head,administrator,auditor"`
	Office string   `help:"Office ID; empty = all offices."`
}

func (c userAddCmd) Run(ctx context.Context) error {
	if err := checkOffice(c.Office); err != nil {
		return err
	}
	hash, err := readPassword(c.Login, c.Name)
	if err != nil {
		return err
	}
	return withStore(ctx, func(s *store.Store) error {
		u, err := s.AddUser(ctx, store.User{
			Login: c.Login, Name: c.Name, Email: c.Email, Office: c.Office, Roles: rolesOf(c.Role), PasswordHash: hash,
		})
		if err == nil {
			fmt.Printf("added %s (%s)\n", u.Login, u.ID)
			err = auditOperator(ctx, s, u, access.AccountCreated, strings.Join(c.Role, ", "))
		}
		return err
	})
}

type userChangeCmd struct {
	Login  string   `arg:""`
	Name   *string  `help:"Full name."`
	Email  *string  `help:"Where notices go."`
	Role   []string `help:"All roles from now on; may be repeated." enum:"reception,officer,manager,head,administrator,auditor"`
	Office *string  `help:"Office ID; empty = all offices."`
}

func (c userChangeCmd) Run(ctx context.Context) error {
	if c.Office != nil {
		if err := checkOffice(*c.Office); err != nil {
			return err
		}
	}
	return withUser(ctx, c.Login, func(s *store.Store, u store.User) error {
		before := u
		for _, change := range []struct{ to, from *string }{{&u.Name, c.Name}, {&u.Email, c.Email}, {&u.Office, c.Office}} {
			if change.from != nil {
				*change.to = *change.from
			}
		}
		if len(c.Role) > 0 {
			u.Roles = rolesOf(c.Role)
		}
		// Sessions end, so that the old rights are not used any longer.
		return errors.Join(s.UpdateUser(ctx, u), s.EndSessions(ctx, u.ID), auditOperator(ctx, s, before, access.AccountChanged, changed(before, u)))
	})
}

func rolesOf(names []string) (roles []docket.Role) {
	for _, n := range names {
		roles = append(roles, docket.Role(n))
	}
	return roles
}

// checkOffice refuses an office that is not in the agency file.
func checkOffice(id string) error {
	cfg, err := loadConfig()
	if err != nil {
		return err
	}
	agency, err := procedures.LoadAgency(cfg.AgencyFile)
	if err != nil {
		return errUsage{err}
	}
	if _, ok := agency.Office(id); id != "" && !ok {
		return errUsage{fmt.Errorf("office %q is not in the agency file", id)}
	}
	return nil
}

type userListCmd struct{}

func (userListCmd) Run(ctx context.Context) error {
	return withStore(ctx, func(s *store.Store) error {
		users, err := s.Users(ctx)
		if err != nil {
			return err
		}
		w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
		_, err = fmt.Fprintln(w, "LOGIN\tNAME\tROLES\tOFFICE\tSTATE")
		for _, u := range users {
			state := "active"
			if u.Disabled {
				state = "disabled"
			}
			var roles []string
			for _, r := range u.Roles {
				roles = append(roles, string(r))
			}
			_, e := fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", u.Login, u.Name, strings.Join(roles, ","), u.Office, state)
			err = errors.Join(err, e)
		}
		return errors.Join(err, w.Flush())
	})
}

type userDisableCmd struct {
	Login string `arg:""`
}

func (c userDisableCmd) Run(ctx context.Context) error {
	return withUser(ctx, c.Login, func(s *store.Store, u store.User) error {
		return errors.Join(s.SetDisabled(ctx, u.ID, true), auditOperator(ctx, s, u, access.AccountDisabled, ""))
	})
}

type userFactorCmd struct {
	Login string `arg:""`
}

func (c userFactorCmd) Run(ctx context.Context) error {
	return withUser(ctx, c.Login, func(s *store.Store, u store.User) error {
		return errors.Join(s.DropSecondFactor(ctx, u.ID), s.EndAccess(ctx, u.ID), auditOperator(ctx, s, u, access.AccountFactorTaken, ""))
	})
}

type userEnableCmd struct {
	Login string `arg:""`
}

func (c userEnableCmd) Run(ctx context.Context) error {
	return withUser(ctx, c.Login, func(s *store.Store, u store.User) error {
		return errors.Join(s.SetDisabled(ctx, u.ID, false), auditOperator(ctx, s, u, access.AccountEnabled, ""))
	})
}

type userPasswordCmd struct {
	Login string `arg:""`
}

func (c userPasswordCmd) Run(ctx context.Context) error {
	hash, err := readPassword(c.Login, "")
	if err != nil {
		return err
	}
	return withUser(ctx, c.Login, func(s *store.Store, u store.User) error {
		return errors.Join(s.SetPassword(ctx, u.ID, hash), auditOperator(ctx, s, u, access.AccountPassword, ""))
	})
}

// readPassword reads one line of standard input and returns its hash. A flag would leave the password in the process
// list and the shell's history.
func readPassword(login, name string) (string, error) {
	if info, err := os.Stdin.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
		fmt.Fprint(os.Stderr, "Password (it shows as you type): ")
	}
	line, err := bufio.NewReader(os.Stdin).ReadString('\n')
	password := strings.TrimRight(line, "\r\n")
	if password == "" {
		return "", errUsage{errors.Join(errors.New("no password on standard input"), err)}
	}
	if err := access.WeakPassword("password", password, limits.Default().PasswordLength, login, name, docket.Agency{}); err != nil {
		return "", errUsage{fmt.Errorf("the password is not taken: ten characters at least, and nothing that is easy to guess (%w)", err)}
	}
	return access.HashPassword(password)
}

func withUser(ctx context.Context, login string, do func(*store.Store, store.User) error) error {
	return withStore(ctx, func(s *store.Store) error {
		u, err := s.UserByLogin(ctx, login)
		if err != nil {
			return fmt.Errorf("user %s: %w", login, err)
		}
		return do(s, u)
	})
}

// withStore opens the register for one command.
func withStore(ctx context.Context, do func(*store.Store) error) error {
	cfg, err := loadConfig()
	if err != nil {
		return err
	}
	return withRegister(ctx, cfg, do)
}
