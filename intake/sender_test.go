package intake_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"foja/docket"
	"foja/intake"
	"foja/mail"
)

const (
	ana    = "From: Ana Flores <ana@correo.example>"
	toUs   = "To: transparencia@spn.example"
	anaTwo = "ana@correo.example"
)

// anasCase is a case of Ana's, with the subject of its mail.
func anasCase(id, subject string) intake.Case {
	return intake.Case{Request: id, Email: anaTwo, Subjects: []string{subject, subject}}
}

func holds(why docket.HeldReason, suggested string) intake.Verdict {
	return intake.Verdict{Fate: docket.FateHeld, Reason: why, Request: suggested}
}

type judged struct {
	headers []string
	text    string
	found   intake.Found
	want    intake.Verdict
}

func judgeAll(t *testing.T, cases map[string]judged) {
	t.Helper()
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			m := letter(c.text, append(c.headers, "Content-Type: text/plain; charset=utf-8")...)
			if diff := cmp.Diff(c.want, intake.Judge(m, intake.FindClues(m, agency), c.found, agency)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

var request = intake.Verdict{Fate: docket.FateRequest}

// What a program marked is never answered by a machine; what is in it is read.
func TestAutomaticMailIsRead(t *testing.T) {
	toCase := intake.Found{TokenRequest: "r1", RequesterEmail: anaTwo}
	read := intake.Verdict{Fate: docket.FateReply, Request: "r1", FromRequester: true}
	filed := intake.Verdict{Fate: docket.FateAutomatic, Request: "r1"}
	marked := "Auto-Submitted: auto-generated"
	away := "Estimados:\n\nEstoy de vacaciones hasta el 15 de diciembre de 2026. Responderé a mi regreso.\nPara urgencias escriba a suplente@negocio.example.\n\nSaludos,\nAna Flores\nJefa de Logística"
	judgeAll(t, map[string]judged{
		"a marked correction": {[]string{
			ana, toUs, marked,
		}, "Subsano lo pedido: el contrato es el N. 44 del año 2025. Ana Flores, DNI 40000001", toCase, read},
		"a marked withdrawal": {[]string{
			ana, toUs, marked,
		}, "Desisto de la mitad del pedido: solo necesito la planilla del personal de seguridad.", toCase, read},
		"a marked payment": {
			[]string{ana, toUs, "Auto-Submitted: auto-replied"}, "Ya pagué los 4 soles en el banco.", toCase, read,
		},
		"a marked appeal": {
			[]string{ana, toUs, "X-Autoreply: yes"}, "Apelo la respuesta.", toCase, read,
		},
		"a marked answer of few words": {[]string{ana, toUs, marked}, "El penal es el de Tacna.", toCase, read},
		"an absence note with a sentence of hers": {[]string{
			ana, toUs, "Auto-Submitted: auto-replied",
		}, "Estoy de vacaciones hasta el 15 de diciembre. El contrato es el 44.", toCase, read},
		"an absence note that asks": {
			[]string{ana, toUs, "Auto-Submitted: auto-replied"}, "Estoy de vacaciones. ¿Me pueden esperar?", toCase, read,
		},
		"an absence note": {
			[]string{ana, toUs, "Auto-Submitted: auto-replied"}, away, toCase, filed,
		},
		"an absence note in English": {
			[]string{ana, toUs, "Auto-Submitted: auto-replied"},
			"Hello,\n\nI am out of the office until Monday, 7 December. For urgent matters contact desk@b.example.\n\nBest regards\nAna Flores",
			toCase, filed,
		},
		"an acknowledgement by a program": {
			[]string{ana, toUs, "Auto-Submitted: auto-replied"}, "Hemos recibido su mensaje, caso 5.", toCase, filed,
		},
		"one that is named so, and is one": {
			[]string{ana, toUs, "Subject: Respuesta automática: Cargo"}, "Estoy fuera de la oficina.", toCase, filed,
		},
		"one that is named so, and says more": {[]string{
			ana, toUs, "Subject: Fuera de la oficina: Cargo",
		}, "Estoy fuera de la oficina y subsano: es el pabellón 2.", toCase, read},
		"a mark and nothing else": {[]string{ana, toUs, "Auto-Submitted: auto-replied"}, "", toCase, filed},
		"an absence note that nobody marked": {[]string{
			ana, toUs,
		}, "Hola, estoy de vacaciones hasta el 15 de diciembre. Atenderé tu correo a mi regreso.", toCase, read},
		"a marked request": {
			[]string{"From: Gloria <mesa@estudio.example>", toUs, marked, "X-Mailer: ServiceNow"},
			"Buenos días, solicito el aforo autorizado de cada establecimiento. Gloria Paredes",
			intake.Found{},
			holds(docket.HeldMarked, ""),
		},
		"an absence note to nothing of ours": {
			[]string{ana, toUs, "Auto-Submitted: auto-replied"}, away, intake.Found{}, holds(docket.HeldAutomatic, ""),
		},
		"a request that wants no automatic answer": {[]string{
			ana, toUs, "X-Auto-Response-Suppress: All",
		}, "Soy Ana Flores. Solicito copia del informe 77-2026.", intake.Found{}, request},
		"one of Outlook's": {[]string{
			ana, toUs, "X-Auto-Response-Suppress: DR, RN, NRN, OOF, AutoReply",
		}, "Solicito el listado de convenios.", intake.Found{}, request},
		"one that a rule redirected": {[]string{
			ana, toUs, "X-MS-Exchange-Inbox-Rules-Loop: rita@empresa.example",
		}, "Solicito copia del contrato de agua.", intake.Found{}, request},
		"a subject that sounds away": {[]string{
			ana, toUs, "Subject: Fuera de la oficina del penal no hay rampas",
		}, "Quiero saber cuantas rampas hay y desde cuando. Gracias", intake.Found{}, request},
		"a subject that begins with Auto": {[]string{
			ana, toUs, "Subject: Auto: copia de auto de detencion",
		}, "Solicito copia del auto.", intake.Found{}, request},
		"a subject that sounds returned": {
			[]string{ana, toUs, "Subject: Mensaje no entregado: reenvio mi solicitud"},
			"El correo que mandé ayer fue devuelto (550 5.1.1 user unknown), por eso lo mando aqui. Solicito copia del reglamento.",
			intake.Found{},
			request,
		},
		"one that wants another address answered": {
			[]string{ana, toUs, "Subject: cuantos internos hay"},
			"Buenas, necesito saber cuantos internos hay en Lurigancho por favor.\n\nFavor de no responder a este correo sino a rita2@correo.example, estoy de viaje.",
			intake.Found{},
			holds(docket.HeldElsewhere, ""),
		},
		"a portal's": {[]string{
			"From: Paula <request-4411@portal.example>", toUs, "List-Unsubscribe: <https://portal.example/u/1>",
		}, "Solicito copia de las ordenes de compra.", intake.Found{}, holds(docket.HeldBulk, "")},
		"an acknowledgement, caso 5": {[]string{
			"From: s@p.example", toUs, "Subject: Re: Acuse de recibo",
		}, "Hemos recibido su mensaje, caso 5.", intake.Found{}, holds(docket.HeldAutomatic, "")},
		"an acknowledgement, gracias": {[]string{
			"From: s@p.example", toUs, "Subject: Re: Acuse de recibo",
		}, "Gracias por su mensaje.", intake.Found{}, holds(docket.HeldAutomatic, "")},
		"an acknowledgement with a ticket": {
			[]string{"From: s@p.example", toUs, "Subject: Ticket #4471 creado"},
			"Estimado usuario:\n\nSu consulta fue registrada con el ticket 4471. En breve un agente le responderá.\n\nMesa de ayuda",
			intake.Found{},
			holds(docket.HeldAutomatic, ""),
		},
		"an acknowledgement by a desk": {
			[]string{"From: s@p.example", toUs, "Subject: RE: Constancia de presentacion"},
			"Buenas tardes, su correo ha sido recibido y será atendido en el orden de llegada. No responda este mensaje.",
			intake.Found{},
			holds(docket.HeldAutomatic, ""),
		},
		"an acknowledgement in an answer to us": {
			[]string{"From: s@p.example", toUs}, "Hemos recibido su mensaje, caso 5.", intake.Found{
				ReplyRequest: "r1", ReplyLetter: "l1", RequesterEmail: anaTwo,
			}, intake.Verdict{Fate: docket.FateReply, Request: "r1", Letter: "l1"},
		},
		"a request in the subject, thanks below": {
			[]string{ana, toUs, "Subject: Solicito copia del acta 5"}, "Gracias por su atención.", intake.Found{}, request,
		},
		"a challenge joins and is read": {
			[]string{ana, toUs, "Subject: Re: Pedido [confirme que es una persona]"},
			"Para que su mensaje llegue a mi bandeja haga clic aqui: https://filtro.example/c/12345",
			intake.Found{ReplyRequest: "r1", ReplyLetter: "l1", RequesterEmail: anaTwo},
			intake.Verdict{Fate: docket.FateReply, Request: "r1", Letter: "l1", FromRequester: true},
		},
	})
}

// A reaction is somebody's, so that it is shown in its case; alone it asks for nothing.
func TestAReaction(t *testing.T) {
	m := mail.Parse([]byte("From: ana@correo.example\r\nTo: transparencia@spn.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=B\r\n\r\n" +
		"--B\r\nContent-Type: text/plain\r\n\r\nAna Flores reacted to your message\r\n--B\r\nContent-Type: text/vnd.google.email-reaction+json\r\n\r\n{\"version\":1}\r\n--B--\r\n"))
	v := intake.Judge(m, intake.FindClues(m, agency), intake.Found{TokenRequest: "r1"}, agency)
	if v.Fate != docket.FateReply {
		t.Errorf("in a case: %+v", v)
	}
	if v := intake.Judge(m, intake.FindClues(m, agency), intake.Found{}, agency); v.Fate != docket.FateHeld {
		t.Errorf("alone: %+v", v)
	}
}

// Who asks is the author or, when nobody can answer the author, the one address to which answers are wanted.
func TestWhoIsTheRequester(t *testing.T) {
	asks := "Solicito copia de la resolución."
	noReply, bruno := "From: Formulario <noreply@ventanilla.example>", "Reply-To: Bruno Quispe <bruno@correo.example>"
	for name, c := range map[string]struct {
		headers []string
		text    string
		who     string
		want    intake.Verdict
	}{
		"the author":                           {[]string{ana}, asks, anaTwo, request},
		"not where answers go, if she has one": {[]string{ana, bruno}, asks, anaTwo, request},
		"a form that names the citizen":        {[]string{noReply, bruno}, asks, "bruno@correo.example", request},
		"a portal that does": {
			[]string{"From: Portal <no-reply@portal.example>", bruno}, asks, "bruno@correo.example", request,
		},
		"a Spanish one": {
			[]string{"From: no.responder@portal.example", bruno}, asks, "bruno@correo.example", request,
		},
		"one that names two": {[]string{
			noReply, bruno, "Reply-To: otro@correo.example",
		}, asks, "noreply@ventanilla.example", holds(docket.HeldNoReply, "")},
		"one that names another of its kind": {[]string{
			noReply, "Reply-To: donotreply@ventanilla.example",
		}, asks, "noreply@ventanilla.example", holds(docket.HeldNoReply, "")},
		"one that names nobody": {[]string{
			"From: Avisos <no-reply@avisos.example>",
		}, `{"notificationType":"Bounce"}`, "no-reply@avisos.example", holds(docket.HeldNoReply, "")},
		"a name that only looks like it": {
			[]string{"From: Noreen <noreen.replyson@correo.example>"}, asks, "noreen.replyson@correo.example", request,
		},
		"the agency's own form": {
			[]string{"From: Web <" + agency + ">", bruno}, asks, "bruno@correo.example", request,
		},
		"the agency's own letter that comes back": {[]string{
			"From: Web <" + agency + ">", "Reply-To: transparencia+k7@spn.example",
		}, asks, agency, holds(docket.HeldOwnAddress, "")},
		"the same with our mark": {[]string{
			"From: Web <" + agency + ">", bruno, "X-Loop: " + agency,
		}, asks, "bruno@correo.example", holds(docket.HeldOwnAddress, "")},
		"an address that nobody can write to": {
			[]string{`From: <""@correo.example>`, bruno}, asks, "bruno@correo.example", request,
		},
		"a letter sent on whole": {[]string{
			"Resent-From: Jefe <jefe@spn.example>", "From: Ines <ines@correo.example>",
		}, asks, "ines@correo.example", request},
		"a letter typed by somebody": {[]string{
			"From: Gerencia <gerencia@estudio.example>", "Sender: Rosa <rosa@estudio.example>",
		}, asks, "gerencia@estudio.example", request},
		"two authors": {[]string{
			"From: Rosa <rosa@correo.example>, Luz <luz@correo.example>", "Sender: luz@correo.example",
		}, asks, "rosa@correo.example", holds(docket.HeldSeveral, "")},
		"a group of authors": {[]string{
			"From: Comunidad: Rosa <rosa@correo.example>, Luz <luz@correo.example>;",
		}, asks, "rosa@correo.example", holds(docket.HeldSeveral, "")},
		"nobody": {
			[]string{"Sender: rosa@correo.example", "Reply-To: rosa@correo.example"}, asks, "", holds(docket.HeldNoSender, ""),
		},
		"somebody on a list": {
			[]string{
				`From: "Rosa via Colectivo" <colectivo@listas.example>`, "Reply-To: rosa@correo.example",
				"List-Id: <c.listas.example>",
			},
			asks, "colectivo@listas.example", holds(docket.HeldBulk, ""),
		},
		"a blind copy": {
			[]string{ana, "To: ana@correo.example", "Delivered-To: " + agency}, asks, anaTwo, request,
		},
		"a blind copy that went by her mailbox": {
			[]string{ana, "To: ana@correo.example", "Delivered-To: ana@correo.example"}, asks, anaTwo, request,
		},
	} {
		t.Run(name, func(t *testing.T) {
			m := letter(c.text, append(c.headers, "Subject: pedido")...)
			if who := intake.Requester(m, agency); who.Addr != c.who {
				t.Errorf("the requester is %q", who.Addr)
			}
			if diff := cmp.Diff(c.want, intake.Judge(m, intake.FindClues(m, agency), intake.Found{}, agency)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestForwards(t *testing.T) {
	brought := "\n\nDe: Nora Vera <nora@correo.example>\nEnviado: viernes, 27 de noviembre de 2026 16:10\nPara: Mesa de Partes <mesa@spn.example>\nAsunto: solicitud\n\nSolicito copia del inventario. Nora Vera"
	colleague, rv := "From: Mesa de Partes <mesa@spn.example>", "Subject: RV: solicitud"
	forward := holds(docket.HeldForward, "")
	judgeAll(t, map[string]judged{
		"a colleague's": {
			[]string{colleague, rv}, "Se remite para su atención." + brought, intake.Found{}, forward,
		},
		"a colleague's without a word": {[]string{colleague, rv}, brought, intake.Found{}, forward},
		"a colleague's, who asks in the text": {
			[]string{colleague, rv}, "Solicito se atienda." + brought, intake.Found{}, forward,
		},
		"of another agency": {
			[]string{"From: mesa@otra.example", rv}, "Se remite por ser de su competencia." + brought, intake.Found{}, forward,
		},
		"a relative's": {
			[]string{ana, rv}, "Reenvío lo que escribió mi hermana." + brought, intake.Found{}, forward,
		},
		"with a request of one's own": {
			[]string{ana, rv}, "Solicito lo mismo que ella, pero de 2025." + brought, intake.Found{}, request,
		},
		"a colleague's own request": {
			[]string{colleague, "Subject: pedido"}, "Solicito copia de mi legajo.", intake.Found{}, request,
		},
		"a text that quotes a letter's heading": {[]string{
			ana, "Subject: pedido",
		}, "Solicito copia del oficio que dice:\nDe: la dirección\nno tengo más datos.", intake.Found{}, request},
	})
	m := letter("Se remite."+brought, colleague, rv, "Reply-To: area@spn.example", "Sender: asistente@spn.example",
		"Resent-From: jefe@spn.example", "Cc: x@y.example")
	var got []string
	for _, a := range intake.Addresses(m, agency) {
		got = append(got, string(a.Role)+" "+a.Addr)
	}
	want := []string{
		"from mesa@spn.example", "reply_to area@spn.example", "forwarded nora@correo.example",
		"sender asistente@spn.example", "resent_from jefe@spn.example",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestOnlyNumbersAsWePrintThemCount(t *testing.T) {
	for subject, want := range map[string][]string{
		"mi expediente 000123-2026":                               {"000123-2026"},
		"Exp. N° 000123-2026, y el Nº000124-2026.":                {"000123-2026", "000124-2026"},
		"(000123-2026)":                                           {"000123-2026"},
		"Solicito copia de la Resolucion Directoral 001-2026-SPN": nil,
		"Resolución 000123-2026-SPN/OTA":                          nil,
		"Oficio 000123-2026/DG":                                   nil,
		"incidentes 6-2025, 1-2026":                               nil,
		"123-2026":                                                nil,
		"teléfono 01-000123-2026":                                 nil,
		"carta-000123-2026.pdf":                                   nil,
		"000123-2026.pdf":                                         nil,
		"0000123-2026":                                            nil,
		"000123-20261":                                            nil,
	} {
		if got := intake.FindClues(letter("x", ana, "Subject: "+subject), agency).Numbers; !cmp.Equal(got, want) {
			t.Errorf("%s: %v", subject, got)
		}
	}
	c := intake.FindClues(letter("como va mi expediente 000002-2026?\n\n> Su solicitud 000003-2026", ana,
		"Subject: 000001-2026"), agency)
	if want := []string{"000001-2026", "000002-2026", "000003-2026"}; !cmp.Equal(c.Numbers, want) {
		t.Errorf("in the text: %v", c.Numbers)
	}
}

func TestEveryTokenIsFound(t *testing.T) {
	for name, c := range map[string]struct {
		headers []string
		want    []string
	}{
		"a blind copy": {
			[]string{
				"To: undisclosed-recipients:;", "Delivered-To: transparencia+ta@spn.example",
				"X-Original-To: transparencia+ta@spn.example",
			},
			[]string{"ta"},
		},
		"two letters": {
			[]string{"To: transparencia+ta@spn.example, Transparencia+TB@spn.example"}, []string{"ta", "tb"},
		},
		"one beside a blind copy": {
			[]string{"To: transparencia+ta@spn.example", "Envelope-To: transparencia+tb@spn.example"}, []string{"ta", "tb"},
		},
	} {
		got := intake.FindClues(letter("x", append(c.headers, ana)...), agency)
		if tokens := append([]string{got.Token}, got.MoreTokens...); !cmp.Equal(tokens, c.want) {
			t.Errorf("%s: %v", name, tokens)
		}
	}
}

// The same address in the letters of its alphabet and as the wire writes it is one requester's.
func TestAnInternationalDomainIsOneAddressHoweverItIsWritten(t *testing.T) {
	found := intake.Found{ReplyRequest: "r1", ReplyLetter: "l1", RequesterEmail: "contacto@peña-legal.example"}
	m := letter("Gracias", "From: Peña <contacto@xn--pea-legal-m6a.example>")
	if v := intake.Judge(m, intake.FindClues(m, agency), found, agency); v.Fate != docket.FateReply || !v.FromRequester {
		t.Errorf("%+v", v)
	}
}
