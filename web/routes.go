package web

import (
	"net/http"

	"github.com/gorilla/mux"

	"foja/access"
	"foja/docket"
)

// Who is offered which screens. The desk decides again, and alone decides on single cases.
var (
	everyone   = []docket.Role{docket.RoleReception, docket.RoleOfficer, docket.RoleManager, docket.RoleHead, docket.RoleAdministrator, docket.RoleAuditor}
	registrars = []docket.Role{docket.RoleReception, docket.RoleOfficer, docket.RoleManager}
	workers    = []docket.Role{docket.RoleReception, docket.RoleOfficer, docket.RoleManager, docket.RoleHead}
	watchers   = []docket.Role{docket.RoleManager, docket.RoleHead, docket.RoleAdministrator, docket.RoleAuditor}
	assigners  = []docket.Role{docket.RoleManager}
	keepers    = []docket.Role{docket.RoleAdministrator, docket.RoleManager}
	// The statutory register is for those who watch, and for officers.
	bookReaders = append([]docket.Role{docket.RoleOfficer}, watchers...)

	calendarWriters   = []docket.Role{docket.RoleAdministrator}
	calendarSeconders = []docket.Role{docket.RoleAdministrator, docket.RoleManager, docket.RoleHead}
)

func (s *server) routes() http.Handler {
	all := http.NewServeMux()
	all.Handle("GET /static/{name}", s.assets)
	all.Handle("/", s.sessions.LoadAndSave(s.router()))
	outer := http.NewServeMux()
	outer.HandleFunc("GET /live", s.live) // not squeezed, which would hold events back; and it prolongs no session
	outer.Handle(tusPath, s.parts)        // nor this, which reads for as long as a file comes
	outer.Handle("/", squeezed(all))
	return outer
}

func (s *server) router() *mux.Router {
	r := mux.NewRouter()
	get := func(path string, h http.Handler) { r.Handle(path, h).Methods(http.MethodGet, http.MethodHead) }
	post := func(path string, h http.Handler) { r.Handle(path, h).Methods(http.MethodPost) }

	get("/login", s.open(s.loginForm))
	post("/login", s.open(s.login))
	get("/login/code", s.open(s.codeForm))
	post("/login/code", s.open(s.code))
	get("/login/sso", s.open(s.ssoBegin))
	get("/login/sso/back", s.open(s.ssoBack))
	get("/password/{token}", s.open(s.passwordForm))
	post("/password/{token}", s.open(s.setPassword))
	post("/logout", s.open(s.logout))
	post("/language", s.open(s.chooseLanguage))
	get("/ask", s.open(s.askForm))
	post("/ask", s.openLarge(s.MaxUpload, s.mayAsk, s.ask))
	get("/u/{token}", s.open(s.unitQuestion))
	post("/u/{token}", s.openLarge(s.MaxUpload, s.mayAnswer, s.unitAnswer))
	get("/d/{token}", s.open(s.download))
	post("/d/{token}", s.open(s.fetchDownload))
	get("/d/{token}/{ticket}", s.open(s.downloadFile))
	get("/up/{token}", s.open(s.uploadForm))
	post("/up/{token}", s.openLarge(s.MaxUpload, s.mayHandIn, s.handIn))
	get("/verify", s.open(s.verifyForm))
	post("/verify", s.openLarge(verifyBytes, s.mayVerify, s.verify))
	get("/status", s.open(s.statusForm))
	post("/status", s.open(s.statusFind))
	get("/s/{number}/{code}", s.open(s.status))
	get("/s/{number}/{code}/receipt.pdf", s.open(s.statusReceipt))
	get("/s/{number}/{code}/letters/{letter}.pdf", s.open(s.statusLetter))
	get("/s/{number}/{code}/dates.ics", s.open(s.statusDates))
	get("/s/{number}/{code}/clock.json", s.open(s.statusClockReceipt))

	get("/", s.staff(everyone, s.home))
	get("/resume", s.staff(everyone, s.resume))
	get("/counter/new", s.staff(registrars, s.counterForm))
	post("/counter/new", s.staff(registrars, s.counterRegister))
	post("/counter/duplicates", s.staff(registrars, s.counterDuplicates))

	get("/held", s.staff(access.HeldReaders, s.heldList))
	get("/held/{id}", s.staff(access.HeldReaders, s.held))
	post("/held/{id}", s.staff(registrars, s.heldDecide))
	get("/messages/{id}", s.staff(everyone, s.message))
	post("/messages/{id}/move", s.staff(registrars, s.move))
	get("/messages/{id}/raw", s.staff(everyone, s.messageRaw))
	get("/messages/{id}/html", s.staff(everyone, s.messageHTML))
	get("/messages/{id}/files/{n:[0-9]+}", s.staff(everyone, s.messageFile))

	get("/today", s.staff(workers, s.day))
	post("/today/claim", s.staff(workers, s.claimAll))
	get("/tasks", s.staff(workers, s.tasks))
	get("/requests", s.staff(everyone, s.requests))
	post("/requests/assign", s.staff(assigners, s.assignAll))
	post("/requests/filters", s.staff(everyone, s.saveFilter))
	get("/requests/{id}", s.staff(everyone, s.request))
	post("/requests/{id}/act", s.staff(everyone, s.act))
	post("/requests/{id}/insert", s.staff(everyone, s.insertStockText))
	post("/requests/{id}/preview", s.staff(everyone, s.letterPreview))
	get("/requests/{id}/campaign", s.staff(everyone, s.campaign))
	post("/requests/{id}/campaign", s.staff(workers, s.answerCampaign))
	post("/requests/{id}/appeals/{n:[0-9]+}", s.staff(everyone, s.actOnAppeal))
	get("/requests/{id}/receipt", s.staff(everyone, s.receipt))
	get("/requests/{id}/receipt.pdf", s.staff(everyone, s.receiptPDF))
	get("/requests/{id}/receipt-80mm.pdf", s.staff(everyone, s.receiptTicket))
	get("/requests/{id}/clock.json", s.staff(everyone, s.clockReceipt))
	get("/requests/{id}/documents/{document}", s.staff(everyone, s.document))
	get("/requests/{id}/letters/{letter}", s.staff(everyone, s.letter))
	get("/requests/{id}/case-file.pdf", s.staff(everyone, s.caseFilePDF))
	get("/requests/{id}/case-file.zip", s.staff(everyone, s.caseFileZIP))

	get("/appeals", s.staff(everyone, s.appeals))
	get("/dashboard", s.staff(watchers, s.dashboard))
	get("/register", s.staff(bookReaders, s.book))
	get("/register.{format:csv|xlsx}", s.staff(bookReaders, s.bookFile))
	get("/returns", s.staff(watchers, s.returns))
	get("/dashboard.{format:xlsx|pdf}", s.staff(watchers, s.boardFile))
	get("/returns.xlsx", s.staff(watchers, s.returnFile))
	get("/audit", s.staff(watchers, s.audit))
	get("/audit/accounts", s.staff(accountAuditors, s.accountAudit))
	get("/reconcile", s.staff(watchers, s.reconcile))
	get("/outages/{id}.pdf", s.staff(watchers, s.outageCertificate))
	post("/reconcile", s.staff(keepers, s.reconcileNow))
	get("/notices", s.staff(everyone, s.notices))
	post("/notices/{id}/read", s.staff(everyone, s.readNotice))
	get("/admin", s.staff(keepers, s.admin))
	get("/admin/system", s.staff(accountReaders, s.system))
	post("/admin/system", s.staff(accountKeepers, s.checkMail))
	get("/texts", s.staff(bookReaders, s.stockTexts))
	post("/texts", s.staff(stockTextKeepers, s.addStockText))
	get("/texts/{id}", s.staff(bookReaders, s.stockText))
	post("/texts/{id}", s.staff(stockTextKeepers, s.changeStockText))
	get("/admin/units", s.staff(accountReaders, s.units))
	post("/admin/units", s.staff(accountKeepers, s.addUnit))
	get("/admin/units/{id}", s.staff(accountReaders, s.unitCard))
	post("/admin/units/{id}", s.staff(accountKeepers, s.changeUnit))
	get("/admin/accounts", s.staff(accountReaders, s.accounts))
	post("/admin/accounts", s.staff(accountKeepers, s.addAccount))
	get("/admin/accounts/{id}", s.staff(accountReaders, s.account))
	post("/admin/accounts/{id}", s.staff(accountKeepers, s.changeAccount))
	get("/account", s.staff(everyone, s.own))
	post("/account", s.staff(everyone, s.changeOwn))
	get("/account/tokens", s.staff(everyone, s.tokens))
	post("/account/tokens", s.staff(everyone, s.changeTokens))
	get("/account/second-factor", s.owner(s.bareForm))
	post("/account/second-factor", s.owner(s.setFactor))
	post("/admin/absences", s.staff(keepers, s.setAbsence))

	get("/templates", s.staff(watchers, s.letterTemplates))
	get("/templates/{kind}", s.staff(watchers, s.letterTemplate))
	post("/templates/{kind}", s.staff(watchers, s.setTemplate))
	get("/procedures", s.staff(watchers, s.procedures))
	post("/procedures", s.staff(procedureWriters, s.setProcedure))
	get("/procedures/{key}/{version}.yaml", s.staff(watchers, s.procedureFile))

	get("/calendar", s.staff(watchers, s.calendar))
	post("/calendar", s.staff(calendarWriters, s.setCalendar))
	get("/calendar/proposals/{id}", s.staff(calendarSeconders, s.calendarProposal))
	post("/calendar/proposals/{id}", s.staff(calendarSeconders, s.settleProposal))
	get("/calendar/{version}", s.staff(watchers, s.calendarDays))
	get("/calendar/{version}/days.ics", s.staff(watchers, s.calendarFile))

	if s.Demo != nil {
		get("/demo/write", s.open(s.demoWrite))
		post("/demo/write", s.openLarge(s.MaxUpload, func(*http.Request) error { return nil }, s.demoSend))
		get("/demo/inbox", s.open(s.demoInbox))
		get("/demo/mail/{id}", s.open(s.demoMail))
		get("/demo/mail/{id}/files/{n:[0-9]+}", s.open(s.demoFile))
	}
	r.NotFoundHandler = s.open(func(http.ResponseWriter, *http.Request) error { return errNoPage })
	r.MethodNotAllowedHandler = s.open(func(http.ResponseWriter, *http.Request) error { return errNoMethod })
	return r
}

// menu is what the header offers a user, in the order of the day's work.
func menu(roles func(...docket.Role) bool) []link {
	var links []link
	for _, l := range []struct {
		link
		who []docket.Role
	}{
		{link{"/today", "Hoy", "h"}, workers},
		{link{"/tasks", "Tareas", "t"}, workers},
		{link{"/counter/new", "Registrar", "r"}, registrars},
		{link{"/held", "Por clasificar", "p"}, access.HeldReaders},
		{link{"/requests", "Solicitudes", "s"}, everyone},
		{link{"/appeals", "Apelaciones", ""}, everyone},
		{link{"/dashboard", "Tablero", "b"}, watchers},
		{link{"/register", "Registro", ""}, bookReaders},
		{link{"/notices", "Avisos", "v"}, everyone},
		{link{"/calendar", "Calendario", ""}, watchers},
		{link{"/procedures", "Procedimientos", ""}, watchers},
		{link{"/admin", "Administración", ""}, keepers},
	} {
		if roles(l.who...) {
			links = append(links, l.link)
		}
	}
	return links
}

// link is a place to go; AccessKey is the letter that, with Alt, goes there.
type link struct{ Href, Text, AccessKey string }
