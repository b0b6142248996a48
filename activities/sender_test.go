package activities_test

import (
	"slices"
	"testing"

	"foja/docket"
	"foja/store"
	"foja/workflows"
)

// anasMail is the head of a mail of the requester of letterOfAna.
const anasMail = "From: Ana Flores <ana@correo.example>\nTo: transparencia@spn.example\n"

// A citizen's mail joins the case that her own earlier mail made, and nobody else's does.
func TestHeadersThatNameHerOwnMailJoinItsCase(t *testing.T) {
	b, _ := newBench(t)
	r := b.register(b.keep(friday, anasMail+"Subject: Pido el plano\nMessage-ID: <hilo-1@correo.example>",
		"Solicito el plano del pabellón B."))
	thread := "Subject: RE: Pido el plano\nIn-Reply-To: <hilo-1@correo.example>\nReferences: <hilo-1@correo.example>\n"
	second := b.keep(friday, anasMail+thread+"Message-ID: <hilo-2@correo.example>", "Lo prefiero en PDF.")
	c := b.classify(second)
	if c.Fate != docket.FateReply || c.Request != r.ID || !c.FromRequester {
		t.Fatalf("her own: %+v", c)
	}
	must(t, b.Settle(t.Context(), workflows.SettleInput{Message: second, As: c}))
	third := b.keep(friday,
		anasMail+"Subject: RE: Pido el plano\nIn-Reply-To: <hilo-2@correo.example>\nMessage-ID: <hilo-3@correo.example>",
		"Y del pabellón C.")
	if c := b.classify(third); c.Fate != docket.FateReply || c.Request != r.ID {
		t.Errorf("the answer to what joined: %+v", c)
	}
	other := b.keep(friday, "From: diego@correo.example\nTo: transparencia@spn.example\n"+thread+
		"Message-ID: <hilo-4@correo.example>", "Yo también lo quiero.")
	if c := b.classify(other); c.Fate != docket.FateHeld || c.Reason != string(docket.HeldThread) || c.Request != r.ID {
		t.Errorf("somebody else's: %+v", c)
	}
}

// What answers a mail that waits for a person waits with it: alone it would become a request of its own.
func TestAnAnswerToWhatIsHeldIsHeld(t *testing.T) {
	b, _ := newBench(t)
	held := b.keep(friday, anasMail+"Subject: pedido\nMessage-ID: <a-1@correo.example>\nAuto-Submitted: auto-generated",
		"Solicito el plano.")
	c := b.classify(held)
	if c.Reason != string(docket.HeldMarked) {
		t.Fatalf("%+v", c)
	}
	must(t, b.Settle(t.Context(), workflows.SettleInput{Message: held, As: c}))
	next := b.keep(friday, anasMail+
		"Subject: RE: pedido\nMessage-ID: <a-2@correo.example>\nIn-Reply-To: <a-1@correo.example>", "Lo prefiero en PDF.")
	if c := b.classify(next); c.Fate != docket.FateHeld || c.Reason != string(docket.HeldThreadHeld) {
		t.Errorf("%+v", c)
	}
}

func TestNumbersAndWordsSuggestACaseOfTheirSenderOnly(t *testing.T) {
	b, _ := newBench(t)
	first := b.register(b.keep(friday, anasMail+"Subject: Pedido de planilla\nMessage-ID: <1@correo.example>",
		"Solicito la planilla."))
	second := b.register(b.keep(friday, anasMail+"Subject: Pedido de raciones\nMessage-ID: <2@correo.example>",
		"Solicito el contrato."))
	stranger := "From: diego@correo.example\nTo: transparencia@spn.example\n"
	for name, c := range map[string]struct {
		head, text, request string
		fate                docket.Fate
		reason              docket.HeldReason
	}{
		"her number in the text": {anasMail + "Subject: Consulta", "Buenas, ¿cómo va mi expediente " +
			first.Number + "?", first.ID, docket.FateHeld, docket.HeldNumber},
		"a stranger's, her number": {
			stranger + "Subject: Solicito la resolución " + first.Number, "Solicito copia.", "", docket.FateRequest, "",
		},
		"a resolution with the same digits": {anasMail + "Subject: Solicito la RD " + first.Number +
			"-SPN", "Solicito copia de la resolución.", "", docket.FateRequest, ""},
		"an answer without headers": {
			anasMail + "Subject: Re: Pedido de planilla\nThread-Index: AdUx",
			"Es el contrato 44.\n\n-----Mensaje original-----\nDe: SPN <transparencia@spn.example>\nEnviado: lunes\nPara: Ana\nAsunto: Re: Pedido de planilla\n\nPrecise.",
			first.ID, docket.FateHeld, docket.HeldOwnCase,
		},
		"an appeal without headers": {anasMail +
			"Subject: Recurso de apelación", "Interpongo recurso de apelación.", second.ID, docket.FateHeld, docket.HeldAppeal},
		"a stranger's, who withdraws it": {stranger + "Subject: Solicitud", "Desisto de la solicitud " + first.Number +
			".", first.ID, docket.FateHeld, docket.HeldAct},
		"a stranger's, who has paid for it": {stranger + "Subject: Pago", "Adjunto el comprobante de la solicitud " +
			first.Number + ".", first.ID, docket.FateHeld, docket.HeldAct},
		"a withdrawal of nothing that is named": {
			stranger + "Subject: Desistimiento", "Ya no quiero las copias.", "", docket.FateHeld, docket.HeldAct,
		},
		"withdrawals that are asked for": {
			stranger + "Subject: Desistimientos",
			"Solicito la lista de desistimientos de solicitudes de 2025.", "", docket.FateRequest, "",
		},
		"another request": {
			anasMail + "Subject: Pedido de raciones de 2025", "Solicito el contrato de 2025.", "", docket.FateRequest, "",
		},
	} {
		got := b.classify(b.keep(friday, c.head, c.text))
		if got.Fate != c.fate || got.Reason != string(c.reason) || got.Request != c.request {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// A mail to the letters of two cases belongs to both: to their pages, and its files to their documents.
func TestAMailToTwoCasesJoinsBoth(t *testing.T) {
	b, _ := newBench(t)
	first := b.register(b.keep(friday, anasMail+"Subject: uno\nMessage-ID: <1@correo.example>", "Solicito la planilla."))
	second := b.register(b.keep(friday, anasMail+"Subject: dos\nMessage-ID: <2@correo.example>", "Solicito el contrato."))
	id := b.keep(friday, "From: Ana Flores <ana@correo.example>\nTo: transparencia+"+first.ReplyToken+
		"@spn.example, transparencia+"+second.ReplyToken+"@spn.example\n"+
		"Subject: mis dos pedidos\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b",
		"--b\nContent-Type: text/plain\n\nEn ambos quiero hojas de calculo.\n--b\nContent-Type: text/csv\nContent-Disposition: attachment; filename=\"m.csv\"\n\n1;2\n--b--\n")
	c := b.classify(id)
	if c.Fate != docket.FateReply || c.Request != first.ID || !c.FromRequester || len(c.More) != 1 ||
		c.More[0] != (workflows.Further{Request: second.ID, FromRequester: true}) {
		t.Fatalf("%+v", c)
	}
	for range 2 {
		must(t, b.Settle(t.Context(), workflows.SettleInput{Message: id, As: c}))
	}
	for _, r := range []docket.Request{first, second} {
		rows, err := b.Store.MessagesOf(t.Context(), r.ID)
		must(t, err)
		docs, err := b.Store.Documents(t.Context(), r.ID)
		must(t, err)
		joined := slices.ContainsFunc(rows, func(m store.Message) bool { return m.ID == id })
		if len(rows) != 2 || !joined || len(docs) != 1 || docs[0].Name != "m.csv" {
			t.Errorf("case %s: %d messages, documents %+v", r.Number, len(rows), docs)
		}
	}
}

// A blind copy names the token only where the server noted whom it was for.
func TestATokenInDeliveredToJoins(t *testing.T) {
	b, _ := newBench(t)
	r := b.register(b.keep(friday, anasMail+"Subject: uno\nMessage-ID: <1@correo.example>", "Solicito la planilla."))
	to := "transparencia+" + r.ReplyToken + "@spn.example"
	id := b.keep(friday, "Return-Path: <ana@correo.example>\nDelivered-To: "+to+"\nX-Original-To: "+to+
		"\nFrom: ana@correo.example\nTo: undisclosed-recipients:;\nSubject: Dato", "El penal es el de Tacna.")
	if c := b.classify(id); c.Fate != docket.FateReply || c.Request != r.ID || !c.FromRequester {
		t.Errorf("%+v", c)
	}
}

// A form that nobody can answer names whom to answer: she is the requester, and answers from her own address.
func TestTheRequesterIsWhoCanBeAnswered(t *testing.T) {
	b, _ := newBench(t)
	r := b.register(b.keep(friday,
		"From: Formulario <noreply@ventanilla.example>\nReply-To: Bruno Quispe <bruno@correo.example>\nTo: transparencia@spn.example\nSubject: mensaje\nMessage-ID: <f@ventanilla.example>",
		"Solicito el plan."))
	if r.Requester.Name != "Bruno Quispe" || r.Requester.Email != "bruno@correo.example" {
		t.Errorf("%+v", r.Requester)
	}
	l, err := b.Store.Letter(t.Context(), b.receipt(r))
	must(t, err)
	id := b.keep(friday, "From: bruno@correo.example\nTo: transparencia@spn.example\nIn-Reply-To: <"+l.MessageID+">",
		"Gracias, espero.")
	if c := b.classify(id); c.Fate != docket.FateReply || !c.FromRequester {
		t.Errorf("his answer: %+v", c)
	}
	moved := b.keep(friday,
		"From: Bruno Quispe <bruno.nuevo@correo.example>\nTo: transparencia@spn.example\nIn-Reply-To: <"+l.MessageID+">",
		"Perdí mi correo anterior. Respondan aquí.")
	if c := b.classify(moved); c.Fate != docket.FateReply || c.Request != r.ID || c.FromRequester {
		t.Errorf("from another address: %+v", c)
	}
}
