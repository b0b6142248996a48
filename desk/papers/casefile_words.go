package papers

import (
	"strings"

	"foja/docket"
	"foja/mail"
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

func named(key string, name func(string) string) string {
	if key == "" {
		return ""
	}
	return name(key)
}

func documentWord(kind string) string {
	if w := documentWords[kind]; w != "" {
		return w
	}
	return "Documento"
}

// wordsKind is what somebody's words are to the case: the act says it better than how they are kept.
func wordsKind(e docket.Event, kind string) string {
	switch docket.Action(e.Kind) {
	case docket.ActConsult:
		return "Consulta a un área"
	case docket.ActConsultAnswer:
		return "Respuesta de un área"
	case docket.ActRespond, docket.ActRespondItems:
		return "Texto de la respuesta"
	case docket.ActDeny:
		return "Motivos de la denegatoria"
	case docket.ActSendBack:
		return "Observaciones"
	default:
		return documentWord(kind)
	}
}

var documentWords = map[string]string{
	store.DocumentText: "Texto", store.DocumentAttachment: "Documento adjunto", store.DocumentDraft: "Documento de la respuesta",
	store.DocumentReasons: "Motivos", store.DocumentEvidence: "Constancia", store.DocumentLetter: "Carta en papel",
	store.DocumentReceipt: "Cargo de recepción", store.DocumentNote: "Nota", store.DocumentQuestion: "Consulta",
}

var fateWords = map[docket.Fate]string{
	docket.FateRequest: "Mensaje recibido", docket.FateReply: "Mensaje recibido", docket.FateDuplicate: "Mensaje repetido",
	docket.FateReport: "Informe de entrega", docket.FateAutomatic: "Respuesta automática", docket.FateOwn: "Copia de archivo",
}

// offices are what people are to the agency, one by one.
var offices = map[docket.Role]string{
	docket.RoleReception: "mesa de partes", docket.RoleOfficer: "responsable", docket.RoleManager: "jefatura",
	docket.RoleHead: "máxima autoridad", docket.RoleAdministrator: "administración", docket.RoleAuditor: "auditoría",
	docket.RoleSystem: "sistema", docket.RoleRequester: "solicitante",
}
