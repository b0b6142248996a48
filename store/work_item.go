package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"regexp"
	"strconv"
	"strings"

	"foja/calendar"
	"foja/docket"
)

// WorkRow is a work item of a case.
type WorkRow struct {
	Request string
	docket.WorkItem
	HolderName string // of the case
}

// WorkFor says whose work is meant: that of some people, and what waits for the person who has one of their roles.
type WorkFor struct {
	Owners []string
	Roles  []docket.Role // of what has no owner
	Office string        // "" = every office
	User   string        // who is not to approve what she wrote
	Head   bool          // she may approve what waits for a manager
}

const workColumns = `w.request, w.key, w.kind, w.owner, w.role, w.on_day, w.since, w.ref, w.news, COALESCE(u.name, '')`

const workTables = ` FROM work_item w JOIN request r ON r.id=w.request LEFT JOIN app_user u ON u.id=r.holder`

func readWork(row scanner) (w WorkRow, err error) {
	err = row.Scan(&w.Request, &w.Key, &w.Kind, &w.Owner, &w.Role, toDate(&w.On), toTime(&w.Since), &w.Ref, &w.News,
		&w.HolderName)
	return w, err
}

// conditions are the two halves of the work: what is owned, and what waits for a role. Each has an index of its own.
func (f WorkFor) conditions() (owned, shared *conditions) {
	owned, shared = &conditions{}, &conditions{}
	addIn(owned, "w.owner", f.Owners)
	owned.add("w.owner <> ''")
	shared.add("w.owner = ''")
	roles := f.Roles
	if f.Head {
		roles = append([]docket.Role{docket.RoleManager}, roles...)
		shared.add("(w.role <> ? OR w.kind IN (?, ?))", string(docket.RoleManager), string(docket.WorkReview),
			string(docket.WorkAnnulment))
	}
	addIn(shared, "w.role", roles)
	shared.add("w.class <> ?", string(docket.WorkPool))
	shared.add("w.barred NOT LIKE ?", "%,"+f.User+",%")
	for _, c := range []*conditions{owned, shared} {
		if f.Office != "" {
			c.add("w.office = ?", f.Office)
		}
	}
	return owned, shared
}

// Work lists what is due until a day, what is to be decided and what came, what is due first first: at most limit of
// her own and limit of her roles'.
func (s *Store) Work(ctx context.Context, f WorkFor, until calendar.Date, limit int) ([]WorkRow, error) {
	owned, shared := f.conditions()
	var all []WorkRow
	for i, c := range []*conditions{owned, shared} {
		if i == 0 && len(f.Owners) == 0 || i == 1 && len(f.Roles) == 0 {
			continue
		}
		c.add("(w.class IN ('decide','came') OR w.on_day <= ?)", on(until))
		bound, args := c.page(Page{Limit: limit})
		rows, err := list(ctx, s.read, readWork, `SELECT `+workColumns+workTables+c.where()+
			` ORDER BY CASE WHEN w.class IN ('decide','came') THEN 0 ELSE 1 END,
			CASE WHEN w.on_day IS NULL THEN 1 ELSE 0 END, w.on_day, w.request, w.key`+bound, args...)
		if err != nil {
			return nil, explain("list work", err)
		}
		all = append(all, rows...)
	}
	return all, nil
}

// CountOwned counts the cases of people with something to do on them, now or later.
func (s *Store) CountOwned(ctx context.Context, f WorkFor) (int, error) {
	owned, _ := f.conditions()
	n, err := count(ctx, s.read, `SELECT count(DISTINCT w.request) FROM work_item w`+owned.where(), owned.args...)
	return n, explain("count work of people", err)
}

// CountWork counts the cases that ask for something of somebody: what is due until a day, what is to be decided, what
// came.
func (s *Store) CountWork(ctx context.Context, f WorkFor, until calendar.Date) (int, error) {
	owned, shared := f.conditions()
	var parts []string
	var args []any
	for i, c := range []*conditions{owned, shared} {
		if i == 0 && len(f.Owners) == 0 || i == 1 && len(f.Roles) == 0 {
			continue
		}
		c.add("(w.class IN ('decide','came') OR w.on_day <= ?)", on(until))
		parts = append(parts, `SELECT w.request FROM work_item w`+shifted(c.where(), len(args)))
		args = append(args, c.args...)
	}
	if len(parts) == 0 {
		return 0, nil
	}
	n, err := count(ctx, s.read, `SELECT count(*) FROM (`+strings.Join(parts, " UNION ")+`) counted`, args...)
	return n, explain("count work", err)
}

// shifted numbers the parameters of a condition after those of another.
func shifted(text string, by int) string {
	return parameter.ReplaceAllStringFunc(text, func(p string) string {
		n, err := strconv.Atoi(p[1:])
		if err != nil {
			return p
		}
		return "$" + strconv.Itoa(n+by)
	})
}

var parameter = regexp.MustCompile(`\$\d+`)

// SeenWork forgets what was new on a case for its owner: she has opened it.
func (s *Store) SeenWork(ctx context.Context, request string, owners []string) error {
	c := &conditions{}
	c.add("request = ?", request)
	c.add("news")
	addIn(c, "owner", owners)
	if len(owners) == 0 {
		return nil
	}
	n, err := count(ctx, s.read, `SELECT count(*) FROM work_item`+c.where(), c.args...)
	if err != nil || n == 0 {
		return explain("look for news of a case", err)
	}
	_, err = s.write.ExecContext(ctx, `DELETE FROM work_item`+c.where(), c.args...) //nolint:gosec // conditions of ours
	return explain("forget news of a case", err)
}

// writeWork replaces the work items of a case. The events are those that are new.
func writeWork(ctx context.Context, tx *sql.Tx, c docket.Case, events []docket.Event) error {
	rows, err := list(ctx, tx, readWork, `SELECT `+workColumns+workTables+` WHERE w.request=$1 AND w.news`, c.Request)
	if err != nil {
		return err
	}
	var news []docket.WorkItem
	for _, r := range rows {
		news = append(news, r.WorkItem)
	}
	news = docket.NewsOf(news, events)
	if _, err := tx.ExecContext(ctx, `DELETE FROM work_item WHERE request=$1`, c.Request); err != nil {
		return err
	}
	if c.Holder == "" {
		news = nil
	}
	for _, w := range news {
		w.Owner = c.Holder
		if err := insertWork(ctx, tx, c, w); err != nil {
			return err
		}
	}
	for _, w := range c.WorkOf() {
		if err := insertWork(ctx, tx, c, w); err != nil {
			return err
		}
	}
	return nil
}

func insertWork(ctx context.Context, tx *sql.Tx, c docket.Case, w docket.WorkItem) error {
	barred := ""
	if len(w.Barred) > 0 {
		barred = "," + strings.Join(w.Barred, ",") + ","
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO work_item
		(request, key, kind, class, owner, role, office, on_day, since, ref, barred, news)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12) ON CONFLICT (request, key) DO NOTHING`,
		c.Request, w.Key, string(w.Kind), string(w.Kind.Class()), w.Owner, string(w.Role), c.Office, on(w.On), at(w.Since),
		w.Ref, barred, w.News)
	return err
}

// fillWork gives the cases from before migration 52 their work items.
func (s *Store) fillWork(ctx context.Context) error {
	done, err := count(ctx, s.read, `SELECT count(*) FROM setting WHERE key='work_items'`)
	if err != nil || done > 0 {
		return explain("look for cases without work items", err)
	}
	bodies, err := list(ctx, s.read, word, `SELECT c.body FROM request_case c JOIN request r ON r.id=c.request
		WHERE r.closed_as='' OR EXISTS (SELECT 1 FROM task t WHERE t.request=r.id AND t.state<>'done')`)
	if err != nil {
		return explain("list cases without work items", err)
	}
	return s.inTx(ctx, "give cases their work items", func(tx *sql.Tx) error {
		for _, body := range bodies {
			var c docket.Case
			if err := json.Unmarshal([]byte(body), &c); err != nil {
				return err
			}
			if err := writeWork(ctx, tx, c, nil); err != nil {
				return err
			}
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO setting (key, value) VALUES ('work_items', 'all') ON CONFLICT (key) DO NOTHING`)
		return err
	})
}
