package e2e_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"foja/harness"
	"foja/store/storetest"
)

// register is the database of a real set, migrated and with the staff in it.
type register struct {
	address string // FOJA_DATABASE
	staff   []user
}

// database makes the register of one test.
type database func(t testing.TB, dir string) register

// postgres is a new database of the server that withservers started.
func postgres(t testing.TB, _ string) register {
	t.Helper()
	return hired(t, harness.UseDatabase(t))
}

// sqlite is a copy of one file: the commands that make it take seconds.
func sqlite(t testing.TB, dir string) register {
	t.Helper()
	path := filepath.Join(dir, "foja.db")
	staffed.Copy(t, path)
	return register{address: "sqlite:" + path, staff: slices.Clone(staff)}
}

var (
	staffed = harness.CachedFile{Make: func(path string) (err error) {
		staff, err = hire("sqlite:" + path)
		return err
	}}
	staff []user // of the copies
)

func hired(t testing.TB, address string) register {
	t.Helper()
	people, err := hire(address)
	if err != nil {
		t.Fatal(err)
	}
	return register{address: address, staff: people}
}

// hire migrates an empty database and adds the staff with their passwords and tokens, by the program's own commands.
func hire(address string) (people []user, err error) {
	dir, err := os.MkdirTemp("", "foja-staff-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	agency := filepath.Join(dir, agencyName)
	if err := os.WriteFile(agency, []byte(agencyFile), 0o600); err != nil {
		return nil, err
	}
	env := []string{"FOJA_DATABASE=" + address, "FOJA_SECRET_KEY=" + storetest.Key, "FOJA_AGENCY_FILE=" + agency}
	if _, err := fojaSays(env, "", "migrate"); err != nil {
		return nil, err
	}
	for _, u := range []struct {
		role, login, name, email, office string
	}{
		{"reception", "mesa", "Rosa Quispe Mamani", "", "centro"},
		{"officer", "oficial", "Carlos Huamán Ríos", theOfficer.Address, "centro"},
		{"officer", "oficial2", "Elena Rojas Díaz", "", "centro"},
		{"manager", "jefa", "Marta Salazar Vega", theManager.Address, ""},
		{"head", "titular", "Jorge Paredes Luna", "", ""},
	} {
		secret := "tijera nube grapa " + u.login
		if _, err := fojaSays(env, secret+"\n", "user", "add", u.login, "--name", u.name, "--email", u.email, "--role",
			u.role, "--office", u.office); err != nil {
			return nil, err
		}
		token, err := fojaSays(env, "", "token", "add", u.login, "--name", "e2e")
		if err != nil {
			return nil, err
		}
		people = append(people, user{
			Role: u.role, User: u.login, Password: secret, Token: strings.TrimSpace(token), Office: u.office,
		})
	}
	return people, nil
}
