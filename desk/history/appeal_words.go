package history

import (
	"foja/docket"
)

var appealStates = map[docket.AppealState]string{
	docket.AppealFiled: "Por elevar al Tribunal", docket.AppealSentUp: "Elevada al Tribunal", docket.AppealReceived: "En calificación por el Tribunal",
	docket.AppealAdmitted: "Admitida: el Tribunal debe resolver", docket.AppealOrdered: "Resuelta: por cumplir", docket.AppealEnded: "Concluida",
}

var AppealAgainst = map[docket.AppealAgainst]string{
	docket.AgainstDenial: "una denegatoria expresa", docket.AgainstSilence: "la falta de respuesta", docket.AgainstOther: "otra actuación (respuesta incompleta, costo, encausamiento…)",
}

var AppealRoutes = map[docket.AppealRoute]string{
	docket.ThroughUs: "en la entidad", docket.Directly: "directamente en el Tribunal",
}

var rulings = map[docket.Ruling]string{
	docket.RulingUpheld: "Fundada", docket.RulingPartly: "Fundada en parte", docket.RulingDenied: "Infundada", docket.RulingInadmissible: "Improcedente o inadmisible",
}

var appealLabels = map[docket.Action]string{
	docket.ActSendUp: "Registrar que se elevó", docket.ActAppealReceived: "Registrar que el Tribunal la recibió",
	docket.ActAppealObserved: "Registrar observación del Tribunal", docket.ActAppealMended: "Registrar la subsanación",
	docket.ActAppealAdmitted: "Registrar la admisión", docket.ActBriefAsked: "Registrar pedido de descargos",
	docket.ActBriefSent: "Registrar envío de descargos", docket.ActAppealHeard: "Registrar informe oral o pedido de información",
	docket.ActAppealDecided: "Registrar la resolución", docket.ActComplied: "Registrar el cumplimiento",
}

// AppealTitle is an appeal's event in one line.
func AppealTitle(e docket.AppealEvent) string {
	switch e.Kind {
	case docket.AppealEventFiled:
		if e.Opening == nil {
			return "Se presentó una apelación"
		}
		return "Se presentó una apelación " + AppealRoutes[e.Opening.Route] + " contra " + AppealAgainst[e.Opening.Against]
	case docket.AppealEventSubDeadlinePassed:
		return appealPassed[docket.Action(e.SubDeadline)] + " (" + e.Rule + ")"
	case docket.ActSendUp:
		return "Se elevó la apelación al Tribunal con el expediente"
	case docket.ActAppealReceived:
		return "El Tribunal recibió la apelación"
	case docket.ActAppealObserved:
		return "El Tribunal pidió al solicitante subsanar la apelación"
	case docket.ActAppealMended:
		return "El solicitante subsanó la apelación"
	case docket.ActAppealAdmitted:
		return "El Tribunal admitió la apelación"
	case docket.ActBriefAsked:
		return "El Tribunal pidió descargos"
	case docket.ActBriefSent:
		return "Se enviaron los descargos al Tribunal"
	case docket.ActAppealHeard:
		return "El Tribunal citó a informe oral o pidió información"
	case docket.ActAppealDecided:
		return "El Tribunal resolvió: " + rulings[e.Ruling]
	case docket.ActComplied:
		return "Se cumplió la resolución y se informó al Tribunal"
	default:
		return string(e.Kind)
	}
}

var appealPassed = map[docket.Action]string{
	docket.ActSendUp: "Venció el plazo para elevar la apelación", docket.ActAppealAdmitted: "Venció el plazo del Tribunal para calificar la apelación",
	docket.ActAppealMended: "Venció el plazo del solicitante para subsanar", docket.ActAppealDecided: "Venció el plazo del Tribunal para resolver",
	docket.ActBriefSent: "Venció el plazo para enviar los descargos", docket.ActComplied: "Venció el plazo para cumplir la resolución",
}
