package norms

import (
	"context"
	"log/slog"
	"strings"
	"time"

	"github.com/goccy/go-yaml"

	"foja/access"
	"foja/calendar"
	"foja/desk/documents"
	"foja/docket"
	"foja/papers/letters"
	"foja/procedures"
	"foja/store"
)

// ProcedureLine is one version of a procedure.
type ProcedureLine struct {
	Key, Version          string
	Name                  docket.Text
	ValidFrom, ValidUntil calendar.Date // until: zero = without end
	Term                  docket.TimeLimit
	Author                string // name; "" = it came with the program or its folder
	PublishedAt           time.Time
	InForce               bool
	Open                  int // cases that live under it
}

// ProcedureCheck is what a file would be as a version.
type ProcedureCheck struct {
	Key, Version    string
	Name            docket.Text
	ValidFrom       calendar.Date
	Term            docket.TimeLimit
	States, Letters int
	Replaces        string            // version that it follows; "" = a new procedure
	Moves           *CalendarPreview  // what it does to the open cases that it takes over; nil = they keep their version
	Mistakes        []docket.Sentence // by line
}

// ProcedureShelf lists every version, by procedure and then by the day from which it holds.
func (s *Service) ProcedureShelf(ctx context.Context, by access.User) ([]ProcedureLine, error) {
	if err := by.Must(access.Watchers); err != nil {
		return nil, err
	}
	published, err := s.core.Store.ProcedureVersions(ctx, 0)
	if err != nil {
		return nil, err
	}
	names, err := s.access.Names(ctx)
	if err != nil {
		return nil, err
	}
	open, err := s.core.Store.OpenByVersion(ctx)
	if err != nil {
		return nil, err
	}
	today := s.core.Today("")
	var lines []ProcedureLine
	for _, p := range s.core.ProcedureSet.All() {
		l := ProcedureLine{
			Key: p.Key, Version: p.Version, Name: p.Name, ValidFrom: p.ValidFrom, ValidUntil: p.ValidUntil, Term: p.TimeLimit,
			InForce: !today.Before(p.ValidFrom) && (p.ValidUntil.IsZero() || !today.After(p.ValidUntil)),
			Open:    open[[2]string{p.Key, p.Version}],
		}
		for _, v := range published {
			if v.Key == p.Key && v.Version == p.Version {
				l.Author, l.PublishedAt = names[v.Author], v.PublishedAt
			}
		}
		lines = append(lines, l)
	}
	return lines, nil
}

// ProcedureFile hands out a version for an administrator to start from.
func (s *Service) ProcedureFile(ctx context.Context, by access.User, key, version string) (documents.File, error) {
	if err := by.Must(access.Watchers); err != nil {
		return documents.File{}, err
	}
	p, err := s.core.ProcedureSet.Version(key, version)
	if err != nil {
		return documents.File{}, docket.Refuse(docket.CodeNotFound, "procedure.version_not_found")
	}
	body, err := yaml.Marshal(p)
	if err != nil {
		return documents.File{}, err
	}
	published, err := s.core.Store.ProcedureVersions(ctx, 0)
	for _, v := range published {
		if v.Key == key && v.Version == version {
			body = []byte(v.Body) // as its author wrote it, with what she says beside it
		}
	}
	return documents.File{Name: key + "-" + version + ".yaml", Type: "application/yaml; charset=utf-8", Bytes: body, SHA256: documents.Fingerprint(body)}, err
}

// procedureBytes bounds a file: the longest shipped one has a tenth of it.
const procedureBytes = 256 << 10

// procedureName is how mistakes call the file that was handed in.
const procedureName = "línea"

// CheckProcedure reads a file beside the versions at hand.
func (s *Service) CheckProcedure(ctx context.Context, by access.User, body string) (ProcedureCheck, error) {
	c, _, _, err := s.checkProcedure(ctx, by, body)
	return c, err
}

func (s *Service) checkProcedure(ctx context.Context, by access.User, body string) (c ProcedureCheck, p docket.Procedure, last int, err error) {
	if err := by.Must(access.ProcedureWriters); err != nil {
		return c, p, 0, err
	}
	switch {
	case strings.TrimSpace(body) == "":
		return c, p, 0, docket.Invalid("body", "procedure.file_empty")
	case len(body) > procedureBytes:
		return c, p, 0, docket.Invalid("body", "procedure.file_too_long")
	}
	if last, err = s.ReadProcedures(ctx); err != nil {
		return c, p, 0, err
	}
	set := s.core.ProcedureSet
	p, mistakes := procedures.Check(set, procedureName, []byte(body))
	c = ProcedureCheck{Key: p.Key, Version: p.Version, Name: p.Name, ValidFrom: p.ValidFrom, Term: p.TimeLimit, States: len(p.States), Letters: len(p.Letters)}
	for _, m := range mistakes {
		c.Mistakes = append(c.Mistakes, docket.Say("name.of", "name", strings.Replace(m.Error(), procedureName+":", procedureName+" ", 1)))
	}
	for _, m := range letters.Untemplated(p) {
		c.Mistakes = append(c.Mistakes, docket.Say("name.of", "name", m.Error()))
	}
	if _, err := set.Version(p.Key, p.Version); err == nil {
		c.Mistakes = append(c.Mistakes, docket.Say("procedure.version_taken", "version", p.Version, "procedure", p.Key))
	}
	if !p.ValidFrom.After(s.core.Today("")) {
		// Every process has read it before it comes into force; and what was received yesterday was received under another law.
		c.Mistakes = append(c.Mistakes, docket.Say("procedure.from_tomorrow"))
	}
	for _, have := range set.All() {
		if have.Key == p.Key && have.ValidFrom.Before(p.ValidFrom) {
			c.Replaces = have.Version
		}
	}
	if len(p.Moves) > 0 && len(c.Mistakes) == 0 {
		moves, err := s.previewMoves(ctx, p)
		if err != nil {
			return c, p, last, err
		}
		c.Moves = &moves
	}
	return c, p, last, nil
}

// PublishProcedure keeps the version and takes it into use at once; it comes into force on its day.
func (s *Service) PublishProcedure(ctx context.Context, by access.User, body string) (ProcedureCheck, error) {
	c, p, last, err := s.checkProcedure(ctx, by, body)
	if err != nil || len(c.Mistakes) > 0 {
		return c, err
	}
	err = s.core.Store.PublishProcedure(ctx, last, store.ProcedureVersion{Key: p.Key, Version: p.Version, Author: by.ID, PublishedAt: s.core.Now(), Body: body})
	if err != nil {
		return c, err
	}
	s.core.Logger.Info("a procedure was published", "procedure", p.Key, "version", p.Version, "user", by.ID, "from", p.ValidFrom.String())
	_, err = s.ReadProcedures(ctx)
	return c, err
}

// ReadProcedures takes in the versions that were published since it was last called, here or by another process. Call it at the
// start and every minute. It returns the ordinal of the last one.
func (s *Service) ReadProcedures(ctx context.Context) (last int, err error) {
	s.reading.Lock()
	defer s.reading.Unlock()
	s.readTo, err = TakePublished(ctx, s.core.Store, s.core.ProcedureSet, s.readTo, s.core.Logger)
	return s.readTo, err
}

// TakePublished adds the versions published after an ordinal to a set and returns the ordinal of the last one.
func TakePublished(ctx context.Context, s *store.Store, set *procedures.Set, after int, log *slog.Logger) (last int, err error) {
	news, err := s.ProcedureVersions(ctx, after)
	for _, v := range news {
		p, mistakes := procedures.Check(set, v.Key+"@"+v.Version, []byte(v.Body))
		if len(mistakes) > 0 {
			// A program that is older than the file, or a folder that has its own version by now: say so, and go on with the others.
			log.Error("a published procedure cannot be read", "procedure", v.Key, "version", v.Version, "mistake", mistakes[0])
		} else if err := set.Take(p); err != nil {
			log.Error("a published procedure cannot be used", "procedure", v.Key, "version", v.Version, "error", err)
		}
		after = v.Ordinal
	}
	return after, err
}
