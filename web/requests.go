package web

import (
	"net/http"
	"net/url"
	"slices"

	"foja/access"
	"foja/desk/core"
	"foja/desk/figures"
	"foja/desk/lists"
	"foja/docket"
	"foja/languages"
)

type requestsPage struct {
	form   // the filters, as a form sent by GET
	More   section
	Opened bool   // the further filters are in use
	Chips  []chip // filters in force, each with the address of the list without it
	Rows   []lists.Row
	Holder string // kept from a drill-down, though the form does not ask for it
	pager
	Tools listTools
}

type chip struct{ Text, Without string }

func (s *server) requests(w http.ResponseWriter, r *http.Request, u access.User) error {
	q := r.URL.Query()
	if len(q) == 0 { // from the menu: what is open is what people come for, and its filter can be taken off
		q.Set("open", "yes")
	}
	return s.showRequests(w, r, u, q, nil)
}

// showRequests shows the list of an address, with what was wrong with a form on it.
func (s *server) showRequests(w http.ResponseWriter, r *http.Request, u access.User, q url.Values, wrong []problem) error {
	r = r.WithContext(r.Context())
	r.URL = &url.URL{Path: "/requests", RawQuery: q.Encode()} // whichever form led here
	f, err := filterOf(q)
	page := requestsPage{Holder: f.Holder}
	page.Sections, page.More = s.filterQuestions(u)
	page.fill(q)
	more := form{Sections: []section{page.More}}
	more.fill(q)
	status := http.StatusOK
	if err == nil {
		f.Limit, f.Offset = pageSize, offsetOf(r)
		var total int
		page.Rows, total, err = s.Desk.Lists.Requests(r.Context(), u, f)
		page.pager = newPager(r, f.Offset, len(page.Rows), total)
	}
	if err != nil {
		if !more.refuse(err) {
			return err
		}
		page.Problems, status = more.Problems, http.StatusUnprocessableEntity
	}
	page.More = more.Sections[0]
	if page.Tools, err = s.newListTools(r, u, f); err != nil {
		return err
	}
	if len(wrong) > 0 {
		page.Problems, status = append(page.Problems, wrong...), http.StatusUnprocessableEntity
	}
	page.Opened = slices.ContainsFunc(page.More.Fields, func(q field) bool { return q.Value != "" })
	page.Chips = chipsOf(printerOf(r), f, append(page.Sections[0].Fields, page.More.Fields...))
	return s.show(w, r, status, "requests", "Solicitudes", page)
}

func (s *server) filterQuestions(u access.User) ([]section, section) {
	all := func(choices ...core.Choice) []core.Choice { return append([]core.Choice{{Label: "Todas"}}, choices...) }
	every := func(choices ...core.Choice) []core.Choice { return append([]core.Choice{{Label: "Todos"}}, choices...) }
	var procedures, states, outcomes, units []core.Choice
	add := func(list *[]core.Choice, key, label string) {
		if !slices.ContainsFunc(*list, func(c core.Choice) bool { return c.Key == key }) {
			*list = append(*list, core.Choice{Key: key, Label: label})
		}
	}
	for _, p := range s.Desk.Core.Procedures(s.Desk.Core.Today(u.Office)) {
		add(&procedures, p.Key, p.Name.ES)
		for _, st := range p.States {
			add(&states, st.Key, st.Name.ES)
		}
		for _, o := range p.Outcomes {
			add(&outcomes, o.Key, o.Name.ES)
		}
	}
	for _, un := range s.Desk.Core.Agency().Units { // retired ones too: they may owe something still
		add(&units, un.ID, un.Name)
	}
	first := section{Fields: []field{
		{Name: "text", Label: "Número, nombre o palabras", Kind: kindText, Optional: true},
		{Name: "open", Label: "Situación", Kind: kindSelect, Choices: all(core.Choice{Key: "yes", Label: "En trámite"}, core.Choice{Key: "no", Label: "Cerradas"})},
		{Name: "due", Label: "Vencen", Kind: kindSelect, Choices: all(core.Choice{Key: "today", Label: "Hoy"}, core.Choice{Key: "week", Label: "Esta semana"})},
		{Name: "procedure", Label: "Procedimiento", Kind: kindSelect, Choices: every(procedures...)},
	}}
	more := section{Fields: []field{
		{Name: "state", Label: "Estado", Kind: kindSelect, Choices: every(states...)},
		{Name: "office", Label: "Sede", Kind: kindSelect, Choices: all(s.officeChoices()...)},
		{Name: "channel", Label: "Canal", Kind: kindSelect, Choices: every(
			core.Choice{Key: string(docket.ChannelEmail), Label: channelWords[docket.ChannelEmail]},
			core.Choice{Key: string(docket.ChannelCounter), Label: channelWords[docket.ChannelCounter]},
			core.Choice{Key: string(docket.ChannelWeb), Label: channelWords[docket.ChannelWeb]})},
		{Name: "outcome", Label: "Tipo de respuesta", Kind: kindSelect, Choices: every(outcomes...)},
		{Name: "hands", Label: "Qué espera", Kind: kindSelect, Choices: all(figures.Waiting()...)},
		{Name: "unit", Label: "Área que debe algo", Kind: kindSelect, Choices: all(units...)},
		{Name: "overdue", Label: "Vencidas", Kind: kindSelect, Choices: all(core.Choice{Key: "yes", Label: "Solo vencidas"})},
		{Name: "late", Label: "Respondidas", Kind: kindSelect, Choices: all(core.Choice{Key: "no", Label: "A tiempo"}, core.Choice{Key: "yes", Label: "Fuera de plazo"})},
		{Name: "sort", Label: "Orden", Kind: kindSelect, Choices: []core.Choice{
			{Label: "Vence antes"},
			{Key: "-due", Label: "Vence después"},
			{Key: "-received", Label: "Recién recibidas"},
			{Key: "received", Label: "Más antiguas"},
			{Key: "-number", Label: "Número, de mayor a menor"},
			{Key: "number", Label: "Número"},
		}},
		{Name: "received_from", Label: "Recibidas desde", Kind: kindDate},
		{Name: "received_to", Label: "Recibidas hasta", Kind: kindDate},
		{Name: "due_from", Label: "Vencen desde", Kind: kindDate},
		{Name: "due_to", Label: "Vencen hasta", Kind: kindDate},
		{Name: "answered", Label: "Con respuesta", Kind: kindSelect, Choices: all(core.Choice{Key: "yes", Label: "Sí"}, core.Choice{Key: "no", Label: "No"})},
		{Name: "in_term", Label: "Respondidas en plazo", Kind: kindSelect, Choices: all(core.Choice{Key: "due", Label: "En el plazo vigente"}, core.Choice{Key: "first", Label: "En el plazo original"})},
		{Name: "answered_from", Label: "Respondidas desde", Kind: kindDate},
		{Name: "answered_to", Label: "Respondidas hasta", Kind: kindDate},
	}}
	return []section{first}, more
}

// chipsOf says in words which filters are in force.
func chipsOf(p *languages.Printer, f lists.Filter, questions []field) []chip {
	q := queryOf(f)
	q.Del("sort")
	var chips []chip
	without := func(name string) string {
		rest := queryOf(f)
		rest.Del(name)
		return listOf(rest)
	}
	for _, question := range questions {
		value := q.Get(question.Name)
		if value == "" {
			continue
		}
		words := value
		if question.Kind == kindDate {
			if d, err := parseDay("", value); err == nil {
				words = shortDay(d)
			}
		}
		for _, c := range question.Choices {
			if c.Key == value {
				words = labelOf(p, c)
			}
		}
		chips = append(chips, chip{question.Label + ": " + words, without(question.Name)})
	}
	switch f.Holder {
	case "":
	case "none":
		chips = append(chips, chip{"Sin responsable", without("holder")})
	default:
		chips = append(chips, chip{"De un responsable", without("holder")})
	}
	return chips
}
