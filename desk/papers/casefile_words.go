package papers

import (
	"slices"
	"strings"

	"foja/docket"
	"foja/mail"
	"foja/papers/casefile"
	"foja/store"
)

func addresses(all ...mail.Address) string {
	var list []string
	for _, a := range all {
		switch {
		case a.Addr == "" && a.Name == "":
		case a.Name == "":
			list = append(list, a.Addr)
		default:
			list = append(list, a.Name+" <"+a.Addr+">")
		}
	}
	return strings.Join(list, ", ")
}

// word is a word of the file, by its key under "casefile." in the catalogues.
func word(key string) string { return casefile.Say(docket.Say("casefile." + key)) }

// documentKinds are the kinds of document that have a name of their own.
var documentKinds = []string{
	store.DocumentText, store.DocumentAttachment, store.DocumentDraft, store.DocumentReasons, store.DocumentEvidence,
	store.DocumentLetter, store.DocumentReceipt, store.DocumentNote, store.DocumentQuestion,
}

func documentWord(kind string) string {
	if !slices.Contains(documentKinds, kind) {
		kind = "other"
	}
	return casefile.Say(docket.Say("document_kind." + kind))
}

// wordsKind is what somebody's words are to the case: the act says it better than how they are kept.
func wordsKind(e docket.Event, kind string) string {
	switch do := docket.Action(e.Kind); do {
	case docket.ActConsult, docket.ActConsultAnswer, docket.ActDeny, docket.ActSendBack:
		return casefile.Say(docket.Say("casefile_words." + string(do)))
	case docket.ActRespond, docket.ActRespondItems:
		return casefile.Say(docket.Say("casefile_words.answer"))
	default:
		return documentWord(kind)
	}
}

// fateWord says what a message was to the case.
func fateWord(fate docket.Fate) string {
	switch fate {
	case docket.FateDuplicate, docket.FateReport, docket.FateAutomatic, docket.FateOwn:
		return casefile.Say(docket.Say("fate." + string(fate)))
	default:
		return casefile.Say(docket.Say("fate." + string(docket.FateRequest)))
	}
}

// namedRoles are what people are to the agency, one by one.
var namedRoles = []docket.Role{
	docket.RoleReception, docket.RoleOfficer, docket.RoleManager, docket.RoleHead, docket.RoleAdministrator,
	docket.RoleAuditor, docket.RoleSystem, docket.RoleRequester,
}

// roleOf is the role in which somebody acted; "" for one that is no person's.
func roleOf(a docket.Actor) string {
	if !slices.Contains(namedRoles, a.Role) {
		return ""
	}
	return casefile.Say(docket.Say("person_role." + string(a.Role)))
}
