package web

import (
	"net/http"

	"foja/access"
	"foja/desk/lists"
	"foja/docket"
)

// menu is what the header offers a user, in the order of the day's work.
func menu(roles func(...docket.Role) bool) []link {
	var links []link
	for _, l := range []struct {
		link
		who []docket.Role
	}{
		{link{Href: "/today", Text: "Hoy", AccessKey: "h"}, access.Workers},
		{link{Href: "/tasks", Text: "Tareas", AccessKey: "t"}, access.Workers},
		{link{Href: "/counter/new", Text: "Registrar", AccessKey: "r"}, access.Registrars},
		{link{Href: "/held", Text: "Por clasificar", AccessKey: "p"}, access.HeldReaders},
		{link{Href: "/requests", Text: "Solicitudes", AccessKey: "s"}, access.Staff},
		{link{Href: "/appeals", Text: "Apelaciones"}, access.Staff},
		{link{Href: "/dashboard", Text: "Tablero", AccessKey: "b"}, access.Watchers},
		{link{Href: "/register", Text: "Registro"}, access.RegisterReaders},
		{link{Href: "/notices", Text: "Avisos", AccessKey: "v"}, access.Staff},
		{link{Href: "/calendar", Text: "Calendario"}, access.Watchers},
		{link{Href: "/procedures", Text: "Procedimientos"}, access.Watchers},
		{link{Href: "/admin", Text: "Administración"}, access.DayKeepers},
	} {
		if roles(l.who...) {
			links = append(links, l.link)
		}
	}
	return links
}

// link is a place to go; AccessKey is the letter that, with Alt, goes there. Count is how much waits there.
type link struct {
	Href, Text, AccessKey string
	Count                 int
}

// counted adds to the menu what waits behind each entry. A page without the counts is better than no page.
func (s *server) counted(r *http.Request, u access.User, links []link) []link {
	n, err := s.Desk.Lists.Counts(r.Context(), u)
	if err != nil {
		s.Logger.Warn("the menu has no counts", "error", err)
		n = lists.Waiting{}
	}
	for i := range links {
		switch links[i].Href {
		case "/today":
			links[i].Count = n.Today
		case "/held":
			links[i].Count = n.Held
		case "/appeals":
			links[i].Count = n.Appeals
		case "/notices":
			links[i].Count = n.Notices
		}
	}
	return links
}

// menuAgain is the menu alone: a page that stays open fetches it when something has happened.
func (s *server) menuAgain(w http.ResponseWriter, r *http.Request, _ access.User) error {
	return s.show(w, r, http.StatusOK, "menu", "Hoy", nil)
}
