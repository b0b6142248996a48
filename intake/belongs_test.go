package intake_test

import (
	"testing"

	"foja/docket"
	"foja/intake"
)

// A number, a "Re:" or the words of an appeal tie a mail to a case of its sender for a person, and to nobody else's.
func TestWhatBelongsToACaseIsNoRequest(t *testing.T) {
	mine := intake.Found{Own: []intake.Case{anasCase("r2", "Pedido de raciones"), anasCase("r1", "Pedido de planilla")}}
	numbered := mine
	numbered.Numbered = []intake.Case{anasCase("r1", "")}
	others := intake.Found{Numbered: []intake.Case{anasCase("r1", "")}}
	diego := "From: Diego <diego@correo.example>"
	judgeAll(t, map[string]judged{
		"a number of her own": {
			[]string{ana, "Subject: Consulta 000002-2026"}, "¿Cómo va?", numbered, holds(docket.HeldNumber, "r1"),
		},
		"a number of somebody else": {
			[]string{diego, "Subject: Solicito la resolución 000001-2026"}, "Solicito copia.", others, request,
		},
		"Re: with the subject of a case": {
			[]string{ana, "Subject: RE: Pedido de planilla"}, "Es el contrato 44.", mine, holds(docket.HeldOwnCase, "r1"),
		},
		"Re: with another subject": {
			[]string{ana, "Subject: Re: una cosa"}, "Es el contrato 44.", mine, holds(docket.HeldOwnCase, "r2"),
		},
		"Re: of somebody without a case": {
			[]string{diego, "Subject: Re: pedido"}, "Solicito copia.", intake.Found{}, request,
		},
		"a letter of ours that she forwards": {
			[]string{
				ana, "Subject: RV: Cargo",
			},
			"Falta el anexo.\n\nDe: SPN <transparencia@spn.example>\nEnviado: lunes\nPara: Ana\nAsunto: Cargo\n\nRecibimos su solicitud",
			mine, holds(docket.HeldOwnCase, "r2"),
		},
		"an appeal": {[]string{
			ana, "Subject: Recurso de apelación",
		}, "No estoy conforme con lo resuelto.", mine, holds(docket.HeldAppeal, "r2")},
		"an appeal of an unknown sender": {[]string{
			diego, "Subject: escrito",
		}, "Interpongo recurso de apelación contra la carta 5.", intake.Found{}, holds(docket.HeldAppeal, "")},
		"an appeal by its subject alone": {
			[]string{diego, "Subject: Apelación"}, "Contra la carta 5.", intake.Found{}, holds(docket.HeldAppeal, ""),
		},
		"a request about appeals": {[]string{
			diego, "Subject: Solicito copias de apelaciones",
		}, "Solicito copia de los recursos de apelación de 2025.", intake.Found{}, request},
		"the same of somebody with a case": {[]string{
			ana, "Subject: Solicito copias de apelaciones",
		}, "Solicito copia de los recursos de apelación de 2025.", mine, request},
		"a correction": {
			[]string{ana, "Subject: Subsanación"}, "El contrato es el 44.", mine, holds(docket.HeldOwnCase, "r2"),
		},
		"a payment": {
			[]string{ana, "Subject: pago"}, "Adjunto el voucher.", mine, holds(docket.HeldOwnCase, "r2"),
		},
		"a question about her case": {[]string{
			ana, "Subject: consulta",
		}, "¿En qué va mi solicitud del 3 de noviembre?", mine, holds(docket.HeldOwnCase, "r2")},
		"a second request": {
			[]string{ana, "Subject: Pedido de raciones 2025"}, "Solicito el contrato de 2025.", mine, request,
		},
		"her own mail": {[]string{ana, "Subject: RE: plano"}, "Lo prefiero en PDF.", intake.Found{
			Thread: anasCase("r1", ""),
		}, intake.Verdict{Fate: docket.FateReply, Request: "r1", FromRequester: true}},
		"hers, by somebody else": {[]string{diego, "Subject: RE: plano"}, "Yo también.", intake.Found{
			Thread: anasCase("r1", ""),
		}, holds(docket.HeldThread, "r1")},
		"one that waits for a person": {[]string{ana, "Subject: RE: plano"}, "Lo prefiero en PDF.", intake.Found{
			ThreadHeld: true,
		}, holds(docket.HeldThreadHeld, "")},
		"another request by way of an old letter": {
			[]string{ana, "Subject: RV: otro asunto, pido actas"},
			"Además, y es un pedido distinto: solicito las actas de setiembre.",
			intake.Found{ReplyRequest: "r1", ReplyLetter: "l1", RequesterEmail: anaTwo},
			holds(docket.HeldNewRequest, "r1"),
		},
		"a changed address": {
			[]string{"From: Ana Flores <ana.nueva@correo.example>", "Subject: Re: Pedido"},
			"Perdí acceso a mi correo anterior. Ana Flores DNI 40000001",
			intake.Found{TokenRequest: "r1", RequesterEmail: anaTwo},
			intake.Verdict{Fate: docket.FateReply, Request: "r1"},
		},
		"a third person with the token": {
			[]string{"From: k@otra.example", "Subject: Información"},
			"Adjunto lo que me pidió la ciudadana.",
			intake.Found{TokenRequest: "r1", RequesterEmail: anaTwo},
			intake.Verdict{Fate: docket.FateReply, Request: "r1"},
		},
		"two cases": {
			[]string{ana, "Subject: Sobre mis dos pedidos"},
			"En ambos quiero hojas de cálculo.",
			intake.Found{TokenRequest: "r1", RequesterEmail: anaTwo, More: []intake.Case{
				anasCase("r2", ""), {Request: "r3", Email: "otro@correo.example"}, anasCase("r1", ""),
			}},
			intake.Verdict{Fate: docket.FateReply, Request: "r1", FromRequester: true, More: []intake.Further{
				{Request: "r2", FromRequester: true}, {Request: "r3"},
			}},
		},
	})
}
