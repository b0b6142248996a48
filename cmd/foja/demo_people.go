package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"foja/access"
	"foja/docket"
	"foja/store"
)

// demoMailbox is a mailbox of the demo. Its password is public by design: the server listens on loopback only.
type demoMailbox struct{ address, password string }

var (
	agencyBox  = demoMailbox{"transparencia@spn.example", "agencia-demo"}
	citizenBox = demoMailbox{"ana.flores@correo.example", "ciudadana-demo"}
)

// person is a user of the demo's agency.
type person struct {
	login, name, office string
	roles               []docket.Role
}

func (p person) password() string { return p.login + "-demo-2026" }
func (p person) email() string    { return p.login + "@spn.example" }

// demoPeople are one person per role, and a second officer in each office, so that work can be
// handed over and denials find their second person.
func demoPeople() []person {
	one := func(r docket.Role) []docket.Role { return []docket.Role{r} }
	return []person{
		{"mesa", "Rosa Quispe Mamani", "lima", one(docket.RoleReception)},
		{"oficial", "Carlos Huamán Ríos", "lima", one(docket.RoleOfficer)},
		{"jefe", "Marta Salazar Vega", "", one(docket.RoleManager)},
		{"titular", "Jorge Paredes Luna", "", one(docket.RoleHead)},
		{"admin", "Lucía Torres Cano", "", one(docket.RoleAdministrator)},
		{"auditor", "Pedro Núñez Soto", "", one(docket.RoleAuditor)},
		{"oficial2", "Elena Rojas Díaz", "lima", one(docket.RoleOfficer)},
		{"norte", "Iván Castillo Prado", "trujillo", one(docket.RoleOfficer)},
		{"mesanorte", "Teresa Ñahui Ccori", "trujillo", one(docket.RoleReception)},
	}
}

// addPeople gives everybody a login and a mailbox; what is there already stays as it is.
func (d *demo) addPeople(ctx context.Context) error {
	for _, b := range []demoMailbox{agencyBox, citizenBox} {
		if err := d.post.AddUser(b.address, b.password); err != nil {
			return err
		}
	}
	for _, p := range d.people {
		if err := d.post.AddUser(p.email(), p.password()); err != nil {
			return err
		}
		if _, err := d.store.UserByLogin(ctx, p.login); err == nil {
			continue
		} else if docket.CodeOf(err) != docket.CodeNotFound {
			return err
		}
		hash, err := access.HashPassword(p.password())
		if err != nil {
			return err
		}
		if _, err := d.store.AddUser(ctx, store.User{
			Login: p.login, Name: p.name, Email: p.email(), Roles: p.roles, Office: p.office, PasswordHash: hash,
		}); err != nil {
			return err
		}
	}
	return nil
}

// signedIn is a user of the demo, loaded as the desk needs it.
func (d *demo) signedIn(ctx context.Context, login string) (access.User, error) {
	u, err := d.store.UserByLogin(ctx, login)
	return access.User{ID: u.ID, Login: u.Login, Name: u.Name, Roles: u.Roles, Office: u.Office}, err
}

// demoTokenLife is how long the demo's API tokens are good: every start makes new ones.
const demoTokenLife = 30 * 24 * time.Hour

// tokens makes each person an API token for this run.
func (d *demo) tokens(ctx context.Context) (map[string]string, error) {
	tokens := map[string]string{}
	for _, p := range d.people {
		u, err := d.store.UserByLogin(ctx, p.login)
		if err != nil {
			return nil, err
		}
		plain, hash := access.NewToken() // for the program itself: no notice to the owner
		if _, err := d.store.AddToken(ctx, store.Token{User: u.ID, Name: "demo", Hash: hash, ExpiresAt: time.Now().Add(demoTokenLife)}); err != nil {
			return nil, err
		}
		tokens[p.login] = plain
	}
	return tokens, nil
}

// scriptInfo is the description of the demo for scripts.
func (d *demo) scriptInfo(tokens map[string]string) any {
	type user struct {
		Role     docket.Role `json:"role"`
		User     string      `json:"user"`
		Password string      `json:"password"`
		Token    string      `json:"token"`
		Office   string      `json:"office,omitempty"`
	}
	type mailbox struct {
		Who      string `json:"who"`
		Address  string `json:"address"`
		User     string `json:"user"`
		Password string `json:"password"`
	}
	var users []user
	for _, p := range d.people {
		users = append(users, user{p.roles[0], p.login, p.password(), tokens[p.login], p.office})
	}
	return map[string]any{
		"web_url": d.cfg.WebURL, "smtp_addr": d.post.SMTPAddr(), "imap_addr": d.post.IMAPAddr(),
		"users": users,
		"mailboxes": []mailbox{
			{"agency", agencyBox.address, agencyBox.address, agencyBox.password},
			{"citizen", citizenBox.address, citizenBox.address, citizenBox.password},
			{"unit", archiveBox.address, archiveBox.address, archiveBox.password},
		},
	}
}

// print writes the description of the demo for people.
func (d *demo) print() error {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("")
	line("foja is ready.")
	line("")
	line("  Write as a citizen   %s/demo/write", d.cfg.WebURL)
	line("  Work on it           %s/", d.cfg.WebURL)
	line("  Citizen's status     %s/status", d.cfg.WebURL)
	line("  JSON API             %s/api/v1/openapi.yaml", d.cfg.WebURL)
	line("")
	line("  %-15s %-12s %s", "Role", "Login", "Password")
	for _, p := range d.people {
		line("  %-15s %-12s %s", p.roles[0], p.login, p.password())
	}
	line("")
	line("  Any mail program can be pointed at it (no encryption, this machine only):")
	line("  IMAP %s   SMTP %s", d.post.IMAPAddr(), d.post.SMTPAddr())
	line("  %-30s %s", agencyBox.address, agencyBox.password)
	line("  %-30s %s", citizenBox.address, citizenBox.password)
	line("  %-30s %s   (the archive, which is asked by mail)", archiveBox.address, archiveBox.password)
	line("")
	line("  Ctrl-C stops it; started again it continues. foja demo --reset starts afresh.")
	_, err := fmt.Print(b.String())
	return err
}
