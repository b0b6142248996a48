package workflows_test

import (
	"errors"
	"testing"

	"foja/docket"
	"foja/workflows"
)

// The everyday command of each kind, so that the tests read as what people do.
func claim() docket.Command { return docket.Command{Action: docket.ActClaim} }

func note() docket.Command { return docket.Command{Action: docket.ActNote, Text: "doc-note"} }

func respond() docket.Command         { return docket.Command{Action: docket.ActRespond, Text: "doc-answer"} }
func assign(to string) docket.Command { return docket.Command{Action: docket.ActAssign, User: to} }
func deny() docket.Command {
	return docket.Command{Action: docket.ActDeny, Ground: "confidential-personal", Text: "doc-reasons"}
}
func approve() docket.Command { return docket.Command{Action: docket.ActApprove} }

// proved registers that the requester acknowledged the letter.
func proved() docket.Command { return docket.Command{Action: docket.ActNotified, Text: "doc-ack"} }

func TestRegistered_receiptGoesOutWithinSecondsAndATaskIsOpen(t *testing.T) {
	s := byMail(t, "2026-03-02 10:00")
	c := s.run("2026-03-02 10:05")
	same(t, "events", s.activities.kinds(), []string{"registered", "task_opened", "letter_decided", "letter_sent"})
	same(t, "sent", s.activities.sent, []string{"2026-03-02 10:00 receipt.1"})
	if c.State != "open" || c.Hands != docket.HandsOfficer || c.DueOn.String() != "2026-03-16" {
		t.Errorf("%s, %s, due %s", c.State, c.Hands, c.DueOn)
	}
	if len(c.Tasks) != 1 || c.Tasks[0].Kind != docket.TaskAnswer || c.Tasks[0].State != docket.TaskOpen {
		t.Errorf("tasks %+v", c.Tasks)
	}
	if l := c.Ledger; len(l) != 1 || l[0].Kind != docket.LedgerStart || l[0].On.String() != "2026-03-02" ||
		l[0].Policy != docket.OfficeHours || !l[0].Received.Equal(local(t, "2026-03-02 10:00")) || l[0].Calendar == "" {
		t.Errorf("ledger %+v", l)
	}
}

func TestRegistered_withoutMailTheReceiptIsWorkForAPerson(t *testing.T) {
	s := byMail(t, "2026-03-02 10:00")
	s.activities.loaded.ByEmail = false
	c := s.run("2026-03-02 10:05")
	same(t, "sent", s.activities.sent, nil)
	same(t, "prepared", s.activities.prepared, []string{"receipt to_print"})
	if open := c.OpenTasks(docket.TaskPrintLetter); len(open) != 1 || open[0].Role != docket.RoleReception {
		t.Errorf("tasks %+v", c.Tasks)
	}
}

func TestRegistered_atTheCounterThePrintedReceiptIsNotSentAgain(t *testing.T) {
	s := byMail(t, "2026-03-02 10:00")
	s.activities.loaded.ByEmail, s.activities.loaded.Counter, s.activities.loaded.By = false, true, clerk
	c := s.run("2026-03-02 10:05")
	if len(s.activities.sent)+len(s.activities.prepared) != 0 || c.Letters[0].State != docket.LetterDelivered {
		t.Errorf("sent %v, prepared %v, %s", s.activities.sent, s.activities.prepared, c.Letters[0].State)
	}
	if s.activities.events[0].By != clerk {
		t.Errorf("received by %+v", s.activities.events[0].By)
	}
}

func TestRegistered_atTheCounterWithMailTheReceiptIsMailedToo(t *testing.T) {
	s := byMail(t, "2026-03-02 10:00")
	s.activities.loaded.Counter = true
	s.run("2026-03-02 10:05")
	same(t, "sent", s.activities.sent, []string{"2026-03-02 10:00 receipt.1"})
}

func TestClaimAssignReturn_moveTheCaseBetweenPeople(t *testing.T) {
	s := byMail(t, "2026-03-02 10:00")
	var holders []string
	look := func(when string) {
		s.at(when, func() { holders = append(holders, s.activities.last.Holder+"/"+s.activities.last.State) })
	}
	first := s.do("2026-03-02 11:00", ana, claim())
	look("2026-03-02 11:01")
	second := s.do("2026-03-02 12:00", ana, assign("u-bruno"))
	look("2026-03-02 12:01")
	third := s.do("2026-03-02 13:00", bruno, docket.Command{Action: docket.ActReturn})
	look("2026-03-02 13:01")
	fourth := s.do("2026-03-02 14:00", manager, assign("u-ana"))
	look("2026-03-02 14:01")
	late := s.do("2026-03-02 15:00", bruno, docket.Command{Action: docket.ActReturn})
	s.run("2026-03-02 16:00")
	accepted(t, first, second, third, fourth)
	same(t, "holders", holders, []string{"u-ana/in_progress", "u-bruno/in_progress", "/open", "u-ana/in_progress"})
	refused(t, late, docket.CodeForbidden, "asignado")
}

func TestAct_theAnswerComesAfterTheRegisterKnows(t *testing.T) {
	s := byMail(t, "2026-03-02 10:00")
	s.at("2026-03-02 10:59", func() {
		// The register is away for a while: anyone who acts waits, and then sees her own write.
		down := local(t, "2026-03-02 11:03")
		s.activities.project = func(int) error {
			if s.env.Now().Before(down) {
				return errors.New("database is locked")
			}
			return nil
		}
	})
	a := s.do("2026-03-02 11:00", ana, claim())
	s.run("2026-03-02 12:00")
	accepted(t, a)
	if a.at.Before(local(t, "2026-03-02 11:03")) || a.acted != (workflows.Acted{Seq: 5, State: "in_progress"}) {
		t.Errorf("answered at %s with %+v", clock(a.at), a.acted)
	}
}

func TestNote_isKeptAndChangesNothingElse(t *testing.T) {
	s := byMail(t, "2026-03-02 10:00")
	empty := s.do("2026-03-02 11:00", clerk, docket.Command{Action: docket.ActNote})
	a := s.do("2026-03-02 11:01", clerk, note())
	c := s.run("2026-03-02 12:00")
	accepted(t, a)
	refused(t, empty, docket.CodeInvalid, "nota")
	if e := s.activities.find("note"); e.Text != "doc-note" || e.By != clerk || c.State != "open" {
		t.Errorf("%+v", e)
	}
}

func TestConsult_theUnitHasItUntilItsAnswerIsTaken(t *testing.T) {
	s := byMail(t, "2026-03-02 10:00")
	noUnit := docket.Command{Action: docket.ActConsult, Text: "doc-question"}
	ask := docket.Command{Action: docket.ActConsult, Unit: "archivo", Text: "doc-question"}
	var asked docket.Case
	a := s.do("2026-03-02 11:00", ana, claim())
	b := s.do("2026-03-02 11:01", ana, noUnit)
	d := s.do("2026-03-02 11:02", ana, ask)
	s.at("2026-03-03 10:59", func() { asked = s.activities.last })
	e := s.do("2026-03-03 11:00", clerk, docket.Command{
		Action: docket.ActConsultAnswer, Documents: []string{"doc-records"},
	})
	f := s.do("2026-03-03 11:30", clerk, docket.Command{Action: docket.ActConsultAnswer, Text: "doc-again"})
	c := s.run("2026-03-03 12:00")
	accepted(t, a, d, e)
	refused(t, b, docket.CodeInvalid, "área")
	refused(t, f, docket.CodeConflict, "consultas")
	owed := asked.OpenTasks(docket.TaskConsult)
	if asked.Hands != docket.HandsUnit || len(owed) != 1 || owed[0].Unit != "archivo" ||
		owed[0].DueOn.String() != "2026-03-05" {
		t.Errorf("%s, %+v", asked.Hands, owed)
	}
	if c.Hands != docket.HandsOfficer || len(c.OpenTasks(docket.TaskConsult)) != 0 {
		t.Errorf("%s, %+v", c.Hands, c.Tasks)
	}
}

func TestDraftSubmitSendBackApprove_theAnswerOfTwoPeople(t *testing.T) {
	s := byMail(t, "2026-03-02 10:00")
	var reviewing docket.Case
	answers := []*answer{
		s.do("2026-03-02 11:00", ana, claim()),
		s.do("2026-03-03 11:00", ana, docket.Command{
			Action: docket.ActDraft, Text: "doc-1", Documents: []string{"doc-list"},
		}),
		s.do("2026-03-03 12:00", ana, docket.Command{Action: docket.ActSubmit}),
	}
	s.at("2026-03-03 12:30", func() { reviewing = s.activities.last })
	noReason := s.do("2026-03-03 13:00", manager, docket.Command{Action: docket.ActSendBack})
	answers = append(answers,
		s.do("2026-03-03 13:01", manager, docket.Command{Action: docket.ActSendBack, Text: "doc-why"}),
		s.do("2026-03-03 14:00", ana, docket.Command{Action: docket.ActSubmit, Text: "doc-2"}),
		s.do("2026-03-04 09:00", manager, approve()))
	c := s.run("2026-03-04 10:00")
	accepted(t, answers...)
	refused(t, noReason, docket.CodeInvalid, "por qué")
	if reviewing.Hands != docket.HandsReviewer || reviewing.State != "in_review" ||
		len(reviewing.OpenTasks(docket.TaskReview)) != 1 {
		t.Errorf("%s %s %+v", reviewing.Hands, reviewing.State, reviewing.Tasks)
	}
	same(t, "sent", s.activities.sent, []string{"2026-03-02 10:00 receipt.1", "2026-03-04 09:00 response.1"})
	if l, _ := c.Letter(requestID + ".response.1"); l.Text != "doc-2" {
		t.Errorf("%+v", l)
	}
	if c.State != "closed" || c.Outcome != "delivered-in-time" || c.Hands != docket.HandsNobody ||
		len(c.OpenTasks()) != 0 {
		t.Errorf("%s %s %s %+v", c.State, c.Outcome, c.Hands, c.OpenTasks())
	}
}

func TestRespond_sendsTheAnswerWithItsFilesAndClosesInTime(t *testing.T) {
	s := byMail(t, "2026-03-02 10:00")
	cmd := respond()
	cmd.Documents = []string{"doc-a", "doc-b"}
	a, b := s.do("2026-03-02 11:00", ana, claim()), s.do("2026-03-16 23:30", ana, cmd)
	c := s.run("2026-03-17 10:00")
	accepted(t, a, b)
	l, _ := c.Letter(requestID + ".response.1")
	if l.State != docket.LetterSent || len(l.Documents) != 2 || l.Closes != docket.ActRespond {
		t.Errorf("%+v", l)
	}
	if c.Outcome != "delivered-in-time" || clock(c.AnsweredAt) != "2026-03-16 23:30" || c.Overdue {
		t.Errorf("%s at %s, overdue %t", c.Outcome, clock(c.AnsweredAt), c.Overdue)
	}
}

// law: R37
func TestR37_whatCountsIsTheDayTheAnswerIsOutNotTheDayItWasDecided(t *testing.T) {
	s := byMail(t, "2026-03-02 10:00")
	a, b := s.do("2026-03-02 11:00", ana, claim()), s.do("2026-03-16 16:00", ana, respond())
	midnight := local(t, "2026-03-17 00:00")
	s.activities.send = func(int) error {
		if now := s.env.Now(); now.After(local(t, "2026-03-16 15:00")) && now.Before(midnight) {
			return errors.New("connection refused")
		}
		return nil
	}
	c := s.run("2026-03-17 10:00")
	accepted(t, a, b)
	if c.Outcome != "delivered-late" || !c.Overdue {
		t.Errorf("%s, answered %s, overdue %t", c.Outcome, clock(c.AnsweredAt), c.Overdue)
	}
}

func TestDeny_needsAGroundReasonsAndASecondPerson(t *testing.T) {
	s := byMail(t, "2026-03-02 10:00")
	a := s.do("2026-03-02 11:00", manager, claim())
	noGround := s.do("2026-03-02 11:01", manager, docket.Command{Action: docket.ActDeny, Text: "doc-reasons"})
	invented := s.do("2026-03-02 11:02", manager,
		docket.Command{Action: docket.ActDeny, Text: "doc-reasons", Ground: "because"})
	noReasons := s.do("2026-03-02 11:03", manager, docket.Command{Action: docket.ActDeny, Ground: "confidential-personal"})
	b := s.do("2026-03-02 11:04", manager, deny())
	own := s.do("2026-03-02 11:05", manager, approve())
	wrongRole := s.do("2026-03-02 11:06", ana, approve())
	d := s.do("2026-03-02 11:07", head, approve())
	c := s.run("2026-03-02 12:00")
	accepted(t, a, b, d)
	refused(t, noGround, docket.CodeInvalid, "causal")
	refused(t, invented, docket.CodeInvalid, "causal")
	refused(t, noReasons, docket.CodeInvalid, "razones")
	refused(t, own, docket.CodeForbidden, "otra persona")
	refused(t, wrongRole, docket.CodeForbidden, "rol")
	if c.Outcome != "denied" || c.Ground != "confidential-personal" || len(s.activities.sent) != 2 {
		t.Errorf("%s %s %v", c.Outcome, c.Ground, s.activities.sent)
	}
}

func TestWithdraw_closesConfirmsAndCancelsTheWork(t *testing.T) {
	s := byMail(t, "2026-03-02 10:00")
	a := s.do("2026-03-02 11:00", ana, claim())
	b := s.do("2026-03-02 11:01", ana, docket.Command{Action: docket.ActConsult, Unit: "archivo"})
	noProof := s.do("2026-03-03 11:00", clerk, docket.Command{Action: docket.ActWithdraw})
	d := s.do("2026-03-03 11:01", clerk, docket.Command{Action: docket.ActWithdraw, Message: "msg-1"})
	c := s.run("2026-03-03 12:00")
	accepted(t, a, b, d)
	refused(t, noProof, docket.CodeInvalid, "desiste")
	if c.State != "closed" || c.Outcome != "withdrawn" || len(c.OpenTasks()) != 0 || !c.AnsweredAt.IsZero() {
		t.Errorf("%s %s %+v", c.State, c.Outcome, c.OpenTasks())
	}
	same(t, "sent", s.activities.sent, []string{"2026-03-02 10:00 receipt.1", "2026-03-03 11:01 withdrawal.1"})
}

func TestMessage_ofTheRequesterIsATaskOnce(t *testing.T) {
	s := byMail(t, "2026-03-02 10:00")
	a := s.do("2026-03-02 11:00", ana, claim())
	for _, when := range []string{"2026-03-03 11:00", "2026-03-03 11:05"} {
		s.at(when, func() {
			s.env.SignalWorkflow(workflows.SignalMessage, workflows.MessageArrived{Message: "msg-1", FromRequester: true})
		})
	}
	b := s.do("2026-03-03 12:00", clerk, docket.Command{Action: docket.ActAddMessage, Text: "doc-letter"})
	vague := s.do("2026-03-03 13:00", ana, docket.Command{Action: docket.ActDone})
	d := s.do("2026-03-03 13:01", ana, docket.Command{Action: docket.ActDone, Task: 2})
	c := s.run("2026-03-03 14:00")
	accepted(t, a, b, d)
	refused(t, vague, docket.CodeInvalid, "Elija")
	open := c.OpenTasks(docket.TaskReadMessage)
	if len(c.Tasks) != 3 || len(open) != 1 || open[0].Ref != "doc-letter" || open[0].Holder != "u-ana" {
		t.Errorf("%+v", c.Tasks)
	}
	if e := s.activities.find(docket.EventMessage); e.By.Role != docket.RoleRequester || e.Message != "msg-1" {
		t.Errorf("%+v", e)
	}
}

func TestRefused_leavesNoTrace(t *testing.T) {
	s := byMail(t, "2026-03-02 10:00")
	answers := []*answer{
		s.do("2026-03-02 11:00", ana, respond()), // nobody holds it
		s.do("2026-03-02 11:01", clerk, claim()), // not her role
		// another office
		s.do("2026-03-02 11:02", docket.Actor{User: "x", Role: docket.RoleOfficer, Office: "trujillo"}, claim()),
		s.do("2026-03-02 11:03", ana, docket.Command{Action: "dance"}),
		// future
		s.do("2026-03-02 11:04", ana, docket.Command{Action: docket.ActNote, Text: "d", At: local(t, "2026-03-02 12:00")}),
		// before it came
		s.do("2026-03-02 11:05", ana, docket.Command{Action: docket.ActNote, Text: "d", At: local(t, "2026-03-02 09:00")}),
	}
	s.run("2026-03-02 12:00")
	codes := []docket.Code{
		docket.CodeConflict, docket.CodeForbidden, docket.CodeForbidden, docket.CodeConflict,
		docket.CodeInvalid, docket.CodeInvalid,
	}
	for i, a := range answers {
		refused(t, a, codes[i], ".")
	}
	if len(s.activities.events) != 4 {
		t.Errorf("events %v", s.activities.kinds())
	}
}

func TestRepeated_commandIsAnsweredNotRedone(t *testing.T) {
	s := byMail(t, "2026-03-02 10:00")
	cmd := claim()
	cmd.Key = "form-7"
	a, b := s.do("2026-03-02 11:00", ana, cmd), s.do("2026-03-02 11:01", ana, cmd)
	s.run("2026-03-02 12:00")
	accepted(t, a, b)
	if a.acted != b.acted || len(s.activities.events) != 5 {
		t.Errorf("%+v, then %+v; events %v", a.acted, b.acted, s.activities.kinds())
	}
}

func TestPastAct_isRecordedOnTheDayItHappened(t *testing.T) {
	s := newStage(t, "public-information", "2026-03-02 10:00", local(t, "2026-03-20 10:00"))
	s.activities.loaded.ByEmail, s.activities.loaded.Counter = false, true
	answer := docket.LetterID(requestID, docket.LetterResponse, 1) // beside the notice that the term ended
	tell := func(cmd docket.Command, at string) docket.Command {
		cmd.At = local(t, at)
		return cmd
	}
	// The case was on paper when foja came: its past comes along, with its moments.
	for _, cmd := range []docket.Command{tell(claim(), "2026-03-02 12:00"), tell(respond(), "2026-03-10 12:00")} {
		cmd.By, cmd.Key = ana, "past-"+string(cmd.Action)
		s.input.History = append(s.input.History, cmd)
	}
	early := s.do("2026-03-20 11:02", clerk,
		tell(docket.Command{Action: docket.ActDelivered, Letter: answer}, "2026-03-09 12:00"))
	d := s.do("2026-03-20 11:03", clerk,
		tell(docket.Command{Action: docket.ActDelivered, Letter: answer}, "2026-03-12 12:00"))
	c := s.run("2026-03-20 12:00")
	accepted(t, d)
	refused(t, early, docket.CodeInvalid, "ant")
	if c.Outcome != "delivered-in-time" || clock(c.AnsweredAt) != "2026-03-12 12:00" ||
		clock(c.ClosedAt) != "2026-03-12 12:00" {
		t.Errorf("%s, answered %s, closed %s", c.Outcome, clock(c.AnsweredAt), clock(c.ClosedAt))
	}
	if e := s.activities.find("delivered"); clock(e.At) != "2026-03-20 11:03" || clock(e.On) != "2026-03-12 12:00" {
		t.Errorf("recorded %s, happened %s", clock(e.At), clock(e.On))
	}
}

// Anyone who answers late cannot say that she answered in time.
func TestAnAnswer_isGivenWhenItIsRecorded(t *testing.T) {
	s := newStage(t, "public-information", "2026-03-02 10:00", local(t, "2026-03-02 10:00:05"))
	a := s.do("2026-03-02 11:00", ana, claim())
	dated := respond()
	dated.At = local(t, "2026-03-10 12:00")
	back := s.do("2026-03-20 11:00", ana, dated)
	b := s.do("2026-03-20 11:01", ana, respond())
	c := s.run("2026-03-20 12:00")
	accepted(t, a, b)
	refused(t, back, docket.CodeInvalid, "con la fecha y hora en que se hace")
	if !back.rejected || c.Outcome == "delivered-in-time" || clock(c.AnsweredAt)[:10] != "2026-03-20" {
		t.Errorf("rejected %v, %s, answered %s", back.rejected, c.Outcome, clock(c.AnsweredAt))
	}
}

func TestReligiousAssistance_thirtyDaysAndAManagersWord(t *testing.T) {
	s := newStage(t, "religious-assistance", "2026-03-02 10:00", local(t, "2026-03-02 10:00:05"))
	a := s.do("2026-03-02 11:00", ana, claim())
	alone := s.do("2026-03-02 11:01", ana, respond())
	b := s.do("2026-03-02 11:02", ana, docket.Command{Action: docket.ActSubmit, Text: "doc-permit"})
	d := s.do("2026-03-02 11:03", manager, approve())
	c := s.run("2026-03-02 12:00")
	accepted(t, a, b, d)
	refused(t, alone, docket.CodeForbidden, "rol")
	if c.DueOn.String() != "2026-04-15" || c.Outcome != "authorised-in-time" { // law: R52
		t.Errorf("due %s, %s", c.DueOn, c.Outcome)
	}
}
