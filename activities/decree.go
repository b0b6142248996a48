package activities

import (
	"context"
	"strings"
	"time"

	"go.temporal.io/sdk/activity"

	"foja/docket"
	"foja/store"
	"foja/workflows"
)

// decreePage is how many cases one page has.
const decreePage = 100

var _ workflows.DecreeActivities = (*Activities)(nil)

// TouchedCases lists the next open cases in the offices that the version's new days concern.
func (a *Activities) TouchedCases(ctx context.Context, in workflows.DecreeInput) (workflows.DecreePage, error) {
	if of, version, found := strings.Cut(strings.TrimPrefix(in.Version, lawPrefix), "/"); found &&
		strings.HasPrefix(in.Version, lawPrefix) {
		return a.touchedByVersion(ctx, of, version, in.After)
	}
	offices, all, err := a.touchedOffices(ctx, in.Version)
	if err != nil {
		return workflows.DecreePage{}, refusal(err)
	}
	if !all && len(offices) == 0 { // the days concern a region without an office of ours
		return workflows.DecreePage{Last: in.After}, nil
	}
	ids, last, err := a.Store.OpenCases(ctx, offices, in.After, decreePage)
	return workflows.DecreePage{Requests: ids, Last: last}, err
}

// lawPrefix begins the names from docket.LawName: a procedure version is announced in the same way as a calendar
// version.
var lawPrefix = strings.TrimSuffix(docket.LawName("", ""), "/")

// touchedByVersion lists the open cases that a version of a procedure takes over.
func (a *Activities) touchedByVersion(ctx context.Context, procedure, version string,
	after int,
) (workflows.DecreePage, error) {
	p, err := a.Procedures.Version(procedure, version)
	if err != nil {
		return workflows.DecreePage{}, err // another process published it; this one loads it within a minute
	}
	var from []string
	for _, m := range p.Moves {
		from = append(from, m.From)
	}
	if len(from) == 0 {
		return workflows.DecreePage{Last: after}, nil
	}
	ids, last, err := a.Store.OpenCasesOf(ctx, procedure, from, after, decreePage)
	return workflows.DecreePage{Requests: ids, Last: last}, err
}

// touchedOffices are the offices in which some day differs from the previous version.
func (a *Activities) touchedOffices(ctx context.Context, version string) (offices []string, all bool, err error) {
	versions, err := a.Store.CalendarVersions(ctx)
	if err != nil {
		return nil, false, err
	}
	var before store.CalendarVersion
	for _, v := range versions {
		if v.Version == version && v.Ordinal > 1 {
			before = versions[len(versions)-v.Ordinal+1]
		}
	}
	if before.Version == "" {
		return nil, true, nil
	}
	next, err := a.Store.CalendarByVersion(ctx, version)
	if err != nil {
		return nil, false, err
	}
	old, err := a.Store.CalendarByVersion(ctx, before.Version)
	if err != nil {
		return nil, false, err
	}
	for _, o := range a.Agency.Offices {
		if next.Calendar.Differs(old.Calendar, o.Region, o.ID) {
			offices = append(offices, o.ID)
		}
	}
	return offices, len(offices) == len(a.Agency.Offices), nil
}

// TellCases signals cases one by one, throttled. The heartbeat holds its position, so that another attempt continues
// there; signalling a case twice does no harm.
func (a *Activities) TellCases(ctx context.Context, in workflows.DecreeBatch) error {
	done := 0
	if activity.HasHeartbeatDetails(ctx) {
		if err := activity.GetHeartbeatDetails(ctx, &done); err != nil {
			done = 0
		}
	}
	for i := done; i < len(in.Requests); i++ {
		running, err := a.tellCase(ctx, in.Requests[i], in.Version)
		if err != nil {
			return err
		}
		if !running {
			a.Logger.Info("a case was not told of a calendar: its workflow has ended or has not begun", "request",
				in.Requests[i], "calendar", in.Version)
		}
		activity.RecordHeartbeat(ctx, i+1)
		if (i+1)%batchSize == 0 {
			if err := a.throttle(ctx, i+1); err != nil {
				return err
			}
		}
	}
	return nil
}

func (a *Activities) tellCase(ctx context.Context, request, version string) (running bool, err error) {
	if a.SignalCalendar != nil {
		return a.SignalCalendar(ctx, request, version)
	}
	return workflows.TellCalendar(ctx, activity.GetClient(ctx), request, version)
}

// DecreeDone records that every open case was signalled.
func (a *Activities) DecreeDone(ctx context.Context, in workflows.DecreeInput) error {
	a.Logger.Info("the open cases were told of a calendar or a procedure", "version", in.Version, "cases", in.Told)
	if strings.HasPrefix(in.Version, lawPrefix) {
		return a.Store.SetSetting(ctx, store.AnnouncedSetting(in.Version), a.Now().UTC().Format(time.RFC3339))
	}
	return a.Store.MarkCalendarAnnounced(ctx, in.Version, a.Now())
}
