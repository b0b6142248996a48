package procedures

import (
	"cmp"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"foja/calendar"
	"foja/docket"
)

//go:embed public-information*.yaml direct-access.yaml religious-assistance*.yaml
var shippedProcedures embed.FS

// Set is the procedures at hand, each in all its versions. It may be read while a version is added.
type Set struct {
	mu   sync.RWMutex
	list []docket.Procedure // by key, then by the day from which they hold; replaced, never changed, once others read it
}

// now are the versions at this moment.
func (s *Set) now() []docket.Procedure {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.list
}

// Take adds a version, as With does, to the set itself: its holder has the version from now on.
func (s *Set) Take(p docket.Procedure) error {
	next, err := s.With(p)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.list = next.list
	return nil
}

// Load gives the procedures that are part of the program. They cannot change, so they are read once; what is
// inside a version is everybody's, as in every Set, and nobody's to change.
func Load() (*Set, error) {
	list, err := shipped()
	return &Set{list: list}, err
}

var shipped = sync.OnceValues(func() ([]docket.Procedure, error) {
	files := map[string][]byte{}
	names, err := fs.Glob(shippedProcedures, "*.yaml")
	if err != nil {
		return nil, fmt.Errorf("shipped procedures: %w", err)
	}
	for _, name := range names {
		data, err := shippedProcedures.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("shipped procedures: %w", err)
		}
		files[name] = data
	}
	set, err := Read(files)
	if err != nil {
		return nil, err
	}
	return set.list, nil
})

// procedureFile is a procedure as it is written: one version may name another of the same
// procedure ("2024"), or of another one ("public-information/2024"), and say only what differs from it.
type procedureFile struct {
	BasedOn          string `yaml:"based_on"`
	docket.Procedure `yaml:",inline"`
}

// base is the version that the file starts from.
func (f procedureFile) base(set *Set) (p docket.Procedure, key, version string, err error) {
	key, version, other := strings.Cut(f.BasedOn, "/")
	if !other {
		key, version = f.Key, f.BasedOn
	}
	p, err = set.Version(key, version)
	if other { // its spans are its own
		p.ValidFrom, p.ValidUntil = f.ValidFrom, f.ValidUntil
	}
	return p, key, version, err
}

// Read parses and validates procedure files (name -> content). Errors name file and line, and
// all the wrong lines are reported together.
func Read(files map[string][]byte) (*Set, error) {
	var names []string
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)

	set := &Set{}
	var errs []error
	var late []string // those that are based on another
	for _, name := range names {
		var f procedureFile
		if err := decodeStrict(name, files[name], &f); err != nil {
			errs = append(errs, err)
			continue
		}
		if f.BasedOn != "" {
			late = append(late, name)
			continue
		}
		errs = append(errs, set.add(name, files[name], f.Procedure))
	}
	for _, name := range late {
		var head, f procedureFile
		if err := decodeStrict(name, files[name], &head); err != nil {
			errs = append(errs, err)
			continue
		}
		base, key, version, err := head.base(set)
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: based_on: %s has no version %q that stands by itself", name, key, version))
			continue
		}
		f.Procedure = base
		if err := decodeStrict(name, files[name], &f); err != nil {
			errs = append(errs, err)
			continue
		}
		errs = append(errs, set.add(name, files[name], f.Procedure))
	}
	errs = append(errs, set.checkSpans())
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return set, nil
}

func (s *Set) add(name string, data []byte, p docket.Procedure) error {
	if err := validate(name, data, p); err != nil {
		return err
	}
	s.list = append(s.list, p)
	s.sort()
	return nil
}

func (s *Set) sort() {
	slices.SortFunc(s.list, func(a, b docket.Procedure) int {
		return cmp.Or(cmp.Compare(a.Key, b.Key), a.ValidFrom.Compare(b.ValidFrom))
	})
}

// With returns the set with one more version, or with that version in place of the one of the same key and version. An
// earlier version that was to hold without end ends on the day before it.
func (s *Set) With(p docket.Procedure) (*Set, error) {
	next := &Set{list: slices.DeleteFunc(slices.Clone(s.now()),
		func(o docket.Procedure) bool { return o.Key == p.Key && o.Version == p.Version })}
	for i, o := range next.list {
		if o.Key == p.Key && o.ValidUntil.IsZero() && o.ValidFrom.Before(p.ValidFrom) {
			next.list[i].ValidUntil = p.ValidFrom.AddDays(-1)
		}
	}
	next.list = append(next.list, p)
	next.sort()
	return next, next.checkSpans()
}

// LoadWith reads the procedures that are part of the program and those of a folder (its files *.yaml): they are added,
// or stand in for a shipped version of the same key and version. An empty dir is none.
func LoadWith(dir string) (*Set, error) {
	set, err := Load()
	if err != nil || dir == "" {
		return set, err
	}
	names, err := filepath.Glob(filepath.Join(dir, "*.yaml"))
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("%s holds no procedure: no file *.yaml", dir)
	}
	slices.Sort(names)
	var wrong []error
	for _, name := range names {
		next, _, err := AddFile(set, name)
		if wrong = append(wrong, err); err == nil {
			set = next
		}
	}
	return set, errors.Join(wrong...)
}

// checkSpans refuses two versions of one procedure in force on the same day.
func (s *Set) checkSpans() error {
	for i := 1; i < len(s.list); i++ {
		a, b := s.list[i-1], s.list[i]
		if a.Key == b.Key && (a.ValidUntil.IsZero() || !a.ValidUntil.Before(b.ValidFrom)) {
			return fmt.Errorf("procedure %s: versions %q and %q are both in force on %s", a.Key, a.Version,
				b.Version, b.ValidFrom)
		}
	}
	return s.checkMoves()
}

// checkMoves refuses a version that takes over cases which it does not know what to do with.
func (s *Set) checkMoves() error {
	for _, p := range s.list {
		for i, m := range p.Moves {
			before := slices.IndexFunc(s.list, func(o docket.Procedure) bool { return o.Key == p.Key && o.Version == m.From })
			if before < 0 || !s.list[before].ValidFrom.Before(p.ValidFrom) {
				return fmt.Errorf("procedure %s %s: moves[%d].from: %q is no earlier version of it", p.Key, p.Version, i, m.From)
			}
			for _, state := range s.list[before].States {
				if _, known := p.State(m.State(state.Key)); !known && !state.Final {
					return fmt.Errorf("procedure %s %s: moves[%d].states: say which state follows %q of version %s", p.Key, p.Version,
						i, state.Key, m.From)
				}
			}
		}
	}
	return nil
}

// All returns every version of every procedure, by key and then by the day from which it
// holds.
func (s *Set) All() []docket.Procedure { return slices.Clone(s.now()) }

// InForce returns the procedures in force on a day, by key.
func (s *Set) InForce(on calendar.Date) []docket.Procedure {
	var list []docket.Procedure
	for _, p := range s.now() {
		if holds(p, on) {
			list = append(list, p)
		}
	}
	return list
}

// For returns the version of a procedure in force on the legal day of reception (law: R58). It
// refuses an unknown procedure, and a day on which none of its versions was in force.
func (s *Set) For(key string, on calendar.Date) (docket.Procedure, error) {
	known := false
	for _, p := range s.now() {
		if p.Key != key {
			continue
		}
		if holds(p, on) {
			return p, nil
		}
		known = true
	}
	if known {
		return docket.Procedure{}, docket.Invalid("procedure",
			"procedure.no_version_in_force", "procedure", key, "on", on)
	}
	return docket.Procedure{}, s.unknown(key)
}

// Current returns the version under which an open case of a version lives on a day: its own, unless one in force by
// then takes over the open cases of it.
func (s *Set) Current(key, version string, on calendar.Date) (docket.Procedure, error) {
	p, err := s.Version(key, version)
	for _, q := range s.now() { // the latest comes last
		if _, moves := q.MoveFrom(version); moves && q.Key == key && err == nil && !q.ValidFrom.After(on) {
			p = q
		}
	}
	return p, err
}

// Version returns one version of a procedure: the one that a case was received under.
func (s *Set) Version(key, version string) (docket.Procedure, error) {
	for _, p := range s.now() {
		if p.Key == key && p.Version == version {
			return p, nil
		}
	}
	if !slices.ContainsFunc(s.now(), func(p docket.Procedure) bool { return p.Key == key }) {
		return docket.Procedure{}, s.unknown(key)
	}
	return docket.Procedure{}, docket.Refuse(docket.CodeNotFound,
		"procedure.version_unknown", "procedure", key, "version", version)
}

func (s *Set) unknown(key string) error {
	var keys []string
	for _, p := range s.now() {
		keys = append(keys, p.Key)
	}
	return docket.Invalid("procedure", "procedure.unknown", "procedure", key, "known",
		strings.Join(slices.Compact(keys), ", "))
}

func holds(p docket.Procedure, on calendar.Date) bool {
	return !on.Before(p.ValidFrom) && (p.ValidUntil.IsZero() || !on.After(p.ValidUntil))
}
