package main

import (
	"fmt"

	"foja/docket"
	"foja/mail"
)

// sample is one case of the demo. Its people and papers are invented.
type sample struct {
	procedure, office string
	ago               int // business days since reception
	name, address     string
	subject, text     string
	fields            map[string]string
	steps             []step
}

// step is one act of a sample's past.
type step struct {
	day          int // business days after reception
	by           string
	do           docket.Action
	text         string
	unit, ground string
	to           int // extend, expiry: the date, in business days after reception
	expiry       string
	cents        int // cost_notice
}

const (
	information = "public-information"
	religious   = "religious-assistance"
	direct      = "direct-access"
)

func (s sample) clerk() string {
	if s.office == "trujillo" {
		return "mesanorte"
	}
	return "mesa"
}

func (s sample) delivery() string {
	switch s.procedure {
	case religious:
		return "counter"
	case direct:
		return "on-site"
	default:
		return "copy"
	}
}

// requester is a citizen without e-mail, as most at the counter are: letters print.
func (s sample) requester(i int) docket.Requester {
	return docket.Requester{Name: s.name, IDKind: "DNI", IDNumber: fmt.Sprintf("4%07d", 1234567+i*7919), Address: s.address}
}

// officer is who answers in the sample's office.
func (s sample) officer() string {
	if s.office == "trujillo" {
		return "norte"
	}
	return "oficial"
}

// answered appends the acts of an answered case, up to the delivered letter.
func (s sample) answered(respond int, words string) sample {
	who := s.officer()
	s.steps = append(s.steps, step{day: 1, by: who, do: docket.ActClaim})
	if s.procedure == religious { // an authorisation is sent by the person who approves it
		s.steps = append(s.steps, step{day: respond, by: who, do: docket.ActDraft, text: words}, step{day: respond, by: who, do: docket.ActSubmit})
		s.steps = append(s.steps, step{day: respond, by: "jefe", do: docket.ActApprove})
	} else {
		s.steps = append(s.steps, step{day: respond, by: who, do: docket.ActRespond, text: words})
	}
	s.steps = append(s.steps, step{day: respond, by: s.clerk(), do: docket.ActDelivered})
	return s
}

const answerWords = "Le entregamos copia de los documentos solicitados, ubicados en el archivo del área que los generó.\n\nSi algo faltara o no fuera legible, escríbanos y lo revisaremos de inmediato."

// samples are the cases of the last weeks, in every state of the main procedures.
func samples() []sample {
	lima := func(ago int, name, subject, text string) sample {
		return sample{procedure: information, office: "lima", ago: ago, name: name, address: "Jr. Los Cedros 120, Lima", subject: subject, text: text}
	}
	norte := func(ago int, name, subject, text string) sample {
		return sample{procedure: information, office: "trujillo", ago: ago, name: name, address: "Av. Larco 845, Trujillo", subject: subject, text: text}
	}
	faith := func(ago int, name, entity, prison string) sample {
		return sample{
			procedure: religious, office: "lima", ago: ago, name: name, address: "Av. Brasil 2100, Jesús María",
			subject: "Asistencia religiosa en " + prison,
			text:    "Solicitamos autorización para brindar asistencia religiosa a las personas privadas de libertad que la pidan.",
			fields:  map[string]string{"entity": entity, "establishments": prison, "activities": "Visita y acompañamiento, sábados de 9:00 a 12:00"},
		}
	}
	reading := func(ago int, name, subject, text string) sample {
		return sample{procedure: direct, office: "lima", ago: ago, name: name, address: "Jr. Ucayali 300, Lima", subject: subject, text: text}
	}
	with := func(s sample, steps ...step) sample { s.steps = append(s.steps, steps...); return s }
	claim := func(by string) step { return step{day: 1, by: by, do: docket.ActClaim} }

	return []sample{
		// Public information: answered, in time and late, denied, withdrawn.
		lima(38, "Gloria Medina Soto", "Presupuesto de alimentación 2025", "Solicito el presupuesto ejecutado en alimentación durante 2025, por establecimiento.").answered(7, answerWords),
		lima(35, "Raúl Espinoza Vera", "Convenios de capacitación laboral", "Solicito copia de los convenios de capacitación laboral vigentes.").answered(9, answerWords),
		norte(33, "Nélida Chunga Paz", "Horarios de visita", "Solicito la resolución que fija los horarios de visita.").answered(4, answerWords),
		lima(30, "Óscar Valdivia Ponce", "Planillas de mantenimiento", "Solicito las órdenes de servicio de mantenimiento del último año.").answered(13, answerWords+"\n\nLamentamos la demora: el archivo central entregó los documentos fuera del plazo interno."),
		norte(28, "Julia Benites Arroyo", "Registro de donaciones", "Solicito el registro de donaciones recibidas en 2026.").answered(10, answerWords),
		lima(26, "Mario Ccopa Huanca", "Actas del comité de compras", "Solicito las actas del comité de compras de enero a junio.").answered(8, answerWords),
		with(lima(24, "Sandra Illescas Gil", "Plan de seguridad del penal norte", "Solicito el plan de seguridad del establecimiento penitenciario."),
			claim("oficial"),
			step{day: 5, by: "oficial", do: docket.ActDeny, ground: "reserved-prisons", text: "El documento pedido es el plan de seguridad y defensa de un establecimiento penitenciario. Su entrega permitiría conocer la disposición del personal y los puntos de control. La clasificación consta en la Resolución 112-2025 y rige por cinco años."},
			step{day: 7, by: "jefe", do: docket.ActApprove},
			step{day: 8, by: "mesa", do: docket.ActDelivered}),
		with(lima(20, "Tomás Reátegui Lozano", "Copia de mi propio expediente laboral", "Solicito copia de mi legajo."),
			claim("oficial"),
			step{day: 3, by: "mesa", do: docket.ActWithdraw, text: "El solicitante se acercó a la ventanilla y firmó su desistimiento: ya recibió la copia por otra vía."},
			step{day: 3, by: "mesa", do: docket.ActDelivered}),

		// Public information under way.
		with(lima(13, "Elvira Mogollón Sáenz", "Contratos de vigilancia electrónica", "Solicito los contratos de vigilancia electrónica de 2024 a 2026."),
			claim("oficial"),
			step{day: 3, by: "oficial", do: docket.ActConsult, unit: "logistica", text: "¿Cuentan con los contratos de vigilancia electrónica de 2024 a 2026 y sus adendas?"}),
		with(lima(10, "Hernán Pizango Ruiz", "Gasto en medicinas", "Solicito el gasto en medicinas por establecimiento en 2025."),
			claim("oficial2"),
			step{day: 6, by: "oficial2", do: docket.ActDraft, text: answerWords}),
		with(lima(9, "Carmen Uceda Flores", "Número de talleres productivos", "Solicito el número de talleres productivos y de participantes."),
			claim("oficial"),
			step{day: 2, by: "oficial", do: docket.ActConsult, unit: "tratamiento", text: "Cantidad de talleres productivos activos y de participantes, a la fecha."},
			step{day: 5, by: "mesa", do: docket.ActConsultAnswer, text: "Hay 214 talleres activos con 6 530 participantes. Se adjunta el cuadro por establecimiento."},
			step{day: 7, by: "oficial", do: docket.ActDraft, text: "A la fecha funcionan 214 talleres productivos con 6 530 participantes."},
			step{day: 7, by: "oficial", do: docket.ActSubmit}),
		with(lima(8, "Lucía Farfán Ochoa", "Plano de evacuación de la sede", "Solicito copia del plano de evacuación de la sede central."),
			claim("oficial2"),
			step{day: 6, by: "oficial2", do: docket.ActMakeAvailable, text: "La copia está en un sobre con su nombre en mesa de partes."},
			step{day: 6, by: "mesa", do: docket.ActDelivered}),
		with(norte(8, "Percy Alvarado Tello", "Inventario de vehículos", "Solicito el inventario de vehículos de la oficina regional."),
			claim("norte"),
			step{day: 2, by: "norte", do: docket.ActConsult, unit: "administracion-norte", text: "Inventario de vehículos actualizado, con estado y asignación."}),
		with(lima(7, "Beatriz Lazo Cárdenas", "Informe de control interno", "Solicito el último informe de control interno."),
			claim("oficial2"),
			step{day: 4, by: "oficial2", do: docket.ActDeny, ground: "confidential-deliberation", text: "El informe pedido es parte de una deliberación previa a una decisión que aún no se toma."}),
		with(lima(7, "Jorge Palomino Ríos", "Resoluciones de encargatura 2025", "Solicito copia simple de las resoluciones de encargatura de 2025."),
			claim("oficial"),
			step{day: 4, by: "oficial", do: docket.ActCostNotice, cents: 480, text: "48 copias simples A4 a S/ 0.10 cada una. Se paga en la ventanilla de caja."},
			step{day: 5, by: "mesa", do: docket.ActDelivered}),
		with(lima(6, "Teresa Ñaupari Cusi", "Fichas de talleres por establecimiento", "Solicito las fichas de los talleres productivos de todos los establecimientos, de 2020 a 2025."),
			claim("oficial"),
			step{day: 2, by: "oficial", do: docket.ActExtend, ground: "volume", to: 20, text: "Son 5 200 fichas de 14 establecimientos, que deben revisarse una por una para tachar los datos personales."},
			step{day: 2, by: "mesa", do: docket.ActDelivered}),
		with(lima(6, "Wilmer Tarazona León", "Ejecución de obras 2026", "Solicito el avance de ejecución de obras de 2026."),
			claim("oficial"),
			step{day: 4, by: "oficial", do: docket.ActRespond, text: answerWords}),
		with(norte(4, "Rocío Sandoval Mera", "Convocatorias de personal", "Solicito las bases de las convocatorias de personal de 2026."), claim("norte")),
		with(lima(3, "Félix Arana Ibáñez", "Estadística de población penal", "Solicito la estadística mensual de población penal de 2026."), claim("oficial")),
		with(lima(2, "Abel Huerta Salinas", "Documentos varios", "Solicito los documentos de la gestión."),
			claim("oficial2"),
			step{day: 1, by: "oficial2", do: docket.ActAskCorrection, text: "- Indique qué documentos pide y de qué fechas.\n- Indique el área o el establecimiento, si los conoce."},
			step{day: 1, by: "mesa", do: docket.ActDelivered}),
		lima(2, "Norma Quiroz Palma", "Protocolos de atención de salud", "Solicito los protocolos de atención de salud vigentes."),
		norte(1, "Edwin Saavedra Chero", "Compras de combustible", "Solicito las compras de combustible del último semestre."),
		lima(0, "Irma Castañeda Roldán", "Relación de proveedores", "Solicito la relación de proveedores de alimentos."),

		// Direct access: one with a visit fixed, one to be attended.
		with(reading(1, "Hugo Sarmiento Loli", "Libros de visitas de 2019", "Pide leer los libros de visitas de 2019, que están en el archivo central."),
			claim("oficial"),
			step{day: 1, by: "oficial", do: docket.ActMakeAvailable, text: "El tercer día hábil a partir de hoy, a las 10:00, en el archivo central."},
			step{day: 1, by: "mesa", do: docket.ActDelivered}),
		reading(0, "Aída Campos Rengifo", "Planos históricos del penal", "Pide leer los planos históricos del penal de San Jorge."),

		// Religious assistance, in every state.
		with(faith(48, "Rev. Samuel Ortega Ruiz", "Iglesia Evangélica El Buen Camino", "E. P. Lurigancho").answered(21, "Se autoriza la asistencia religiosa solicitada, en los días y horas indicados, con sujeción a las normas de seguridad del establecimiento."),
			step{day: 22, by: "oficial", do: docket.ActExpiry, expiry: "authorisation", text: "La autorización no tiene término: no lo fija ninguna norma."},
			step{day: 22, by: "oficial", do: docket.ActExpiry, expiry: "credential", to: 60, text: "Credencial n.º 118-2026 de su iglesia."}),
		with(faith(2, "Pastor Rubén Cárdenas Ló", "Iglesia Roca Eterna", "E. P. Ica"),
			claim("oficial2"),
			step{day: 1, by: "oficial2", do: docket.ActAskCorrection, text: "- Presente la credencial vigente de cada agente pastoral."},
			step{day: 1, by: "mesa", do: docket.ActDelivered}),
		with(faith(44, "Hna. Luz Marina Apaza", "Congregación Hermanas de la Esperanza", "E. P. Mujeres de Chorrillos"),
			claim("oficial2"),
			step{day: 10, by: "oficial2", do: docket.ActDeny, ground: "credential-not-valid", text: "Las credenciales presentadas vencieron el 31 de diciembre de 2025 y no se presentaron otras."},
			step{day: 12, by: "jefe", do: docket.ActApprove},
			step{day: 13, by: "mesa", do: docket.ActDelivered}),
		with(faith(27, "Pastor Elías Montoya Gil", "Misión Puerta Abierta", "E. P. Ancón"),
			claim("oficial2"),
			step{day: 12, by: "oficial2", do: docket.ActDraft, text: "Se autoriza la asistencia religiosa solicitada por un año, los sábados de 9:00 a 12:00."},
			step{day: 12, by: "oficial2", do: docket.ActSubmit}),
		with(faith(22, "P. Andrés Gallegos Rojas", "Vicaría de la Caridad", "E. P. Castro Castro"),
			claim("oficial"),
			step{day: 9, by: "oficial", do: docket.ActDraft, text: "Se autoriza la asistencia religiosa solicitada."},
			step{day: 9, by: "oficial", do: docket.ActSubmit},
			step{day: 10, by: "jefe", do: docket.ActApprove}),
		with(faith(15, "Ruth Nolasco Meza", "Asamblea Cristiana Vida Nueva", "E. P. Huaral"),
			claim("oficial2"),
			step{day: 3, by: "oficial2", do: docket.ActConsult, unit: "tratamiento", text: "¿Hay espacio y horario disponibles los domingos por la mañana?"}),
		faith(1, "Daniel Ircañaupa Soto", "Comunidad Luz del Valle", "E. P. Cañete"),
		with(faith(18, "Miriam Zegarra Polo", "Fraternidad San Martín", "E. P. Callao"),
			claim("oficial"),
			step{day: 4, by: "mesa", do: docket.ActWithdraw, text: "La entidad comunica por escrito que presentará una nueva solicitud con otros agentes."},
			step{day: 4, by: "mesa", do: docket.ActDelivered}),
	}
}

// sampleMail is the mail in the agency's mailbox when the demo starts.
func sampleMail() []mail.Outgoing {
	ana := mail.Address{Name: "Ana Flores", Addr: citizenBox.address}
	return []mail.Outgoing{
		{From: ana, Subject: "Solicito información sobre compras de colchones", Text: "Buenos días:\n\nSolicito copia de los contratos de compra de colchones de 2025, con sus montos y proveedores.\n\nMe pueden responder a este correo.\n\nAna Flores\nDNI 45678912"},
		{From: ana, Subject: "Consulta por mi expediente 000003-2026", Text: "¿En qué estado se encuentra mi pedido? Gracias."},
		{From: mail.Address{Name: "Boletín Gestión Pública", Addr: citizenBox.address}, Subject: "Novedades de la semana", Text: "Cursos, normas y convocatorias.", Header: map[string]string{"List-Id": "<boletin.correo.example>"}},
		{From: ana, Subject: "Ausente", Text: "Estoy de viaje y responderé a mi regreso.", AutoSubmitted: mail.AutoReplied},
	}
}
