package web

import (
	"slices"

	"foja/desk/acts"
	"foja/desk/cases"
	"foja/desk/core"
	"foja/desk/documents"
	"foja/desk/history"
	"foja/docket"
)

// panel is one action with the form that asks for what it needs.
type panel struct {
	core.Button
	form
	Open      bool
	Primary   bool
	Letter    bool // needs room to write
	Immediate bool // nothing to ask: a button and no more
	Warning   string
	Href      string // where its form goes
	Look      string // where the letter that it would send is seen before; "" = it sends none
	Stock     *field // texts to begin with; nil = none are offered
	Insert    string // where one is added to what was typed
}

// asksFor says whether the panel has a question of that name.
func (p *panel) asksFor(name string) (found bool) {
	p.each(func(f *field) { found = found || f.Name == name })
	return found
}

// done is what the next page says after an action.
var done = map[docket.Action]string{
	docket.ActClaim: "La solicitud quedó a su cargo.", docket.ActAssign: "La solicitud se asignó.", docket.ActReturn: "La solicitud volvió a las tareas por asignar.",
	docket.ActNote: "La nota quedó en el expediente.", docket.ActConsult: "Se pidió la información al área.", docket.ActConsultAnswer: "La respuesta del área quedó registrada.",
	docket.ActDraft: "El proyecto de respuesta se guardó.", docket.ActSubmit: "El proyecto pasó a la segunda revisión.", docket.ActApprove: "El proyecto se aprobó. La carta está en camino.",
	docket.ActSendBack: "El proyecto se devolvió con sus observaciones.", docket.ActRespond: "La respuesta está en camino.", docket.ActDeny: "La denegación pasó a la segunda revisión.",
	docket.ActAppeal: "La apelación quedó registrada. Tiene su propio seguimiento.", docket.ActUndo: "El envío se deshizo. El proyecto está como lo dejó.",
	docket.ActWithdraw: "El desistimiento quedó registrado.", docket.ActAddMessage: "El mensaje quedó en el expediente.", docket.ActDone: "La tarea se dio por terminada.",
	docket.ActNotHeld: "La propuesta pasó a la segunda revisión.", docket.ActAskCorrection: "El pedido de subsanación está en camino.",
	docket.ActCorrect: "La subsanación quedó registrada y el plazo empezó de nuevo.", docket.ActExtend: "La prórroga está en camino.",
	docket.ActDeliverPart: "La entrega parcial está en camino.", docket.ActForward: "El aviso de encauzamiento está en camino.",
	docket.ActCostNotice: "La liquidación está en camino.", docket.ActPaid: "El pago quedó registrado.",
	docket.ActMakeAvailable: "El aviso de puesta a disposición está en camino.", docket.ActCollected: "La entrega quedó registrada.",
	docket.ActDeposited: "El depósito quedó registrado.", docket.ActReroute: "La solicitud pasó a la otra sede.", docket.ActRespondItems: "La respuesta por ítems pasó a la segunda revisión.",
	docket.ActExpiry:    "La vigencia quedó registrada.",
	docket.ActNotified:  "El acuse quedó registrado.",
	docket.ActDelivered: "La entrega quedó registrada.", docket.ActResend: "La carta se enviará de nuevo.", docket.ActPrint: "La carta pasó a imprimirse.", docket.ActAcknowledge: "Quedó constancia de que atendió la alerta.",
}

// asks are the words of the "text" need, by action.
var asks = map[docket.Action]string{
	docket.ActNote: "Nota", docket.ActConsult: "Qué se pide al área", docket.ActConsultAnswer: "Qué entregó el área", docket.ActDraft: "Texto de la respuesta",
	docket.ActRespond: "Texto de la respuesta", docket.ActDeny: "Razones", docket.ActSendBack: "Qué debe corregirse", docket.ActWithdraw: "Cómo consta el desistimiento",
	docket.ActNotHeld: "Cómo se buscó y por qué no existe", docket.ActAskCorrection: "Qué falta", docket.ActCorrect: "Qué completó el solicitante",
	docket.ActExtend: "Por qué se necesita más tiempo", docket.ActDeliverPart: "Qué se entrega", docket.ActForward: "Cargo o número de ingreso y cómo seguirla",
	docket.ActCostNotice: "Detalle y forma de pago", docket.ActPaid: "Constancia del pago", docket.ActMakeAvailable: "Qué puede recoger",
	docket.ActCollected: "Quién la recogió", docket.ActNotified: "Cómo consta el acuse",
	docket.ActExpiry: "Cómo consta", docket.ActAppeal: "Qué apela y por qué", docket.ActRespondItems: "Presentación", docket.ActDeposited: "Cómo consta el depósito", docket.ActReroute: "Por qué corresponde a esa sede", docket.ActAddMessage: "Qué comunicó el solicitante", docket.ActSubmit: "Texto de la respuesta",
}

// sends are the actions that lead to a letter, which can be seen before.
var sends = map[docket.Action]bool{
	docket.ActDraft: true, docket.ActRespond: true, docket.ActDeny: true, docket.ActNotHeld: true, docket.ActRespondItems: true, docket.ActApprove: true,
	docket.ActAskCorrection: true, docket.ActExtend: true, docket.ActDeliverPart: true, docket.ActForward: true, docket.ActCostNotice: true,
	docket.ActMakeAvailable: true, docket.ActWithdraw: true,
}

// leads are the actions that bring a case nearer to its answer: the first one is the button
// that stands out.
var leads = map[docket.Action]bool{docket.ActClaim: true, docket.ActRespond: true, docket.ActApprove: true}

var warnings = map[docket.Action]string{
	docket.ActUndo:          "La carta no sale y el proyecto queda como estaba.",
	docket.ActRespond:       "La carta sale al solicitante y cierra la solicitud.",
	docket.ActApprove:       "La carta sale al solicitante y cierra la solicitud.",
	docket.ActAskCorrection: "Solo se puede pedir una vez: escriba todas las observaciones. El plazo no se detiene.",
	docket.ActExtend:        "La prórroga se comunica una sola vez.",
	docket.ActForward:       "El aviso sale al solicitante y cierra la solicitud.",
	docket.ActDeposited:     "Fuera del horario de atención, la notificación vale desde el día hábil siguiente.",
	docket.ActAppeal:        "No se califica: se eleva al Tribunal en 2 días hábiles, aunque parezca tardía.",
	docket.ActExpiry:        "Cada vigencia tiene su propia fecha: renovar la credencial no cambia la de la autorización.",
	docket.ActReroute:       "El plazo no se detiene ni vuelve a empezar.",
	docket.ActWithdraw:      "Cierra la solicitud y se le confirma al solicitante.",
}

// needs are the questions behind the names in Button.Needs.
var needs = map[string]field{
	"text":        {Name: "text", Label: "Texto", Kind: kindLong, Rows: 5},
	"files":       {Name: "files", Label: "Archivos", Kind: kindFiles, Optional: true},
	"documents":   {Name: "documents", Label: "Documentos del expediente", Kind: kindChecks, Optional: true},
	"user":        {Name: "user", Label: "Persona", Kind: kindSelect},
	"unit":        {Name: "unit", Label: "Área poseedora", Kind: kindSelect},
	"ground":      {Name: "ground", Label: "Causal", Kind: kindSelect},
	"resolution":  {Name: "resolution", Label: "Resolución de clasificación", Kind: kindText, Hint: "Número, si la causal la exige.", Optional: true},
	"until":       {Name: "until", Label: "Hasta cuándo dura la reserva", Kind: kindText, Hint: "Una fecha o un hecho."},
	"task":        {Name: "task", Label: "Tarea", Kind: kindSelect},
	"letter":      {Name: "letter", Label: "Carta", Kind: kindSelect},
	"alarm":       {Name: "alarm", Label: "Alerta", Kind: kindSelect},
	"message":     {Name: "message", Label: "Mensaje", Kind: kindSelect},
	"to":          {Name: "to", Label: "Nueva fecha", Kind: kindDate},
	"schedule":    {Name: "schedule", Label: "Cronograma de entregas parciales", Kind: kindLong, Rows: 3, Hint: "Una fecha por línea, como 2026-04-20. Obligatorio más allá de 30 días hábiles.", Optional: true},
	"evidence_on": {Name: "evidence_on", Label: "Fecha del documento que prueba la causal", Kind: kindDate, Hint: "Anterior a la solicitud. No hace falta si la causal es el volumen.", Optional: true},
	"cents":       {Name: "cents", Label: "Costo en soles", Kind: kindText, Hint: "Por ejemplo 12.50", InputMode: "decimal", Width: "short"},
	"entity":      {Name: "entity", Label: "Entidad competente", Kind: kindText},
	"office":      {Name: "office", Label: "Sede", Kind: kindSelect},
	"items":       {Name: "items", Label: "Ítems", Kind: kindItems},
	"expiry":      {Name: "expiry", Label: "Qué vigencia", Kind: kindSelect},
	"against":     {Name: "against", Label: "Contra qué se apela", Kind: kindSelect},
	"route":       {Name: "route", Label: "Dónde se presentó", Kind: kindSelect},
	"ruling":      {Name: "ruling", Label: "Sentido de la resolución", Kind: kindSelect},
	"days":        {Name: "days", Label: "Días hábiles para cumplir", Kind: kindNumber, Hint: "Solo si la resolución fija un plazo menor de 7.", Width: "short", InputMode: "numeric", Optional: true},
	"at":          {Name: "at", Label: "Cuándo ocurrió", Kind: kindMoment, Hint: "Vacío: ahora.", Optional: true},
}

// choicesOf finds the choices of a need, by its name in singular or plural.
func choicesOf(b core.Button, need string) []core.Choice {
	if c, ok := b.Choices[need]; ok {
		return c
	}
	return b.Choices[need+"s"]
}

func newPanel(b core.Button, p cases.Page, primary bool) panel {
	out := panel{Button: b, Primary: primary, Letter: writesLetter(b.Action), Warning: warnings[b.Action]}
	out.Key, out.Href = newKey(), "/requests/"+p.Request.ID+"/act"
	if sends[b.Action] {
		out.Look = "/requests/" + p.Request.ID + "/preview"
	}
	var fields []field
	for _, need := range asked(b, p) {
		fields = append(fields, newNeed(b, p, need))
	}
	out.Immediate = len(fields) == 0
	out.Sections = []section{{Fields: fields}}
	if out.Letter {
		out.Sections[0].Fields = append(out.Sections[0].Fields, field{Name: "seen", Prefix: string(b.Action) + "-", Kind: kindHidden})
		out.seen(p.Proposal)
	}
	if p.Proposal != nil && (b.Action == p.Proposal.Closes || b.Action == docket.ActDraft) {
		out.each(func(f *field) { propose(f, *p.Proposal) })
	}
	return out
}

// asked are the needs of an action. One that writes a letter also asks which papers of the
// case go with it, and the draft of a denial for what makes it one: what the form does not
// repeat would be gone from the proposal when it is saved.
func asked(b core.Button, p cases.Page) []string {
	all := slices.Clone(b.Needs)
	add := func(need string) {
		if !slices.Contains(all, need) {
			all = append(all, need)
		}
	}
	if b.Action == docket.ActDraft && p.Proposal != nil && p.Proposal.Closes == docket.ActDeny {
		add("ground")
		add("until")
		add("resolution")
	}
	if b.Action == docket.ActDraft && p.Proposal != nil && p.Proposal.Closes == docket.ActRespondItems {
		all = append([]string{"items"}, all...)
	}
	if writesLetter(b.Action) && slices.Contains(all, "text") {
		add("documents")
	}
	return slices.DeleteFunc(all, func(need string) bool { return need == "documents" && len(p.Documents) == 0 })
}

// newNeed makes the question behind the name of a need.
func newNeed(b core.Button, p cases.Page, need string) field {
	f, known := needs[need]
	if !known {
		f = field{Name: need, Label: need, Kind: kindText}
	}
	f.Prefix = string(b.Action) + "-"
	f.Choices = choicesOf(b, need)
	switch {
	case need == "text" && itemsDraft(b, p):
		f.Label, f.Rows, f.Optional = asks[docket.ActRespondItems], 3, true
		return f
	case need == "text" && asks[b.Action] != "":
		f.Label = asks[b.Action]
	case need == "message":
		f.Optional = true
		return f
	case need == "to" && b.Action == docket.ActExpiry:
		f.Label, f.Hint, f.Optional = "Vale hasta", "El último día. Vacío: sin término, si la norma no fija uno.", true
	case need == "documents" && len(f.Choices) == 0:
		for _, d := range p.Documents {
			f.Choices = append(f.Choices, core.Choice{Key: d.ID, Label: d.Name})
		}
	case need == "items":
		for _, g := range p.Procedure.Grounds {
			f.Choices = append(f.Choices, core.Choice{Key: g.Key, Label: g.Name.ES + " (" + g.Cite + ")"})
		}
		return f
	case need == "ground" && b.Action == docket.ActDraft:
		f.Choices = []core.Choice{{Label: "Ninguna: será una respuesta"}}
		for _, g := range p.Procedure.Grounds {
			f.Choices = append(f.Choices, core.Choice{Key: g.Key, Label: g.Name.ES})
		}
		return f
	}
	if need == "text" && writesLetter(b.Action) {
		f.Rows = 14
	}
	switch {
	case f.Kind == kindSelect && len(f.Choices) == 0:
		f.Kind = kindText
	case f.Kind == kindSelect && len(f.Choices) > 1:
		// The person chooses knowingly: the first is no default.
		f.Choices = append([]core.Choice{{Label: "Elija"}}, f.Choices...)
	}
	return f
}

// seen notes on which proposal the form is written.
func (p *panel) seen(now *history.Proposal) {
	version := acts.NoProposal
	if now != nil {
		version = now.Version
	}
	p.each(func(f *field) {
		if f.Name == "seen" {
			f.Value = version
		}
	})
}

// look asks, after a refusal, whether the files may go as they are, and why when some could not be looked into; kept are those that came
// with the refused form. The tick stands for these files and findings.
func (p *panel) look(kept []string, all []documents.Document, found acts.Unlooked) {
	fields := &p.Sections[0].Fields
	if i := slices.IndexFunc(*fields, func(f field) bool { return f.Name == "documents" }); i < 0 && len(kept) > 0 {
		ask := needs["documents"]
		ask.Prefix = string(p.Action) + "-"
		for _, d := range all {
			if slices.Contains(kept, d.ID) {
				ask.Choices = append(ask.Choices, core.Choice{Key: d.ID, Label: d.Name})
			}
		}
		*fields = append(*fields, ask)
	}
	*fields = append(*fields, field{
		Name: "looked", Prefix: string(p.Action) + "-", Label: "Antes de enviar", Kind: kindChecks, Optional: true,
		Choices: []core.Choice{{Key: found.Token, Label: "Revisé los archivos: que vayan así"}},
	})
	if found.Unread {
		*fields = append(*fields, field{
			Name: "unread_reason", Prefix: string(p.Action) + "-", Label: "Por qué se envían aunque no se pudieron revisar por dentro",
			Hint: "Queda en el expediente.", Kind: kindLong, Rows: 2, Optional: true,
		})
	}
	p.Immediate = false
}

// vouch asks, after a refusal, why an act is the requester's although its message came from another address.
func (p *panel) vouch() {
	fields := &p.Sections[0].Fields
	if !p.asksFor("message") {
		*fields = append(*fields, field{Name: "message", Prefix: string(p.Action) + "-", Kind: kindHidden})
	}
	*fields = append(*fields, field{Name: "vouch", Prefix: string(p.Action) + "-", Label: "Por qué consta que es suyo", Kind: kindLong, Rows: 2})
	p.each(func(f *field) { f.Optional = f.Optional || f.Name == "text" }) // the message is the evidence
	p.Immediate = false
}

// itemsDraft says whether the panel writes an answer by items: its text only introduces them.
func itemsDraft(b core.Button, p cases.Page) bool {
	return b.Action == docket.ActRespondItems || b.Action == docket.ActDraft && p.Proposal != nil && p.Proposal.Closes == docket.ActRespondItems
}

// propose fills in what the proposal says already.
func propose(f *field, p history.Proposal) {
	switch f.Name {
	case "items":
		f.Items = p.Items
	case "text":
		f.Value = p.Text
	case "ground":
		f.Value = p.Ground
	case "until":
		f.Value = p.Until
	case "resolution":
		f.Value = p.Resolution
	case "documents":
		for _, d := range p.Documents {
			f.Values = append(f.Values, d.ID)
		}
	}
}

// writesLetter says whether the action's text is that of the letter, which the proposal keeps.
func writesLetter(a docket.Action) bool {
	return a == docket.ActDraft || a == docket.ActSubmit || a == docket.ActRespond || a == docket.ActDeny || a == docket.ActRespondItems
}
