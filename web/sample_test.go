package web

import (
	"time"

	"foja/access"
	"foja/access/accounts"
	"foja/calendar"
	"foja/desk/acts"
	"foja/desk/cases"
	"foja/desk/core"
	"foja/desk/documents"
	"foja/desk/figures"
	"foja/desk/history"
	"foja/desk/links"
	"foja/desk/lists"
	"foja/desk/pen"
	"foja/desk/upkeep"
	"foja/docket"
	"foja/reconcile"
	"foja/store"
)

var (
	lima  = time.FixedZone("-05", -5*3600)
	today = calendar.Date{Year: 2026, Month: time.April, Day: 9}
)

func date(month time.Month, day int) calendar.Date {
	return calendar.Date{Year: 2026, Month: month, Day: day}
}

func at(month time.Month, day, hour, minute int) time.Time {
	return time.Date(2026, month, day, hour, minute, 0, 0, lima)
}
func es(s string) docket.Text { return docket.Text{ES: s} }

// working is ten business days from 27 March 2026 over Easter.
func working() docket.Deadline {
	d := docket.Deadline{ReceivedOn: date(3, 27), DueOn: date(4, 14), CalendarVersion: "pe-2026.1", Policy: docket.OfficeHours, Rules: []string{"R1", "R2", "R3", "R12"}}
	holy := map[calendar.Date]string{date(4, 2): "Jueves Santo", date(4, 3): "Viernes Santo"}
	for day, n := date(3, 28), 0; !day.After(d.DueOn); day = day.AddDays(1) {
		c := docket.CountedDay{Date: day}
		switch {
		case holy[day] != "":
			c.Reason, c.Source = holy[day], "Decreto Legislativo 713, art. 6"
		case day.Weekday() == time.Saturday:
			c.Reason, c.Source = "sábado", "LPAG, art. 134"
		case day.Weekday() == time.Sunday:
			c.Reason, c.Source = "domingo", "LPAG, art. 134"
		default:
			n++
			c.Counted, c.N = true, n
		}
		d.Days = append(d.Days, c)
	}
	return d
}

func sampleProcedures() []docket.Procedure {
	return []docket.Procedure{
		{
			Key: "public-information", Version: "1", Name: docket.Text{ES: "Acceso a la información pública", EN: "Access to public information"}, Initial: "received",
			States: []docket.State{
				{Key: "received", Name: es("Recibida"), Hands: docket.HandsReception},
				{Key: "attending", Name: es("En atención"), Hands: docket.HandsOfficer},
				{Key: "consulting", Name: es("En consulta a un área"), Hands: docket.HandsUnit},
				{Key: "closed", Name: es("Cerrada"), Hands: docket.HandsNobody, Final: true},
			},
			Outcomes:      []docket.Outcome{{Key: "delivered", Code: "2.12.1", Name: es("Entregada dentro del plazo")}, {Key: "denied", Name: es("Denegada")}},
			Grounds:       []docket.Ground{{Key: "confidential-personal", Name: es("Datos personales")}},
			DeliveryModes: []docket.DeliveryMode{{Key: "email", Name: es("Correo electrónico"), Remote: true}, {Key: "copy", Name: es("Copia simple")}, {Key: "cd", Name: es("Disco compacto")}},
			Fields:        []docket.Field{{Key: "unit_hint", Name: es("Área que tendría la información"), Type: "text"}},
			Ladder:        []docket.Rung{{Key: "half", Kind: docket.RungRemind, Name: es("Mitad del plazo")}, {Key: "three", Kind: docket.RungWarn, Name: es("Quedan tres días hábiles")}},
		},
		{
			Key: "religious-assistance", Version: "1", Name: docket.Text{ES: "Autorización de asistencia religiosa", EN: "Authorisation of religious assistance"}, Initial: "received",
			States: []docket.State{{Key: "received", Name: es("Recibida"), Hands: docket.HandsReception}},
			Fields: []docket.Field{{Key: "entity", Name: es("Entidad religiosa"), Required: true, Type: "text"}, {Key: "since", Name: es("Desde cuándo"), Type: "date"}},
		},
	}
}

func sampleAgency() docket.Agency {
	return docket.Agency{
		Name: "Servicio Penitenciario Nacional", Acronym: "SEPEN", Address: "Jr. de la Transparencia 100, Lima", Email: "transparencia@sepen.example",
		Offices: []docket.Office{
			{ID: "lima", Name: "Sede Central", Address: "Jr. de la Transparencia 100, Lima", Region: "Lima", Zone: "America/Lima", Opens: "08:00", Closes: "16:30"},
			{ID: "cusco", Name: "Oficina Regional Cusco", Region: "Cusco", Zone: "America/Lima"},
		},
		Units: []docket.Unit{{ID: "logistics", Name: "Unidad de Logística", Office: "lima"}},
	}
}

func sampleUsers() []access.User {
	return []access.User{
		{ID: "u-rec", Login: "recepcion", Name: "Carmen Rojas", Email: "crojas@sepen.example", Roles: []docket.Role{docket.RoleReception}, Office: "lima"},
		{ID: "u-off", Login: "funcionario", Name: "Luis Paredes", Email: "lparedes@sepen.example", Roles: []docket.Role{docket.RoleOfficer}, Office: "lima"},
		{ID: "u-man", Login: "jefa", Name: "Ana Salcedo", Email: "asalcedo@sepen.example", Roles: []docket.Role{docket.RoleManager}, Office: "lima"},
		{ID: "u-head", Login: "cabeza", Name: "Jorge Medina", Email: "jmedina@sepen.example", Roles: []docket.Role{docket.RoleHead}},
		{ID: "u-adm", Login: "admin", Name: "Pilar Núñez", Email: "pnunez@sepen.example", Roles: []docket.Role{docket.RoleAdministrator}},
		{ID: "u-aud", Login: "auditor", Name: "Iván Torres", Email: "itorres@sepen.example", Roles: []docket.Role{docket.RoleAuditor}},
	}
}

func sampleRows() []lists.Row {
	row := func(n, name, subject, state string, due calendar.Date, left int, late bool) lists.Row {
		return lists.Row{
			ID: "r-" + n, Number: "000" + n + "-2026", Procedure: docket.Text{ES: "Acceso a la información pública"}, ProcedureKey: "public-information", Office: "Sede Central",
			Channel: docket.ChannelEmail, RequesterName: name, Subject: subject, State: "attending", StateName: docket.Say(state), Hands: docket.HandsOfficer, Holder: "Luis Paredes",
			ReceivedAt: at(3, 27, 10, 0), ReceivedOn: date(3, 27), DueOn: due, Left: left, Overdue: late,
		}
	}
	rows := []lists.Row{
		row("118", "Julia Ccori Huamán", "Planillas del personal de seguridad, enero a marzo de 2026", "En consulta a un área", date(4, 7), -2, true),
		row("121", "Asociación Puertas Abiertas", "Número de internos por establecimiento y capacidad de albergue", "En atención", date(4, 9), 0, false),
		row("123", "Rosa Quispe Mamani", "Contratos de alimentación vigentes en los establecimientos penitenciarios de Lima", "En atención", date(4, 14), 3, false),
		row("130", "Pedro Alarcón", "Convenios de trabajo penitenciario con empresas privadas", "Recibida", date(4, 21), 8, false),
		row("097", "Estudio Valdez", "Protocolo de visitas", "Cerrada", date(3, 30), 0, false),
	}
	rows[3].Holder, rows[3].Channel = "", docket.ChannelCounter
	rows[4].ClosedAt, rows[4].Outcome = at(3, 28, 11, 0), docket.Say("Entregada dentro del plazo")
	return rows
}

func samplePage() cases.Page {
	people := []core.Choice{{Key: "u-off", Label: "Luis Paredes"}, {Key: "u-man", Label: "Ana Salcedo"}}
	pdf := documents.Document{ID: "d-1", Kind: "attachment", Name: "solicitud firmada.pdf", Type: "application/pdf", Size: 184_320, At: at(3, 27, 10, 0)}
	sheet := documents.Document{ID: "d-2", Kind: "evidence", Name: "contratos-2026.xlsx", Type: "application/vnd.ms-excel", Size: 1_468_006, At: at(4, 8, 15, 10)}
	text := "Señores:\n\nSolicito copia de los contratos de alimentación vigentes en los establecimientos penitenciarios de Lima, con sus adendas.\n\nAtentamente,\nRosa Quispe Mamani"
	procedure := sampleProcedures()[0]
	procedure.Retention = docket.Retention{Cite: "TUO de la Ley 27806, art. 21"}
	other := working()
	other.DueOn = date(4, 13)
	event := func(seq int, when time.Time, who string, hands docket.Hands, kind docket.EventKind, title, text string, docs ...documents.Document) history.Line {
		return history.Line{Seq: seq, At: when, Who: docket.Say(who), Hands: hands, Kind: kind, Title: docket.Say(title), Text: text, Documents: docs}
	}
	receipt := event(2, at(3, 27, 10, 0), "foja", docket.HandsReception, docket.EventLetterSent, "Se envió el cargo de recepción", "")
	receipt.Letter = "r-123.receipt.1"
	late := event(5, at(4, 1, 9, 0), "Luis Paredes", docket.HandsUnit, "consult", "Se consultó a la Unidad de Logística", "Remitir los contratos vigentes y sus adendas, en formato digital.")
	late.Recorded = at(4, 1, 12, 30)
	return cases.Page{
		Request: docket.Request{
			ID: "r-123", Number: "000123-2026", StatusCode: "K7M2-Q9RT", RegisteredAt: at(3, 27, 10, 0),
			Registration: docket.Registration{
				Procedure: "public-information", Office: "lima", Channel: docket.ChannelEmail, Subject: "Contratos de alimentación vigentes en los establecimientos penitenciarios de Lima", Text: text,
				Requester:    docket.Requester{Name: "Rosa Quispe Mamani", IDKind: "DNI", IDNumber: "40000001", Address: "Jr. Los Cedros 123, Lima", Email: "rosa@ciudadana.example", Phone: "999 000 111", EmailConsent: true},
				DeliveryMode: "email", ReceivedAt: at(3, 27, 10, 0), ReceivedOn: date(3, 27), Sheets: 2, Fields: map[string]string{"unit_hint": "Logística"},
			},
		},
		Case:      docket.Case{Request: "r-123", State: "attending", Hands: docket.HandsOfficer, Holder: "u-off", DueOn: date(4, 14)},
		Procedure: procedure, StateName: docket.Say("En atención"), Office: sampleAgency().Offices[0], Holder: "Luis Paredes",
		Deadline: working(), Other: &other, Today: today, Left: 3,
		Next: docket.Say("Luis Paredes debe enviar la respuesta a más tardar el martes 14 de abril."),
		Timeline: []history.Line{
			event(1, at(3, 27, 10, 0), "foja", docket.HandsReception, docket.EventRegistered, "Se registró la solicitud que llegó por correo", "", pdf),
			receipt,
			event(3, at(3, 30, 8, 41), "Luis Paredes", docket.HandsOfficer, "claim", "Luis Paredes tomó la solicitud", ""),
			event(4, at(3, 30, 9, 2), "Luis Paredes", docket.HandsOfficer, "note", "Nota", "La misma persona pidió en enero los contratos de 2025."),
			late,
			event(6, at(4, 8, 15, 10), "Unidad de Logística", docket.HandsOfficer, "consult_answer", "La Unidad de Logística entregó la información", "Se adjuntan 14 contratos.", sheet),
			{Seq: 7, At: at(4, 8, 17, 45), Who: docket.Say("solicitante"), Hands: docket.HandsOfficer, Kind: docket.EventMessage, Title: docket.Say("El solicitante escribió de nuevo"), Text: "¿Podrían enviarlo en una hoja de cálculo?", Message: "m-9"},
		},
		Tasks: []docket.Task{
			{ID: 1, Kind: docket.TaskAnswer, State: docket.TaskClaimed, Role: docket.RoleOfficer, Holder: "u-off", OpenedAt: at(3, 27, 10, 0)},
			{ID: 2, Kind: docket.TaskConsult, State: docket.TaskDone, Role: docket.RoleOfficer, Unit: "logistics", DueOn: date(4, 8)},
			{ID: 3, Kind: docket.TaskReadMessage, State: docket.TaskOpen, Role: docket.RoleOfficer, Ref: "m-9"},
			{ID: 4, Kind: docket.TaskConsult, State: docket.TaskOpen, Role: docket.RoleOfficer, Unit: "logistics", DueOn: date(4, 10)},
		},
		UnitLinks: []links.UnitLink{
			{Task: 4, Path: "/u/abc.def", Unit: "Unidad de Logística", Email: "logistica@sepen.example", MailedAt: at(4, 8, 9, 1)},
			{Task: 5, Path: "/u/abc.ghi", Unit: "Archivo Central", Email: "archivo@sepen.example", Failure: "550"},
			{Task: 6, Path: "/u/abc.jkl", Unit: "Archivo del Norte", Email: "norte@sepen.example", Soon: true},
			{Task: 7, Path: "/u/abc.mno", Unit: "Tratamiento"},
		},
		Alarms: []docket.Alarm{
			{ID: "half.1", Rung: "half", Kind: docket.RungRemind, FiredAt: at(4, 7, 9, 0), AckedAt: at(4, 7, 9, 20), AckedBy: "u-off"},
			{ID: "three.1", Rung: "three", Kind: docket.RungWarn, FiredAt: at(4, 9, 9, 0), Escalations: 1},
		},
		Appeals: []history.AppealView{sampleAppeal()},
		Duties: []cases.Duty{
			{Name: docket.Text{ES: "Responsable de atender las solicitudes (FRAI)"}, Does: docket.Text{ES: "Responde del plazo."}, Cite: "Reg. 2.1-2.12", Person: "Carlos Huamán", Now: true},
			{Name: docket.Text{ES: "Responsable del área poseedora"}, Does: docket.Text{ES: "Entrega la información o prueba que la buscó."}, Cite: "Reg. 4.2-4.11"},
		},
		Ladder:   []cases.LadderStep{{At: time.Date(2026, 4, 9, 14, 0, 0, 0, time.UTC), Name: docket.Say("Aviso de mitad de plazo"), To: docket.Say("el responsable"), EscalateTo: docket.Say("el suplente, la jefatura")}},
		Expiries: []core.Expiry{{Key: "authorisation", Name: docket.Text{ES: "Autorización de asistencia religiosa"}}, {Key: "credential", Name: docket.Text{ES: "Credencial del agente pastoral"}, On: calendar.Date{Year: 2026, Month: 11, Day: 30}}},
		SubDeadlines: []docket.SubDeadline{
			{Key: "cost_notice", On: date(4, 13), Rule: "R31", Name: "Comunicar la liquidación", Missed: "ya no puede cobrarse la reproducción: se entrega sin costo", Action: docket.ActCostNotice, Hands: docket.HandsOfficer},
			{Key: "delivery@2026-04-20", On: date(4, 20), Rule: "R29", Name: "Entrega parcial anunciada en el cronograma", Action: docket.ActDeliverPart, Hands: docket.HandsOfficer},
		},
		Letters: []history.Letter{
			{ID: "r-123.receipt.1", Kind: docket.LetterReceipt, Name: docket.Say("Cargo de recepción"), State: docket.LetterSent, ByEmail: true, SentAt: at(3, 27, 10, 0), Attempts: 1, Response: "250 2.0.0 Ok", Reports: []history.LetterReport{{At: at(3, 27, 10, 1), Action: "delivered", Text: docket.Say("Entregada en el buzón del destinatario · 2.0.0"), Message: "m-9"}}},
		},
		Documents: []documents.Document{pdf, sheet, {ID: "d-3", Kind: "note", Name: "nota.txt", Type: "text/plain; charset=utf-8", Size: 60}},
		Messages:  []pen.Message{{ID: "m-9", ReceivedAt: at(4, 8, 17, 45), FromName: "Rosa Quispe", FromEmail: "rosa@ciudadana.example", Subject: "Re: Cargo de recepción 000123-2026", Text: "¿Podrían enviarlo en una hoja de cálculo?"}},
		Proposal:  &history.Proposal{Version: "d-9", Warnings: []string{"«contratos-2026.xlsx» tiene oculto «Nóminas»: bórrelo, o muéstrelo si debe ir."}, Closes: docket.ActRespond, Text: "Se entrega copia de los catorce contratos vigentes.", By: "Luis Paredes", Documents: []documents.Document{sheet}},
		Suggested: sampleRows()[1:2],
		Buttons: []core.Button{
			{Action: docket.ActRespond, Label: docket.Say("Enviar la respuesta"), Needs: []string{"text", "documents", "files"}},
			{Action: docket.ActDraft, Label: docket.Say("Guardar proyecto"), Needs: []string{"text", "files"}},
			{Action: docket.ActSubmit, Label: docket.Say("Pedir segunda revisión")},
			{Action: docket.ActConsult, Label: docket.Say("Consultar a un área"), Needs: []string{"unit", "text"}, Choices: map[string][]core.Choice{"units": {{Key: "logistics", Label: "Unidad de Logística"}}}},
			{Action: docket.ActConsultAnswer, Label: docket.Say("Registrar respuesta del área"), Needs: []string{"task", "text", "files"}},
			{Action: docket.ActNote, Label: docket.Say("Anotar"), Needs: []string{"text", "files"}},
			{Action: docket.ActDeny, Label: docket.Say("Denegar"), Needs: []string{"ground", "text", "until", "resolution"}, Choices: map[string][]core.Choice{"ground": {{Key: "confidential-personal", Label: "Datos personales"}, {Key: "reserved", Label: "Seguridad de establecimientos penitenciarios"}}}},
			{Action: docket.ActRespondItems, Label: docket.Say("Responder por ítems"), Needs: []string{"items", "text", "files", "documents"}},
			{Action: docket.ActAssign, Label: docket.Say("Asignar"), Needs: []string{"user"}, Choices: map[string][]core.Choice{"user": people}},
			{Action: docket.ActReturn, Label: docket.Say("Devolver a por asignar")},
			{Action: docket.ActExtend, Label: docket.Say("Comunicar prórroga"), Needs: []string{"ground", "to", "schedule", "evidence_on", "text", "files"}, Choices: map[string][]core.Choice{"ground": {{Key: "volume", Label: "Volumen significativo de la información"}, {Key: "staff", Label: "Falta de recursos humanos"}}}},
			{Action: docket.ActCostNotice, Label: docket.Say("Comunicar la liquidación"), Needs: []string{"cents", "text"}},
			{Action: docket.ActWithdraw, Label: docket.Say("Registrar desistimiento"), Needs: []string{"text", "at"}},
			{Action: docket.ActDone, Label: docket.Say("Mensaje leído"), Needs: []string{"task"}, Choices: map[string][]core.Choice{"task": {{Key: "3", Label: "Mensaje del 8 abr"}}}},
			{Action: docket.ActAcknowledge, Label: docket.Say("Atender alerta"), Needs: []string{"alarm"}, Choices: map[string][]core.Choice{"alarm": {{Key: "three.1", Label: "Quedan tres días hábiles"}}}},
		},
	}
}

func sampleTasks() []lists.TaskRow {
	var tasks []lists.TaskRow
	for i, r := range sampleRows()[:4] {
		tasks = append(tasks, lists.TaskRow{
			Request: r.ID, Number: r.Number, Requester: r.RequesterName, Subject: r.Subject, Procedure: r.Procedure,
			Task: docket.Task{ID: 1, Kind: docket.TaskAnswer}, Title: docket.Say([]string{"Reclamar la información a Logística", "Enviar la respuesta", "Leer el mensaje del solicitante", "Tomar la solicitud"}[i]),
			Holder: r.Holder, DueOn: r.DueOn, Left: r.Left, Overdue: r.Overdue, StateName: r.StateName, Strip: working().Days,
		})
	}
	return tasks
}

func sampleHeld() []pen.Message {
	row := sampleRows()[2]
	return []pen.Message{
		{
			ID: "h-1", ReceivedAt: at(4, 9, 7, 52), FromName: "Rosa Quispe", FromEmail: "rosa.otra@ciudadana.example", Subject: "sobre mi expediente 000123-2026",
			Text:   "Buenos días:\n\nQuisiera saber si ya está mi respuesta del expediente 000123-2026.\n\nGracias.",
			Reason: docket.Say("El asunto menciona un expediente, pero llega de otra dirección"), Suggested: &row,
			NewText: "Quisiera saber si ya está mi respuesta del expediente 000123-2026.", Formatted: true, Kind: "Respuesta", Envelope: "Firmado (S/MIME); foja no comprueba la firma",
			Sender:      "Comprobado por nuestro servidor (SPF pass, DMARC pass)",
			Attachments: []pen.MessageAttachment{{N: 1, Name: "captura.png", Type: "image/png", Size: 48_000}},
			Addresses: []pen.MessageAddress{
				{Name: "Rosa Quispe", Email: "rosa.otra@ciudadana.example", Role: "from", Words: "quien lo envía", Answerable: true},
				{Name: "Rosa Quispe Mamani", Email: "rosa.quispe.mamani@universidad-nacional.example", Role: "reply_to", Words: "a quien pide que se responda", Answerable: true},
				{Email: "no-responder@ciudadana.example", Role: "sender", Words: "quien lo despachó por otra persona"},
			},
		},
		{ID: "h-2", ReceivedAt: at(4, 8, 22, 5), Subject: "", Text: "", Reason: docket.Say("El mensaje no tiene remitente"), Defects: []docket.Sentence{docket.Say("Falta el encabezado From"), docket.Say("Una parte tiene un juego de caracteres desconocido")}},
	}
}

func sampleFigures() figures.Figures {
	fig := func(n int, f lists.Filter) figures.Figure { return figures.Figure{N: n, Filter: f} }
	row := func(key, name string, open, now, week, over, ok, late int) figures.FigureRow {
		share := -1.0
		if ok+late > 0 {
			share = float64(ok) / float64(ok+late)
		}
		return figures.FigureRow{
			Key: key, Name: docket.Say(name), Open: fig(open, lists.Filter{Holder: key, Open: "yes"}), DueToday: fig(now, lists.Filter{Holder: key, Due: "today"}), DueThisWeek: fig(week, lists.Filter{Holder: key, Due: "week"}),
			Overdue: fig(over, lists.Filter{Holder: key, Overdue: true}), InTime: fig(ok, lists.Filter{Holder: key, Late: "no"}), Late: fig(late, lists.Filter{Holder: key, Late: "yes"}), OnTimeShare: share,
		}
	}
	return figures.Figures{
		AsOf: at(4, 9, 10, 15), Today: today, From: date(1, 1), To: today,
		Received: fig(132, lists.Filter{ReceivedFrom: date(1, 1), ReceivedTo: today}), Open: fig(24, lists.Filter{Open: "yes"}), DueToday: fig(3, lists.Filter{Open: "yes", Due: "today"}),
		DueThisWeek: fig(7, lists.Filter{Open: "yes", Due: "week"}), Overdue: fig(2, lists.Filter{Open: "yes", Overdue: true}), InTime: fig(101, lists.Filter{Open: "no", Late: "no"}), Late: fig(7, lists.Filter{Open: "no", Late: "yes"}), OnTimeShare: 101.0 / 108,
		ByOfficer:   []figures.FigureRow{row("u-off", "Luis Paredes", 14, 2, 5, 2, 64, 6), row("u-man", "Ana Salcedo", 6, 1, 2, 0, 37, 1), row("none", "Sin responsable", 4, 0, 0, 0, 0, 0)},
		ByOffice:    []figures.FigureRow{row("lima", "Sede Central", 20, 3, 6, 2, 90, 7), row("cusco", "Oficina Regional Cusco", 4, 0, 1, 0, 11, 0)},
		ByProcedure: []figures.FigureRow{row("public-information", "Acceso a la información pública", 21, 3, 6, 2, 95, 7), row("religious-assistance", "Autorización de asistencia religiosa", 3, 0, 1, 0, 6, 0)},
	}
}

func newFake() *fake {
	p := samplePage()
	return &fake{
		users: sampleUsers(), page: p, rows: sampleRows(), tasks: sampleTasks(), held: sampleHeld(), figures: sampleFigures(),
		agency: sampleAgency(), procedures: sampleProcedures(), forms: map[string]acts.Form{}, files: map[string][]string{},
		hints: []acts.DuplicateHint{{Row: sampleRows()[2], Why: []string{"mismo nombre", "texto parecido"}}},
		notices: []lists.Notice{
			{ID: "n-1", Request: "r-123", Number: "000123-2026", Alarm: "three.1", Kind: "alarm", Text: "Quedan tres días hábiles para responder", At: at(4, 9, 9, 0)},
			{ID: "n-2", Request: "r-118", Number: "000118-2026", Kind: "message", Text: "El solicitante escribió de nuevo", At: at(4, 8, 17, 45), ReadAt: at(4, 8, 18, 0), Acked: true},
		},
		reports: []upkeep.ReconcileReport{
			{
				At: at(4, 9, 6, 0), Since: at(3, 10, 6, 0), Mailbox: map[string]int{"INBOX": 1, "foja-procesado": 140, "foja-retenido": 6, "foja-archivo": 201},
				Messages: map[string]int{"request": 120, "reply": 18, "held": 6, "own": 201, "report": 2}, Letters: map[string]int{"sent": 200, "to_print": 4, "failed": 1}, Cases: 132, Open: 24, Bytes: 512,
				Differences: []reconcile.Difference{{Kind: "mailbox_unread", What: "mensajes que siguen en la bandeja de entrada sin leer: revise el estado del buzón", Rows: []string{"INBOX UID 812"}}},
			},
			{At: at(4, 8, 6, 0), Since: at(3, 9, 6, 0), Messages: map[string]int{"request": 119}, Letters: map[string]int{"sent": 199}, Cases: 131, Open: 25, NotChecked: []string{"no se leyó el buzón: no hay una cuenta IMAP en la configuración"}},
		},
		outages: []upkeep.Outage{
			{Outage: store.Outage{ID: "o-2", FromAt: at(4, 9, 8, 0), NoticedAt: at(4, 9, 8, 16), Cause: "mail: imap: the server does not answer"}},
			{Outage: store.Outage{ID: "o-1", FromAt: at(4, 7, 22, 0), NoticedAt: at(4, 7, 22, 16), EndedAt: at(4, 8, 9, 10)}, Late: []upkeep.LateMessage{
				{LateMessage: store.LateMessage{ID: "m-9", Number: "000123-2026", ReceivedAt: at(4, 8, 1, 0), KeptAt: at(4, 8, 9, 10)}, LegalOn: date(4, 8), ReadOn: date(4, 8)},
			}},
		},
		absences: []accounts.Absence{{ID: "a-1", User: "u-off", Deputy: "u-man", From: date(4, 8), To: date(4, 17)}},
		status: links.Status{
			Number: p.Request.Number, Procedure: p.Procedure.Name.ES, ReceivedAt: p.Request.ReceivedAt, ReceivedOn: p.Request.ReceivedOn, Office: p.Office,
			StateName: docket.Say("En atención"), Where: "La tiene la persona responsable de responder.", Deadline: working(), Left: 3,
			Appeals: []docket.Sentence{docket.Say("Su apelación del jueves 9 de abril de 2026 contra la falta de respuesta: Espera al Tribunal.")},
			Letters: []links.StatusLetter{{Key: "extension-1", Name: docket.Say("Carta de respuesta"), At: at(4, 8, 11, 30)}},
			Remedy:  "Si no recibe respuesta hasta el martes 14 de abril, puede presentar una apelación. Mientras no le respondamos puede desistirse: dígalo por correo a transparencia@sepen.example, con su número en el asunto, o en la sede. Después puede volver a pedir lo mismo.",
		},
	}
}

func newBox() *box {
	return &box{mails: []Mail{{
		ID: "1", From: "Servicio Penitenciario Nacional <transparencia@sepen.example>", Subject: "Cargo de recepción 000123-2026", At: at(3, 27, 10, 0),
		Text:        "Su solicitud fue registrada con el número 000123-2026.\n\nVence el martes 14 de abril de 2026.",
		Attachments: []Attachment{{Name: "cargo-000123-2026.pdf", Type: "application/pdf", Size: 42_000, Body: []byte("%PDF-1.4")}},
	}}}
}
