package desk_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"foja/access"
	"foja/desk/acts"
	"foja/desk/desktest"
	"foja/docket"
)

// who are the roles in one letter each, as access has them.
var who = []struct {
	letter string
	role   docket.Role
}{
	{"r", docket.RoleReception}, {"o", docket.RoleOfficer}, {"m", docket.RoleManager}, {"h", docket.RoleHead}, {"a", docket.RoleAdministrator}, {"u", docket.RoleAuditor},
}

// doors says which roles get past the door of each thing that screens and API can do. What lies behind may still be refused: a case of
// another office, an act that the procedure gives to others, an account that is not one's own.
var doors = map[string]string{
	"Absences": "romhau", "SetAbsence": "romhau", "SetDigest": "romhau",
	"StockTexts": "omhau", "SaveStockText": "oma", "DropStockText": "oma", "StockTextFor": "omhau",
	"Units": "au", "SaveUnit": "a",
	"Accounts": "au", "SaveAccount": "a", "DisableAccount": "a", "ResetPassword": "a", "EndSessions": "a",
	"SecondFactor": "romhau", "BeginSecondFactor": "romhau", "ConfirmSecondFactor": "romhau", "DropSecondFactor": "romhau", "TakeSecondFactor": "a",
	"ChangePassword": "romhau", "Sessions": "romhau", "EndSession": "romhau", "Users": "mhau",
	"Register": "rom", "Duplicates": "rom", "Decide": "rom", "Held": "romhu",
	"HeldMessage": "romhau", "Message": "romhau", "MoveMessage": "rom", "MessageFile": "romhau", "MessageHTML": "romhau", "RawMessage": "romhau",
	"Requests": "romhau", "Request": "romhau", "RequestAsOf": "romhau", "RequestByNumber": "romhau", "Act": "romhau", "PreviewLetter": "romhau",
	"Document": "romhau", "LetterPDF": "romhau", "Receipt": "romhau", "ReceiptTicket": "romhau", "ClockReceipt": "romhau", "CaseFilePDF": "romhau", "CaseFileZIP": "romhau",
	"Appeals": "romhau", "ActOnAppeal": "romhau", "Campaign": "romhau", "AnswerCampaign": "romh",
	"Tokens": "au", "CreateToken": "", "RevokeToken": "a", // of somebody else; one's own is everybody's
	"ApproveLink": "a", "ConfirmAccount": "a", "Prove": "romhau", "AccountEvents": "hau", "OwnEvents": "romhau", "UnseenEvents": "romhau",
	"SettingsInForce": "au", "MailBacklogs": "au", "CheckMail": "a", "Audit": "mhau", "People": "mhau", "Watch": "romhau", "Assignees": "romhau", "AssignAll": "m", "SavedFilters": "romhau", "SaveFilter": "romhau", "DropFilter": "romhau",
	"Day": "romh", "Counts": "romhau", "Load": "m", "ClaimAll": "romh", "Tasks": "romh", "Notices": "romhau", "ReadNotice": "romhau",
	"Dashboard": "mhau", "Plan": "mhau", "Board": "mhau", "BoardFile": "mhau", "Return": "mhau", "ReturnFile": "mhau", "StatutoryRegister": "omhau", "RegisterFile": "omhau",
	"Reconciliations": "mhau", "Reconcile": "ma", "Outages": "mhau", "OutageCertificate": "mhau",
	"Calendars": "mhau", "CalendarDays": "mhau", "CalendarFile": "mhau", "PreviewCalendar": "a", "PublishCalendar": "a",
	"PreviewProposal": "mha", "SettleProposal": "mha",
	"ProcedureShelf": "mhau", "ProcedureFile": "mhau", "CheckProcedure": "a", "PublishProcedure": "a",
	"DropIdentity": "a", "InviteIdentity": "a", "OwnIdentity": "romhau",
	"Templates": "mhau", "Template": "mhau", "PreviewTemplate": "mhau", "MailTemplate": "a", "SaveTemplate": "a",
}

// withoutUser are the ways in without a user: the public's, and what everybody knows.
var withoutUser = []string{
	"Agency", "Procedures", "Today", "SignIn", "SignInCode", "UserByID", "UserByToken", "RegisterOnline", "Status", "StatusClockReceipt", "StatusDates", "StatusReceipt", "StatusLetter",
	"VerifyReceipt", "ReceiptKey", "AnswerAsUnit", "AskMoreDays", "UnitQuestion", "Download", "FetchDownload",
	"PasswordLink", "SetPassword", "SignInAs", "UploadLink", "BeginUpload", "Uploading", "AddToUpload", "DropUpload", "HandIn", "DownloadFile", "MayAsk", "MayVerify", "MayKeepForm", "Seal", "Unseal",
}

// entry is a method that screens or API may call.
type entry struct {
	room   reflect.Value
	method reflect.Method
}

// entriesOf lists what the interfaces of a web.Desk or an api.Desk ask for.
func entriesOf(rooms any) (all []entry) {
	v := reflect.ValueOf(rooms)
	for i := range v.NumField() {
		asked := v.Type().Field(i).Type
		for n := range asked.NumMethod() {
			all = append(all, entry{v.Field(i).Elem(), asked.Method(n)})
		}
	}
	return all
}

// Every method of the desk is tried by every role, and by nobody: a new one that is not in the table, or that forgets to ask, fails here.
// Screens and API have no other way to a case.
func TestEveryRoleAtEveryDoor(t *testing.T) {
	h := desktest.New(t)
	id := h.Register(h.Person("Rosa", "", docket.RoleReception), desktest.Form("t1")).ID
	h.Sent(id)
	people := map[string]access.User{}
	for _, w := range who {
		people[w.letter] = h.Person("one-"+w.letter, "", w.role)
	}
	user := reflect.TypeFor[access.User]()
	for _, entry := range append(entriesOf(screens(h.Desk)), entriesOf(calls(h.Desk))...) {
		m := entry.method
		if m.Name == "Fresh" { // says what is known of a user, and does nothing
			continue
		}
		takes := slices.ContainsFunc(slices.Collect(m.Type.Ins()), func(in reflect.Type) bool { return in == user })
		roles, listed := doors[m.Name]
		if listed != takes || takes == slices.Contains(withoutUser, m.Name) {
			t.Errorf("%s: put it into access or, if it asks for no user, into doorless", m.Name)
			continue
		}
		if !takes {
			continue
		}
		try := func(by access.User) bool {
			var args []reflect.Value
			for in := range m.Type.Ins() {
				switch {
				case len(args) == 0:
					args = append(args, reflect.ValueOf(h.Ctx))
				case in == user:
					args = append(args, reflect.ValueOf(by))
				case in.Kind() == reflect.String:
					args = append(args, reflect.ValueOf(id).Convert(in)) // a case that is there
				default:
					args = append(args, reflect.Zero(in))
				}
			}
			out := entry.room.MethodByName(m.Name).Call(args)
			err, _ := out[len(out)-1].Interface().(error)
			return docket.CodeOf(err) != docket.CodeForbidden
		}
		for _, w := range who {
			if may := try(people[w.letter]); may != strings.Contains(roles, w.letter) {
				t.Errorf("%s by %s: %t", m.Name, w.role, may)
			}
		}
		if try(access.User{}) || try(access.User{ID: "u", Roles: []docket.Role{"gardener"}}) {
			t.Errorf("%s is open to nobody in particular", m.Name)
		}
	}
}

// What may be done to a case is the procedure's to say: every action of its state, by every role.
func TestEveryRoleAtEveryAct(t *testing.T) {
	h := desktest.New(t)
	id := h.Register(h.Person("Rosa", "", docket.RoleReception), desktest.Form("t1")).ID
	h.Sent(id)
	page, err := h.Cases.Request(h.Ctx, h.Person("Auditora", "", docket.RoleAuditor), id)
	h.Must(err)
	p := page.Procedure
	state, ok := p.State(page.Case.State)
	if !ok || len(state.Actions) < 5 {
		t.Fatalf("%q of %q has %d actions", page.Case.State, p.Key, len(state.Actions))
	}
	tried := 0
	for _, w := range who {
		by := h.Person("act-"+w.letter, "", w.role)
		for _, may := range state.Actions {
			if slices.Contains(may.By, w.role) {
				continue // done in the tests of each
			}
			tried++
			_, err := h.Acts.Act(h.Ctx, by, id, acts.Command{Key: fmt.Sprint(w.letter, may.Do), Action: may.Do, Text: "Texto", User: by.ID})
			if docket.CodeOf(err) != docket.CodeForbidden {
				t.Errorf("%s by %s: %v", may.Do, w.role, err)
			}
		}
	}
	if tried < 20 {
		t.Errorf("only %d were tried", tried)
	}
}
