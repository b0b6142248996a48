package lists

import (
	"cmp"
	"context"
	"slices"
	"time"

	"foja/access"
	"foja/calendar"
	"foja/desk/core"
	"foja/docket"
	"foja/store"
)

// Band is a part of a person's first page.
type Band string

// The bands, in their order on the page.
const (
	BandOverdue Band = "overdue" // its last day has passed
	BandToday   Band = "today"   // today is the last day
	BandDecide  Band = "decide"  // the person is asked for a decision
	BandCame    Band = "came"    // something came, and somebody has to look at it
	BandWeek    Band = "week"    // its last day is in the next seven days
	bandLater   Band = "later"   // counted only
)

var bands = []Band{BandOverdue, BandToday, BandDecide, BandCame, BandWeek}

// Asks says whether rows of the band ask for something now: the menu counts them.
func (b Band) Asks() bool { return b != BandWeek && b != bandLater }

// Words are the heading of the band.
func (b Band) Words() docket.Sentence { return docket.Say("band." + string(b)) }

// TodayBand is a band with its rows, what is due first first.
type TodayBand struct {
	Band Band
	Rows []TodayRow
}

// TodayRow is one case, one appeal or one held mail, with what is to be done about it.
type TodayRow struct {
	Row
	Href   string
	Verb   docket.Sentence   // what to do
	Also   []docket.Sentence // what else there is to do on the case
	Truth  docket.Sentence   // both last days, where two readings of the reception give two; nothing = one
	Hint   docket.Sentence   // what one may do, or who is to act; nothing = no hint
	Until  calendar.Date     // the last day for it
	Legal  calendar.Date     // the last day by law: of the case, or of the term of an appeal; zero = none runs
	Left   int               // business days left until then
	Late   bool              // it has passed
	Closed bool              // the case is answered; this is what came after
	Strip  []docket.CountedDay
	Day    calendar.Date // today in its office
	Whose  string        // the person for whom a deputy does it; "" = one's own
	Mail   bool          // a held mail, which has no case
}

// legal sets the last day by law.
func (r *TodayRow) legal(o core.LoadedCase, on calendar.Date) {
	r.Legal, r.Left, r.Late = on, o.Left(on), core.Overdue(on, o.Today, false)
}

// Today is a person's first page.
type Today struct {
	Bands []TodayBand
	Asks  int        // rows that ask for something now
	Later int        // of one's own, beyond those: due later
	Held  int        // held mails, beyond those
	More  int        // of the pool, beyond those
	Pool  []TodayRow // nobody's yet, what is due first first
	May   bool       // claim from the pool
}

// How much a first page shows of each kind.
const (
	TodayMine = 300 // items of work
	TodayPool = 25
	TodayHeld = 10

	weekAhead = 6 // days after today that are "this week"
)

// Day is the first page of a person: what is due, what she decides, what came.
func (s *Service) Day(ctx context.Context, by access.User) (Today, error) {
	if err := by.Must(access.Workers); err != nil {
		return Today{}, err
	}
	page := todayPage{by: by, now: s.core.Now(), rows: map[Band][]TodayRow{}}
	for _, add := range []func(context.Context, *todayPage) error{s.addWork, s.addAppeals, s.addHeld, s.addPool} {
		if err := add(ctx, &page); err != nil {
			return Today{}, err
		}
	}
	for _, b := range bands {
		rows := page.rows[b]
		if len(rows) == 0 {
			continue
		}
		slices.SortStableFunc(rows, func(a, b TodayRow) int {
			return cmp.Or(a.Until.Compare(b.Until), a.ReceivedAt.Compare(b.ReceivedAt), cmp.Compare(a.Number, b.Number))
		})
		page.out.Bands = append(page.out.Bands, TodayBand{b, rows})
		for _, row := range rows {
			if b.Asks() && !row.Mail { // the menu counts held mail apart
				page.out.Asks++
			}
		}
	}
	return page.out, nil
}

// todayPage is a first page that is being put together.
type todayPage struct {
	by   access.User
	now  time.Time
	rows map[Band][]TodayRow
	out  Today
}

// workFor says whose work a person does.
func workFor(by access.User) store.WorkFor {
	f := store.WorkFor{Owners: by.Owners(), Office: by.Office, User: by.ID, Head: by.Has(docket.RoleHead)}
	for _, r := range access.Workers {
		if by.Has(r) {
			f.Roles = append(f.Roles, r)
		}
	}
	return f
}

// addWork adds the cases with something to do, one row for each.
func (s *Service) addWork(ctx context.Context, page *todayPage) error {
	work, err := s.core.Store.Work(ctx, workFor(page.by), s.core.Today(page.by.Office).AddDays(weekAhead), TodayMine)
	if err != nil {
		return err
	}
	of, ids, holders, hers := map[string][]docket.WorkItem{}, []string(nil), map[string]string{}, map[string]bool{}
	for _, w := range work {
		if of[w.Request] == nil {
			ids = append(ids, w.Request)
		}
		holders[w.Request] = w.HolderName
		if w.Owner != "" {
			hers[w.Request] = true
		}
		of[w.Request] = append(of[w.Request], w.WorkItem)
	}
	owned, err := s.core.Store.CountOwned(ctx, workFor(page.by))
	if err != nil {
		return err
	}
	page.out.Later = max(0, owned-len(hers))
	cases, err := s.core.ReadAll(ctx, ids)
	if err != nil {
		return err
	}
	for _, o := range cases {
		row, band, err := s.todayRow(o, of[o.Request.ID])
		if err != nil {
			return err
		}
		row.Whose = page.by.NameFor(o.Case.Holder)
		if row.Holder = holders[o.Request.ID]; band != "" {
			page.rows[band] = append(page.rows[band], row)
		}
	}
	return nil
}

// addPool adds what nobody has taken, for those who may take it.
func (s *Service) addPool(ctx context.Context, page *todayPage) error {
	if page.out.May = page.by.Has(access.Holders...); !page.out.May {
		return nil
	}
	yes := true
	pool, total, err := s.core.Store.Requests(ctx, store.RequestFilter{Open: &yes, Unclaimed: true, Office: page.by.Office, Page: store.Page{Limit: TodayPool}})
	if err != nil {
		return err
	}
	var ids []string
	for _, r := range pool {
		ids = append(ids, r.ID)
	}
	cases, err := s.core.ReadAll(ctx, ids)
	if err != nil {
		return err
	}
	for _, o := range cases {
		if o.Case.Closed() || o.Case.Holder != "" { // since the list was made
			continue
		}
		row, err := s.caseRow(o)
		if err != nil {
			return err
		}
		page.out.Pool = append(page.out.Pool, row)
	}
	page.out.More = total - len(pool)
	return nil
}
