package workflows_test

import (
	"slices"
	"strings"
	"testing"

	"foja/calendar"
	"foja/docket"
	"foja/languages"
	"foja/workflows"
)

// One test a sentence of the law's rules about what may happen between reception and answer,
// with its worked dates. All begin on Monday 2 March 2026 at 10:00.

func day(t testing.TB, s string) calendar.Date {
	t.Helper()
	d, err := calendar.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func askCorrection() docket.Command {
	return docket.Command{Action: docket.ActAskCorrection, Text: "doc-missing"}
}

func correct() docket.Command { return docket.Command{Action: docket.ActCorrect, Text: "doc-fixed"} }

func forward() docket.Command {
	return docket.Command{Action: docket.ActForward, Entity: "Ministerio de Ejemplo", Text: "doc-cargo"}
}

func costNotice() docket.Command { return docket.Command{Action: docket.ActCostNotice, Cents: 1250} }

func paid() docket.Command { return docket.Command{Action: docket.ActPaid, Text: "doc-voucher"} }

func extend(t testing.TB, to string, schedule ...string) docket.Command {
	t.Helper()
	cmd := docket.Command{Action: docket.ActExtend, Ground: "volume", Text: "doc-why", To: day(t, to)}
	for _, on := range schedule {
		cmd.Schedule = append(cmd.Schedule, day(t, on))
	}
	return cmd
}

// ack proves the arrival of one letter.
func ack(letter string) docket.Command {
	return docket.Command{Action: docket.ActNotified, Letter: requestID + "." + letter, Text: "doc-ack"}
}

// writes has the requester send a message.
func (s *stage) writes(when, message string) {
	s.t.Helper()
	s.at(when, func() {
		s.env.SignalWorkflow(workflows.SignalMessage, workflows.MessageArrived{Message: message, FromRequester: true})
	})
}

// ruledOut fails the test unless the command was refused under a rule, with a word of the reason.
func ruledOut(t testing.TB, a *answer, rule, word string) {
	t.Helper()
	if e := workflows.RefusalOf(a.err); e == nil || e.Rule != rule ||
		!strings.Contains(languages.For("es").Say(e.Reason), word) {
		t.Errorf("got %+v (%v), want a refusal by %s with %q", e, a.err, rule, word)
	}
}

// trapped is when a sub-deadline passed, as it is reported; "" if it never did.
func (h *fakeActivities) trapped(key string) string {
	for _, e := range h.events {
		if e.Kind == docket.EventSubDeadlinePassed && strings.HasPrefix(e.SubDeadline, key) {
			return clock(e.On) + " " + e.Rule
		}
	}
	return ""
}

func passed(t testing.TB, h *fakeActivities, key, want string) {
	t.Helper()
	if got := h.trapped(key); got != want {
		t.Errorf("%s passed %q, want %q", key, got, want)
	}
}

func dueOn(t testing.TB, c docket.Case, want string) {
	t.Helper()
	if got := c.DueOn.String(); got != want {
		t.Errorf("due %s, want %s", got, want)
	}
}

// closedAs holds the end of a case against its outcome and the register's numeral.
func closedAs(t testing.TB, s *stage, c docket.Case, outcome, code, at string) {
	t.Helper()
	o, _ := s.activities.loaded.Law.Procedure.Outcome(c.Outcome)
	if c.Outcome != outcome || o.Code != code || clock(c.ClosedAt) != at {
		t.Errorf("%s (%s) at %s, want %s (%s) at %s", c.Outcome, o.Code, clock(c.ClosedAt), outcome, code, at)
	}
}

func letterCount(c docket.Case, kind docket.LetterKind) int {
	n := 0
	for _, l := range c.Letters {
		if l.Kind == kind {
			n++
		}
	}
	return n
}

// law: R16
func TestR16_correctionSentOnTheLastEveningIsInTimeThoughReadOnMonday(t *testing.T) {
	s := byMail(t, monday)
	a, b := s.do("2026-03-02 11:00", ana, claim()), s.do("2026-03-04 10:00", ana, askCorrection())
	d := s.do("2026-03-04 11:00", clerk, ack("correction.1"))
	s.writes("2026-03-06 23:30", "msg-fix")
	late := s.do("2026-03-09 08:59", ana, correct())
	cmd := correct()
	cmd.Text, cmd.Message = "", "msg-fix"
	e := s.do("2026-03-09 09:00", ana, cmd)
	c := s.run("2026-03-10 10:00")
	accepted(t, a, b, d, e)
	ruledOut(t, late, "R20", "6")
	passed(t, s.activities, "correct", "")
	dueOn(t, c, "2026-03-20") // ten days from Friday 6
	if c.State != "in_progress" || len(c.OpenTasks(docket.TaskReadMessage)) != 0 {
		t.Errorf("%s %+v", c.State, c.OpenTasks())
	}
}

// law: R16
func TestR16_aMessageThatWasSomethingElseOnlyDelaysTheArchiveUntilItIsRead(t *testing.T) {
	s := byMail(t, monday)
	a, b := s.do("2026-03-02 11:00", ana, claim()), s.do("2026-03-04 10:00", ana, askCorrection())
	d := s.do("2026-03-04 11:00", clerk, ack("correction.1"))
	s.writes("2026-03-06 23:59:59", "msg-hello")
	e := s.do("2026-03-09 09:00", ana, docket.Command{Action: docket.ActDone})
	c := s.run("2026-03-09 10:00")
	accepted(t, a, b, d, e)
	passed(t, s.activities, "correct", "2026-03-07 00:00 R20")
	closedAs(t, s, c, "not-corrected", "4", "2026-03-09 09:00")
}

// law: R16
func TestR16_aMessageAfterMidnightIsTooLate(t *testing.T) {
	s := byMail(t, monday)
	a, b := s.do("2026-03-02 11:00", ana, claim()), s.do("2026-03-04 10:00", ana, askCorrection())
	d := s.do("2026-03-04 11:00", clerk, ack("correction.1"))
	s.writes("2026-03-07 00:00:01", "msg-fix")
	c := s.run("2026-03-07 00:01")
	accepted(t, a, b, d)
	closedAs(t, s, c, "not-corrected", "4", "2026-03-07 00:00")
	if len(c.OpenTasks(docket.TaskReadMessage)) != 1 { // somebody reads it all the same
		t.Errorf("%+v", c.OpenTasks())
	}
}

// law: R17
func TestR17_passingTheCaseOnInsideDoesNotMoveTheTerm(t *testing.T) {
	s := byMail(t, monday)
	a, b := s.do("2026-03-02 11:00", ana, claim()), s.do("2026-03-11 10:00", manager, assign("u-bruno"))
	c := s.run("2026-03-12 10:00")
	accepted(t, a, b)
	dueOn(t, c, "2026-03-16")
}

// law: R18
func TestR18_aCorrectionIsAskedUntilTheSecondDay(t *testing.T) {
	s := byMail(t, monday)
	a, b := s.do("2026-03-02 11:00", ana, claim()), s.do("2026-03-04 23:59", ana, askCorrection())
	c := s.run("2026-03-05 10:00")
	accepted(t, a, b)
	passed(t, s.activities, "ask_correction", "")
	if c.State != "awaiting_correction" || c.Hands != docket.HandsRequester {
		t.Errorf("%s, %s", c.State, c.Hands)
	}
}

// law: R18
func TestR18_itIsAskedOnce(t *testing.T) {
	s := byMail(t, monday)
	a, b := s.do("2026-03-02 11:00", ana, claim()), s.do("2026-03-02 12:00", ana, askCorrection())
	d, again := s.do("2026-03-03 09:00", ana, correct()), s.do("2026-03-03 10:00", ana, askCorrection())
	s.run("2026-03-03 12:00")
	accepted(t, a, b, d)
	ruledOut(t, again, "R18", "una sola vez")
}

// law: R19
func TestR19_notAskedInTimeItIsAdmittedAsWordedAndTheDateStays(t *testing.T) {
	s := byMail(t, monday)
	a := s.do("2026-03-02 11:00", ana, claim())
	ask := s.do("2026-03-05 09:00", ana, askCorrection())
	fix := s.do("2026-03-05 10:00", ana, correct()) // unasked
	c := s.run("2026-03-06 10:00")
	accepted(t, a)
	passed(t, s.activities, "ask_correction", "2026-03-05 00:00 R18")
	ruledOut(t, ask, "R18", "admitida tal como fue redactada")
	refused(t, fix, docket.CodeConflict, "estado")
	dueOn(t, c, "2026-03-16")
}

// law: R19
func TestR19_askingAloneDoesNotTouchTheClock(t *testing.T) {
	s := byMail(t, monday)
	a, b := s.do("2026-03-02 11:00", ana, claim()), s.do("2026-03-04 10:00", ana, askCorrection())
	d := s.do("2026-03-04 11:00", clerk, ack("correction.1"))
	c := s.run("2026-03-05 10:00")
	accepted(t, a, b, d)
	dueOn(t, c, "2026-03-16")
}

// law: R20 R22
func TestR20_R22_notCorrectedByTheSecondDayItIsNotFiledFromMonday(t *testing.T) {
	s := byMail(t, monday)
	var friday docket.Case
	a, b := s.do("2026-03-02 11:00", ana, claim()), s.do("2026-03-04 10:00", ana, askCorrection())
	d := s.do("2026-03-04 11:00", clerk, ack("correction.1"))
	s.at("2026-03-06 23:59", func() { friday = s.activities.last })
	fix := s.do("2026-03-09 09:00", ana, correct())
	c := s.run("2026-03-09 10:00")
	accepted(t, a, b, d)
	if friday.State != "awaiting_correction" {
		t.Errorf("on Friday it is %s", friday.State)
	}
	passed(t, s.activities, "correct", "2026-03-07 00:00 R20")
	// the first instant after Friday 6; Monday 9 is the first working day
	closedAs(t, s, c, "not-corrected", "4", "2026-03-07 00:00")
	refused(t, fix, docket.CodeConflict, "estado")
	if letterCount(c, docket.LetterNotFiled) != 1 || len(c.OpenTasks(docket.TaskAnswer)) != 0 {
		t.Errorf("%+v %+v", c.Letters, c.OpenTasks())
	}
}

// law: R21
func TestR21_correctedTheTermStartsAgain(t *testing.T) {
	s := byMail(t, monday)
	a, b := s.do("2026-03-02 11:00", ana, claim()), s.do("2026-03-04 10:00", ana, askCorrection())
	d, e := s.do("2026-03-04 11:00", clerk, ack("correction.1")), s.do("2026-03-05 10:00", clerk, correct())
	f := s.do("2026-03-09 10:00", ana, extend(t, "2026-03-25")) // the second day after the restart
	c := s.run("2026-03-09 12:00")
	accepted(t, a, b, d, e, f)
	if got := s.activities.find("correct").DueOn.String(); got != "2026-03-19" {
		t.Errorf("due %s", got)
	}
	dueOn(t, c, "2026-03-25")
}

// law: R23
func TestR23_theRequestersTermRunsFromTheProofNotFromTheSending(t *testing.T) {
	s := byMail(t, monday)
	a, b := s.do("2026-03-02 11:00", ana, claim()), s.do("2026-03-03 10:00", ana, askCorrection())
	d := s.do("2026-03-06 11:00", clerk, ack("correction.1")) // two days from here: Tuesday 10
	c := s.run("2026-03-11 10:00")
	accepted(t, a, b, d)
	passed(t, s.activities, "correct", "2026-03-11 00:00 R20")
	closedAs(t, s, c, "not-corrected", "4", "2026-03-11 00:00")
}

// law: R23
func TestR23_withoutProofNothingLapses(t *testing.T) {
	s := byMail(t, monday)
	a, b := s.do("2026-03-02 11:00", ana, claim()), s.do("2026-03-03 10:00", ana, askCorrection())
	c := s.run("2026-03-20 10:00")
	accepted(t, a, b)
	passed(t, s.activities, "correct", "")
	if c.State != "awaiting_correction" || !c.Overdue { // and the term went on (R19)
		t.Errorf("%s, overdue %t", c.State, c.Overdue)
	}
}

// law: R24 R25
func TestR24_R25_forwardedOnTheFourthDayOursEndsWithNumeralThree(t *testing.T) {
	s := byMail(t, monday)
	a, b := s.do("2026-03-02 11:00", ana, claim()), s.do("2026-03-06 16:00", ana, forward())
	c := s.run("2026-03-06 17:00")
	accepted(t, a, b)
	closedAs(t, s, c, "forwarded", "3", "2026-03-06 16:00")
	if s.activities.find("forward").Entity != "Ministerio de Ejemplo" || letterCount(c, docket.LetterForward) != 1 {
		t.Errorf("%+v", c.Letters)
	}
}

// law: R24
func TestR24_onTheFifthDayTheAgencyAnswersItself(t *testing.T) {
	s := byMail(t, monday)
	a, b := s.do("2026-03-02 11:00", ana, claim()), s.do("2026-03-09 09:00", ana, forward())
	s.run("2026-03-09 10:00")
	accepted(t, a)
	passed(t, s.activities, "forward", "2026-03-07 00:00 R24")
	ruledOut(t, b, "R24", "encauzarla")
}

// law: R26
func TestR26_anExtensionIsToldUntilTheSecondDay(t *testing.T) {
	s := byMail(t, monday)
	a, b := s.do("2026-03-02 11:00", ana, claim()), s.do("2026-03-04 23:59:59", ana, extend(t, "2026-03-30"))
	c := s.run("2026-03-05 10:00")
	accepted(t, a, b)
	dueOn(t, c, "2026-03-30")
}

// law: R26
func TestR26_onTheThirdDayTheOptionIsClosed(t *testing.T) {
	s := byMail(t, monday)
	a, b := s.do("2026-03-02 11:00", ana, claim()), s.do("2026-03-05 00:01", ana, extend(t, "2026-03-30"))
	c := s.run("2026-03-05 10:00")
	accepted(t, a)
	passed(t, s.activities, "extend", "2026-03-05 00:00 R26")
	ruledOut(t, b, "R26", "prórroga")
	dueOn(t, c, "2026-03-16")
	if slices.ContainsFunc(docket.Permitted(s.activities.loaded.Law.Procedure, c, ana),
		func(p docket.Permission) bool { return p.Do == docket.ActExtend }) {
		t.Error("the button is still there")
	}
}

// law: R27
func TestR27_oneExtensionARequest(t *testing.T) {
	s := byMail(t, monday)
	a, b := s.do("2026-03-02 11:00", ana, claim()), s.do("2026-03-03 10:00", ana, extend(t, "2026-03-30"))
	d := s.do("2026-03-04 10:00", ana, extend(t, "2026-04-10"))
	c := s.run("2026-03-05 10:00")
	accepted(t, a, b)
	ruledOut(t, d, "R27", "una sola vez")
	dueOn(t, c, "2026-03-30")
}

// law: R28
func TestR28_beyondTheThirtiethDayItNeedsASchedule(t *testing.T) {
	s := byMail(t, monday)
	a := s.do("2026-03-02 11:00", ana, claim())
	b := s.do("2026-03-03 10:00", ana, extend(t, "2026-04-16"))
	d := s.do("2026-03-03 10:01", ana, extend(t, "2026-04-16", "2026-03-25", "2026-03-20"))
	e := s.do("2026-03-03 10:02", ana, extend(t, "2026-04-16", "2026-03-25", "2026-04-16"))
	c := s.run("2026-03-03 12:00")
	accepted(t, a, e)
	ruledOut(t, b, "R28", "cronograma")
	ruledOut(t, d, "R28", "menor a mayor")
	dueOn(t, c, "2026-04-16")
}

// law: R28
func TestR28_theThirtiethDayItselfNeedsNone(t *testing.T) {
	s := byMail(t, monday)
	a, b := s.do("2026-03-02 11:00", ana, claim()), s.do("2026-03-03 10:00", ana, extend(t, "2026-04-15"))
	c := s.run("2026-03-03 12:00")
	accepted(t, a, b)
	dueOn(t, c, "2026-04-15")
}

// law: R29
func TestR29_aMissedDateOfTheScheduleIsADenialFromTheNextDay(t *testing.T) {
	s := byMail(t, monday)
	a := s.do("2026-03-02 11:00", ana, claim())
	b := s.do("2026-03-03 10:00", ana, extend(t, "2026-04-16", "2026-03-20", "2026-03-25", "2026-04-16"))
	d := s.do("2026-03-20 10:00", ana, docket.Command{Action: docket.ActDeliverPart, Text: "doc-part"})
	c := s.run("2026-04-20 10:00")
	accepted(t, a, b, d)
	passed(t, s.activities, "delivery@2026-03-20", "")
	passed(t, s.activities, "delivery@2026-03-25", "2026-03-26 00:00 R29")
	passed(t, s.activities, "delivery@2026-04-16", "2026-04-17 00:00 R29")
	if c.Closed() || letterCount(c, docket.LetterPartial) != 1 || letterCount(c, docket.LetterSilence) != 1 {
		t.Errorf("%s %+v", c.State, c.Letters)
	}
}

// law: R30
func TestR30_lackOfResourcesIsProvedByAnOlderDocument(t *testing.T) {
	s := byMail(t, monday)
	short := func(on string) docket.Command {
		cmd := extend(t, "2026-03-30")
		cmd.Ground = "staff"
		if on != "" {
			cmd.EvidenceOn = day(t, on)
		}
		return cmd
	}
	a := s.do("2026-03-02 11:00", ana, claim())
	none, same := s.do("2026-03-03 10:00", ana, short("")), s.do("2026-03-03 10:01", ana, short("2026-03-02"))
	b := s.do("2026-03-03 10:02", ana, short("2026-02-27"))
	s.run("2026-03-03 12:00")
	accepted(t, a, b)
	ruledOut(t, none, "R30", "documento")
	ruledOut(t, same, "R30", "anterior")
}
