package web

import (
	"net/http"

	"github.com/gorilla/mux"

	"foja/access"
	"foja/access/limits"
)

func (s *server) routes() http.Handler {
	all := http.NewServeMux()
	all.Handle("GET /static/{name}", s.assets)
	all.Handle("/", s.sessions.LoadAndSave(s.router()))
	outer := http.NewServeMux()
	outer.HandleFunc("GET /live", s.live) // not compressed, which would hold events back; and it prolongs no session
	outer.Handle(tusPath, s.parts)        // nor this, which reads for as long as a file comes
	outer.Handle("/", gzipped(all))
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
	post("/ask", s.openLarge(s.Limits.FormBytes, s.mayAsk, s.ask))
	get("/u/{token}", s.open(s.unitQuestion))
	post("/u/{token}", s.openLarge(s.Limits.FormBytes, s.mayAnswer, s.unitAnswer))
	get("/d/{token}", s.open(s.download))
	post("/d/{token}", s.open(s.fetchDownload))
	get("/d/{token}/{ticket}", s.open(s.downloadFile))
	get("/up/{token}", s.open(s.uploadForm))
	post("/up/{token}", s.openLarge(s.Limits.FormBytes, s.mayHandIn, s.handIn))
	get("/verify", s.open(s.verifyForm))
	post("/verify", s.openLarge(limits.VerifyBytes, s.mayVerify, s.verify))
	get("/status", s.open(s.statusForm))
	post("/status", s.open(s.statusFind))
	get("/s/{number}/{code}", s.open(s.status))
	get("/s/{number}/{code}/receipt.pdf", s.open(s.statusReceipt))
	get("/s/{number}/{code}/letters/{letter}.pdf", s.open(s.statusLetter))
	get("/s/{number}/{code}/dates.ics", s.open(s.statusDates))
	get("/s/{number}/{code}/clock.json", s.open(s.statusClockReceipt))

	get("/", s.staff(access.Staff, s.home))
	get("/resume", s.staff(access.Staff, s.resume))
	get("/counter/new", s.staff(access.Registrars, s.counterForm))
	post("/counter/new", s.staff(access.Registrars, s.counterRegister))
	post("/counter/duplicates", s.staff(access.Registrars, s.counterDuplicates))

	get("/held", s.staff(access.HeldReaders, s.heldList))
	get("/held/{id}", s.staff(access.HeldReaders, s.held))
	post("/held/{id}", s.staff(access.Registrars, s.heldDecide))
	get("/messages/{id}", s.staff(access.Staff, s.message))
	post("/messages/{id}/move", s.staff(access.Registrars, s.move))
	get("/messages/{id}/raw", s.staff(access.Staff, s.messageRaw))
	get("/messages/{id}/html", s.staff(access.Staff, s.messageHTML))
	get("/messages/{id}/files/{n:[0-9]+}", s.staff(access.Staff, s.messageFile))

	get("/menu", s.staff(access.Staff, s.menuAgain))
	get("/today", s.staff(access.Workers, s.day))
	post("/today/claim", s.staff(access.Workers, s.claimAll))
	get("/tasks", s.staff(access.Workers, s.tasks))
	get("/requests", s.staff(access.Staff, s.requests))
	get("/work", s.staff(access.Assigners, s.load))
	post("/requests/assign", s.staff(access.Assigners, s.assignAll))
	post("/requests/filters", s.staff(access.Staff, s.saveFilter))
	get("/requests/{id}", s.staff(access.Staff, s.request))
	post("/requests/{id}/act", s.staff(access.Staff, s.act))
	post("/requests/{id}/insert", s.staff(access.Staff, s.insertStockText))
	post("/requests/{id}/preview", s.staff(access.Staff, s.letterPreview))
	get("/requests/{id}/campaign", s.staff(access.Staff, s.campaign))
	post("/requests/{id}/campaign", s.staff(access.Workers, s.answerCampaign))
	post("/requests/{id}/appeals/{n:[0-9]+}", s.staff(access.Staff, s.actOnAppeal))
	get("/requests/{id}/receipt", s.staff(access.Staff, s.receipt))
	get("/requests/{id}/receipt.pdf", s.staff(access.Staff, s.receiptPDF))
	get("/requests/{id}/receipt-80mm.pdf", s.staff(access.Staff, s.receiptTicket))
	get("/requests/{id}/clock.json", s.staff(access.Staff, s.clockReceipt))
	get("/requests/{id}/documents/{document}", s.staff(access.Staff, s.document))
	get("/requests/{id}/letters/{letter}", s.staff(access.Staff, s.letter))
	get("/requests/{id}/case-file.pdf", s.staff(access.Staff, s.caseFilePDF))
	get("/requests/{id}/case-file.zip", s.staff(access.Staff, s.caseFileZIP))

	get("/appeals", s.staff(access.Staff, s.appeals))
	get("/dashboard", s.staff(access.Watchers, s.dashboard))
	get("/register", s.staff(access.RegisterReaders, s.statutoryRegister))
	get("/register.{format:csv|xlsx}", s.staff(access.RegisterReaders, s.registerFile))
	get("/returns", s.staff(access.Watchers, s.returns))
	get("/dashboard.{format:xlsx|pdf}", s.staff(access.Watchers, s.boardFile))
	get("/returns.xlsx", s.staff(access.Watchers, s.returnFile))
	get("/audit", s.staff(access.Watchers, s.audit))
	get("/audit/accounts", s.staff(access.AccountAuditors, s.accountAudit))
	get("/reconcile", s.staff(access.Watchers, s.reconcile))
	get("/outages/{id}.pdf", s.staff(access.Watchers, s.outageCertificate))
	post("/reconcile", s.staff(access.DayKeepers, s.reconcileNow))
	get("/notices", s.staff(access.Staff, s.notices))
	post("/notices/{id}/read", s.staff(access.Staff, s.readNotice))
	get("/admin", s.staff(access.DayKeepers, s.admin))
	get("/admin/system", s.staff(access.AccountReaders, s.system))
	post("/admin/system", s.staff(access.AccountKeepers, s.checkMail))
	get("/texts", s.staff(access.RegisterReaders, s.stockTexts))
	post("/texts", s.staff(access.StockTextKeepers, s.addStockText))
	get("/texts/{id}", s.staff(access.RegisterReaders, s.stockText))
	post("/texts/{id}", s.staff(access.StockTextKeepers, s.changeStockText))
	get("/admin/units", s.staff(access.AccountReaders, s.units))
	post("/admin/units", s.staff(access.AccountKeepers, s.addUnit))
	get("/admin/units/{id}", s.staff(access.AccountReaders, s.unitCard))
	post("/admin/units/{id}", s.staff(access.AccountKeepers, s.changeUnit))
	get("/admin/accounts", s.staff(access.AccountReaders, s.accounts))
	post("/admin/accounts", s.staff(access.AccountKeepers, s.addAccount))
	get("/admin/accounts/{id}", s.staff(access.AccountReaders, s.account))
	post("/admin/accounts/{id}", s.staff(access.AccountKeepers, s.changeAccount))
	get("/account", s.staff(access.Staff, s.own))
	post("/account", s.staff(access.Staff, s.changeOwn))
	get("/account/tokens", s.staff(access.Staff, s.tokens))
	post("/account/tokens", s.staff(access.Staff, s.changeTokens))
	get("/account/second-factor", s.owner(s.bareForm))
	post("/account/second-factor", s.owner(s.setFactor))
	post("/admin/absences", s.staff(access.DayKeepers, s.setAbsence))

	get("/templates", s.staff(access.Watchers, s.letterTemplates))
	get("/templates/{kind}", s.staff(access.Watchers, s.letterTemplate))
	post("/templates/{kind}", s.staff(access.Watchers, s.setTemplate))
	get("/procedures", s.staff(access.Watchers, s.procedures))
	post("/procedures", s.staff(access.ProcedureWriters, s.setProcedure))
	get("/procedures/{key}/{version}.yaml", s.staff(access.Watchers, s.procedureFile))

	get("/calendar", s.staff(access.Watchers, s.calendar))
	post("/calendar", s.staff(access.CalendarWriters, s.setCalendar))
	get("/calendar/proposals/{id}", s.staff(access.CalendarSeconders, s.calendarProposal))
	post("/calendar/proposals/{id}", s.staff(access.CalendarSeconders, s.settleProposal))
	get("/calendar/{version}", s.staff(access.Watchers, s.calendarDays))
	get("/calendar/{version}/days.ics", s.staff(access.Watchers, s.calendarFile))

	if s.Demo != nil {
		get("/demo/write", s.open(s.demoWrite))
		post("/demo/write", s.openLarge(s.Limits.FormBytes, func(*http.Request) error { return nil }, s.demoSend))
		get("/demo/inbox", s.open(s.demoInbox))
		get("/demo/mail/{id}", s.open(s.demoMail))
		get("/demo/mail/{id}/files/{n:[0-9]+}", s.open(s.demoFile))
	}
	r.NotFoundHandler = s.open(func(http.ResponseWriter, *http.Request) error { return errNoPage })
	r.MethodNotAllowedHandler = s.open(func(http.ResponseWriter, *http.Request) error { return errNoMethod })
	return r
}
