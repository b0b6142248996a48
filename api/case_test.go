package api

import (
	"foja/calendar"
	"foja/desk/cases"
	"foja/desk/core"
	"foja/desk/documents"
	"foja/desk/history"
	"foja/desk/lists"
	"foja/desk/pen"
	"foja/docket"
)

// One case in which nothing is empty, so that every field of the contract is seen.

func theOffice() docket.Office {
	return docket.Office{ID: "lima", Name: "Sede Lima", Address: "Jr. Uno 1", Region: "Lima", Zone: "America/Lima", Opens: "08:00", Closes: "16:30"}
}

func theProcedure() docket.Procedure {
	return docket.Procedure{
		Key: "public-information", Version: "2", Name: docket.Text{ES: "Acceso"}, ValidFrom: date("2020-01-01"),
		TimeLimit: docket.TimeLimit{N: 10, Unit: docket.UnitBusiness, Rule: "R16"},
		States:    []docket.State{{Key: "in_progress", Name: docket.Text{ES: "En trámite"}, Hands: docket.HandsOfficer}},
		Fields:    []docket.Field{{Key: "period", Name: docket.Text{ES: "Periodo"}, Hint: docket.Text{ES: "2025"}, Type: "text"}},
		Grounds:   []docket.Ground{{Key: "secret", Name: docket.Text{ES: "Secreta"}, Cite: "art. 15", NeedsResolution: true}},
		Outcomes:  []docket.Outcome{{Key: "full", Code: "1", Name: docket.Text{ES: "Entrega total"}}}, DeliveryModes: []docket.DeliveryMode{{Key: "email", Name: docket.Text{ES: "Correo"}}},
	}
}

func theDeadline() docket.Deadline {
	return docket.Deadline{
		ReceivedOn: date("2026-03-27"), CountsFrom: date("2026-03-27"), DueOn: date("2026-04-14"), WaitingSince: date("2026-04-01"),
		Limit: docket.TimeLimit{N: 10, Unit: docket.UnitBusiness, Rule: "R16"}, Counted: 10,
		Days: []docket.CountedDay{
			{Date: date("2026-03-28"), Kind: "weekend", Reason: "sábado", Source: "art. 145"},
			{Date: date("2026-03-30"), Counted: true, N: 1},
		},
		Rules: []string{"R2", "R16"}, CalendarVersion: "pe-1", Procedure: "public-information", Version: "2", Policy: docket.OfficeHours,
	}
}

func theTask() docket.Task {
	return docket.Task{
		ID: 1, Kind: docket.TaskAnswer, State: docket.TaskClaimed, Role: docket.RoleOfficer, Holder: "u3", Unit: "archive", OpenedAt: noon,
		DueOn: date("2026-04-01"), Ref: "m1",
	}
}

func theRow() lists.Row {
	return lists.Row{
		ID: "r9", Number: "000009-2026", Procedure: docket.Text{ES: "Acceso"}, ProcedureKey: "public-information", Office: "Sede Lima", Channel: docket.ChannelCounter,
		RequesterName: "Ana Flores", Subject: "Presupuesto", State: "closed", StateName: docket.Say("Cerrada"), Hands: docket.HandsNobody, Holder: "Carlos",
		ReceivedAt: noon, ReceivedOn: date("2026-03-27"), DueOn: date("2026-04-14"), Left: -1, Overdue: true, Outcome: docket.Say("Entrega total"), ClosedAt: noon,
	}
}

func theDocument() documents.Document {
	return documents.Document{ID: "d1", Kind: "attachment", Name: "anexo.pdf", Type: "application/pdf", Size: 12, SHA256: "abc", At: noon}
}

func theMessage() pen.Message {
	row := theRow()
	return pen.Message{
		ID: "m1", ReceivedAt: noon, FromName: "Ana", FromEmail: "ana@correo.example", Subject: "Hola", Text: "Pido…",
		Attachments: []pen.MessageAttachment{{N: 0, Name: "foto.png", Type: "image/png", Size: 3, SHA256: "def"}},
		Defects:     []docket.Sentence{docket.Say("charset")}, Fate: "held", Reason: docket.Say("sin remitente"), Suggested: &row,
	}
}

func fullPage() cases.Page {
	other := theDeadline()
	other.DueOn = date("2026-04-15")
	return cases.Page{
		Request: docket.Request{
			Registration: docket.Registration{
				Procedure: "public-information", Version: "2", Office: "lima", Channel: docket.ChannelCounter,
				Requester: docket.Requester{Name: "Ana Flores", IDKind: "DNI", IDNumber: "12345678", Address: "Av. 1", Email: "ana@correo.example", Phone: "999", EmailConsent: true},
				Subject:   "Presupuesto", Text: "Pido el presupuesto.", DeliveryMode: "email", Fields: map[string]string{"period": "2025"},
				ReceivedAt: noon, ReceivedOn: date("2026-03-27"), Sheets: 2, ReceivedBy: "u1", Message: "m1",
			},
			ID: "r1", Number: "000001-2026", StatusCode: "ABCD2345", ReplyToken: "token-that-nobody-may-see", RegisteredAt: noon,
		},
		Case: docket.Case{
			ByEmail: true, State: "in_progress", Hands: docket.HandsOfficer, Holder: "u3", Seq: 4, Outcome: "full", Ground: "secret", AnsweredAt: noon, ClosedAt: noon,
		},
		Procedure: theProcedure(), StateName: docket.Say("En trámite"), Office: theOffice(), Holder: "Carlos", Deadline: theDeadline(), Other: &other,
		Today: date("2026-03-27"), Left: 10, Overdue: true, Next: docket.Say("Responder hasta el 14/04/2026"),
		Timeline: []history.Line{{
			Seq: 1, At: noon, Recorded: noon, Who: docket.Say("foja"), Hands: docket.HandsOfficer, Kind: docket.EventRegistered, Title: docket.Say("Registrada"),
			Text: "nota", Documents: []documents.Document{theDocument()}, Message: "m1", Letter: "r1.receipt.1",
		}},
		Tasks: []docket.Task{theTask()},
		Alarms: []docket.Alarm{{
			ID: "due", Rung: "due", Kind: docket.RungWarn, At: noon, DueOn: date("2026-04-14"), FiredAt: noon, To: []docket.Role{docket.RoleManager},
			Escalations: 1, EscalateAt: noon, AckedAt: noon, AckedBy: "u4", Obsolete: true,
		}},
		Letters: []history.Letter{{
			ID: "r1.receipt.1", Kind: docket.LetterReceipt, Name: docket.Say("Cargo"), State: docket.LetterSent, ByEmail: true, SentAt: noon, Response: "250 ok",
			Error: docket.Say("421"), Attempts: 2, PDF: "d2", MessageID: "x@spn.example", Doubt: "m8", Reports: []history.LetterReport{{At: noon, Action: "delivered", Text: docket.Say("Entregada"), Message: "m9"}},
		}},
		Documents: []documents.Document{theDocument()}, Messages: []pen.Message{theMessage()},
		Proposal: &history.Proposal{Closes: docket.ActDeny, Text: "No", Items: []history.Item{{Asked: "Todo", Outcome: docket.ItemDenied, Ground: "secret", Reasons: "No"}}, Documents: []documents.Document{theDocument()}, Ground: "secret", By: "Carlos", Submitted: true},
		Buttons: []core.Button{
			{Action: docket.ActClaim, Label: docket.Say("Tomar")},
			{Action: docket.ActAssign, Label: docket.Say("Asignar"), Needs: []string{"user"}, Choices: map[string][]core.Choice{"user": {{Key: "u3", Label: "Carlos"}}}},
		},
		Suggested:    []lists.Row{theRow()},
		SubDeadlines: []docket.SubDeadline{theTrap()},
		Expiries:     []core.Expiry{{Key: "authorisation", Name: docket.Text{ES: "Autorización"}}, {Key: "credential", Name: docket.Text{ES: "Credencial"}, On: date("2026-03-01"), Over: true}},
		Appeals: []history.AppealView{{
			Appeal: docket.Appeal{Request: "r1", N: 1, Against: docket.AgainstDenial, Route: docket.ThroughUs, FiledAt: noon, DecidedAt: noon, Ruling: docket.RulingUpheld},
			Next:   docket.Say("Cumplir"), SubDeadlines: []docket.SubDeadline{theTrap()}, Late: []docket.SubDeadline{theTrap()}, Decision: theDeadline(),
			Timeline: []history.Line{{Seq: 1, At: noon, Who: docket.Say("foja"), Hands: docket.HandsOfficer, Kind: "filed", Title: docket.Say("Se presentó")}},
			Buttons:  []core.Button{{Action: docket.ActComplied, Label: docket.Say("Cumplida"), Needs: []string{"text"}}},
		}},
	}
}

func theTrap() docket.SubDeadline {
	return docket.SubDeadline{Key: "complied", On: date("2026-04-10"), Name: "Cumplir", Missed: "falta grave", Rule: "R50", Action: docket.ActComplied, Hands: docket.HandsOfficer}
}

// bareDesk is a desk whose case has only what every case has.
func bareDesk() *fakeDesk {
	d := newDesk()
	full := d.page
	deadline := full.Deadline
	deadline.DueOn, deadline.WaitingSince, deadline.Days, deadline.Rules, deadline.Policy = calendar.Date{}, calendar.Date{}, nil, nil, ""
	d.page = cases.Page{Request: full.Request, Procedure: full.Procedure, Office: full.Office, Today: full.Today, Deadline: deadline}
	d.page.Request.Fields = nil
	return d
}
