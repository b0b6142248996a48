package docket

import (
	"slices"
	"strconv"
	"time"

	"foja/calendar"
)

// WorkKind is the kind of a work item.
type WorkKind string

// The kinds of work. Those of tasks have the names of the tasks.
const (
	WorkTake         WorkKind = "take"          // nobody holds the case
	WorkAnswer       WorkKind = "answer"        // the request is not answered
	WorkDeliverPart  WorkKind = "deliver_part"  // a date of the schedule of an extension
	WorkAlarm        WorkKind = "alarm"         // an alarm that nobody has acknowledged; Ref = its ID
	WorkAssigned     WorkKind = "assigned"      // somebody else gave the case to its holder
	WorkUnitAnswered WorkKind = "unit_answered" // a holding unit has answered; Ref = unit
	// The tasks.
	WorkConsult      = WorkKind(TaskConsult) // a holding unit owes an answer; Ref = unit
	WorkReview       = WorkKind(TaskReview)
	WorkReadMessage  = WorkKind(TaskReadMessage)
	WorkReviewMoved  = WorkKind(TaskReviewMoved)
	WorkPrintLetter  = WorkKind(TaskPrintLetter)
	WorkLetterFailed = WorkKind(TaskLetterFailed)
	WorkLetterDoubt  = WorkKind(TaskLetterDoubt)
	WorkExpiry       = WorkKind(TaskExpiry)
	WorkServe        = WorkKind(TaskServe)
	WorkAnnulment    = WorkKind(TaskAnnulment)
)

// WorkClass says why an item stands on a first page.
type WorkClass string

// The classes of work.
const (
	WorkDue    WorkClass = "due"    // it has to be done until a day
	WorkDecide WorkClass = "decide" // a decision is asked for
	WorkCame   WorkClass = "came"   // something came, and nobody has dealt with it
	WorkPool   WorkClass = "pool"   // somebody has to take it
)

// Class is the class of a kind.
func (k WorkKind) Class() WorkClass {
	switch k {
	case WorkTake:
		return WorkPool
	case WorkReview, WorkAnnulment:
		return WorkDecide
	case WorkAnswer, WorkDeliverPart, WorkConsult, WorkExpiry, WorkServe:
		return WorkDue
	default:
		return WorkCame
	}
}

// WorkItem is one thing to do on a case, for one person or for everybody with a role in its office. The items of a
// case are a projection of it: lists read them.
type WorkItem struct {
	Key    string // stable within the case
	Kind   WorkKind
	Owner  string        // user ID; "" = everybody with the role
	Role   Role          //
	On     calendar.Date // last day; zero = none of its own
	Since  time.Time
	Ref    string
	Barred []string // users who may not do it: they wrote what is to be approved
	News   bool     // it comes from an event and not from the state of the case
}

// WorkOf lists the work on a case as it stands. News come apart, from its events ([NewsOf]).
func (c *Case) WorkOf() []WorkItem {
	if c.Seq == 0 {
		return nil
	}
	items := c.taskItems()
	if !c.Closed() && c.AnsweredAt.IsZero() {
		for _, d := range c.Schedule {
			if key := keyDelivery + movedMark + d.On.String(); !d.Met && !slices.Contains(c.Passed, key) {
				items = append(items, WorkItem{Key: key, Kind: WorkDeliverPart, Owner: c.Holder, Role: RoleOfficer, On: d.On})
			}
		}
	}
	return append(items, c.alarmItems()...)
}

func (c *Case) taskItems() (items []WorkItem) {
	for _, t := range c.Tasks {
		if t.State == TaskDone {
			continue
		}
		item := WorkItem{
			Key: "task:" + strconv.Itoa(t.ID), Kind: WorkKind(t.Kind), Owner: t.Holder, Role: t.Role, On: t.DueOn,
			Since: t.OpenedAt, Ref: t.Ref,
		}
		if item.Owner == "" && t.Role == RoleOfficer {
			item.Owner = c.Holder
		}
		switch t.Kind {
		case TaskAnswer:
			if item.On = c.AlarmOn; c.Holder == "" {
				item.Kind = WorkTake
			}
		case TaskConsult:
			item.Ref = t.Unit
		case TaskReview:
			item.On = c.AlarmOn
			if c.Proposal != nil {
				item.Barred = c.Proposal.Writers
			}
		case TaskAnnulment:
			item.On = c.AlarmOn
			if a := c.Annulment; a != nil {
				item.Barred = slices.DeleteFunc([]string{a.By, a.For}, func(user string) bool { return user == "" })
			}
		case TaskReadMessage, TaskReviewMoved, TaskPrintLetter, TaskLetterFailed, TaskLetterDoubt, TaskExpiry, TaskServe:
		}
		items = append(items, item)
	}
	if len(c.OpenTasks(TaskAnswer)) == 0 && !c.Closed() && c.AnsweredAt.IsZero() && c.Holder != "" {
		// Its answer is decided and has not left.
		items = append(items, WorkItem{Key: "answer", Kind: WorkAnswer, Owner: c.Holder, Role: RoleOfficer, On: c.AlarmOn})
	}
	return items
}

// alarmItems are the alarms that wait for an acknowledgement: one for the holder, and one for each further role that
// was called.
func (c *Case) alarmItems() (items []WorkItem) {
	for _, a := range c.PendingAlarms() {
		has := false
		for _, to := range a.To {
			item := WorkItem{Key: "alarm:" + a.ID + ":" + string(to), Kind: WorkAlarm, Role: to, Since: a.FiredAt, Ref: a.ID}
			if to == RoleHolder || to == RoleDeputy || to == RoleOfficer {
				if has {
					continue
				}
				has, item.Owner, item.Role = true, c.Holder, RoleOfficer
				item.Key = "alarm:" + a.ID
			}
			items = append(items, item)
		}
	}
	return items
}

// NewsOf folds further events into what was new on a case: an assignment by somebody else, the answer of a holding
// unit. It is new until its holder, or somebody above, does something on the case.
func NewsOf(news []WorkItem, events []Event) []WorkItem {
	for _, e := range events {
		switch {
		case e.Kind == EventKind(ActAssign) && e.User != "" && e.User != e.By.User:
			news = append(withoutAssignment(news), WorkItem{
				Key: string(WorkAssigned), Kind: WorkAssigned, Owner: e.User, Role: RoleOfficer, Since: e.At,
				Ref: e.By.User, News: true,
			})
		case e.Kind == EventKind(ActClaim), e.Kind == EventKind(ActAssign):
			news = withoutAssignment(news)
		case e.Kind == EventKind(ActReturn), e.Kind == EventKind(ActReroute), e.Kind == EventClosed:
			news = nil
		case e.Kind == EventKind(ActConsultAnswer) && e.By.Role != RoleOfficer:
			key := string(WorkUnitAnswered) + ":" + e.Unit
			news = slices.DeleteFunc(news, func(w WorkItem) bool { return w.Key == key })
			news = append(news, WorkItem{
				Key: key, Kind: WorkUnitAnswered, Role: RoleOfficer, Since: e.At, Ref: e.Unit, News: true,
			})
		case e.Kind == EventTaskDone, e.Kind == EventTaskOpened: // consequences of an act
		case e.By.Role == RoleOfficer, e.By.isSuperior():
			news = nil
		}
	}
	return news
}

func withoutAssignment(news []WorkItem) []WorkItem {
	return slices.DeleteFunc(news, func(w WorkItem) bool { return w.Kind == WorkAssigned })
}
