package docket

// newActionTable is the table of all actions on cases: one entry for each, in the order of a case's life. A new action
// is an entry here, its law (a function of decision, and one of Case where its input is checked), its words in the
// catalogues, and the procedures that grant it.
func newActionTable() []ActionSpec {
	return []ActionSpec{
		{Do: ActClaim, Leads: true, decide: (*decision).claim},
		{Do: ActAssign, Asks: []string{"user"}, decide: (*decision).assign},
		{Do: ActReturn, decide: (*decision).giveBack},
		{
			Do: ActReroute, Asks: []string{"office", "text"}, Evidence: TextEvidence,
			Kept: KeptNote, File: "nota", decide: (*decision).record,
		},
		{
			Do: ActNote, Asks: []string{"text", "files"}, Evidence: TextEvidence,
			Kept: KeptNote, File: "nota", decide: (*decision).record,
		},
		{
			Do: ActConsult, Asks: []string{"unit", "text"},
			Kept: KeptQuestion, File: "consulta", decide: (*decision).consult,
		},
		{
			Do: ActConsultAnswer, Asks: []string{"task", "text", "files"}, Evidence: AnyEvidence,
			Kept: KeptEvidence, File: "respuesta-del-area", decide: (*decision).consultAnswer,
		},
		{
			Do: ActAddMessage, Asks: []string{"text", "files"}, Evidence: AnyEvidence,
			Kept: KeptEvidence, File: "constancia", decide: (*decision).addMessage,
		},
		{Do: ActDone, Asks: []string{"task"}, decide: (*decision).finishTask},

		// The answer and its review.
		{
			Do: ActDraft, Asks: []string{"text", "files"}, Evidence: TextEvidence,
			Kept: KeptDraft, File: "proyecto", Drafts: true, Writes: true, Preview: true, decide: (*decision).draft,
		},
		{
			Do: ActSubmit, Kept: KeptDraft, File: "proyecto", Drafts: true, Writes: true, Sends: true,
			decide: (*decision).propose,
		},
		{
			Do: ActRespond, Asks: []string{"text", "files", "documents"},
			Kept: KeptDraft, File: "proyecto", Drafts: true, Writes: true, Sends: true, Preview: true, Answers: true, Ends: true,
			Leads: true, decide: (*decision).respond,
		},
		{
			Do: ActDeny, Asks: []string{"ground", "text", "until", "resolution", "files"}, Evidence: TextEvidence,
			Kept: KeptReasons, File: "razones", Drafts: true, Writes: true, Sends: true, Preview: true, Ends: true,
			decide: (*decision).propose,
		},
		{
			Do: ActNotHeld, Asks: []string{"text", "files"}, Evidence: TextEvidence,
			Kept: KeptDraft, File: "carta", Drafts: true, Sends: true, Preview: true, Ends: true, Letter: LetterNotHeld,
			decide: (*decision).propose,
		},
		{
			Do: ActRespondItems, Asks: []string{"items", "text", "files", "documents"}, Evidence: TextEvidence,
			Kept: KeptDraft, File: "carta", Drafts: true, Writes: true, Sends: true, Preview: true, Letter: LetterItems,
			decide: (*decision).propose,
		},
		{
			Do: ActSendBack, Asks: []string{"text"}, Evidence: TextEvidence,
			Kept: KeptNote, File: "nota", decide: (*decision).sendBack,
		},
		{Do: ActApprove, Sends: true, Preview: true, Answers: true, Leads: true, decide: (*decision).respond},
		{Do: ActUndo, decide: (*decision).undo},

		// Acts between reception and answer.
		{
			Do: ActAskCorrection, Asks: []string{"text"}, Evidence: TextEvidence,
			Kept: KeptDraft, File: "carta", Preview: true, Letter: LetterCorrection, Window: true,
			decide: (*decision).askCorrection,
		},
		{
			Do: ActCorrect, Asks: []string{"text", "files", "message", "at"}, Evidence: AnyEvidence,
			Kept: KeptEvidence, File: "constancia", Backdated: true, decide: (*decision).correct,
		},
		{
			Do: ActExtend, Asks: []string{"ground", "to", "text", "schedule", "evidence_on", "files"}, Evidence: TextEvidence,
			Kept: KeptDraft, File: "carta", Drafts: true, Sends: true, Preview: true, Letter: LetterExtension, Window: true,
			decide: (*decision).extend,
		},
		{
			Do: ActDeliverPart, Asks: []string{"text", "files"}, Evidence: AnyEvidence,
			Kept: KeptDraft, File: "carta", Drafts: true, Sends: true, Preview: true, Letter: LetterPartial,
			decide: (*decision).deliverPart,
		},
		{
			Do: ActForward, Asks: []string{"entity", "text", "files"}, Evidence: AnyEvidence,
			Kept: KeptDraft, File: "carta", Drafts: true, Sends: true, Preview: true, Letter: LetterForward, Window: true,
			Answers: true, Ends: true, decide: (*decision).forward,
		},
		{
			Do: ActCostNotice, Asks: []string{"cents", "text"},
			Kept: KeptDraft, File: "carta", Preview: true, Letter: LetterCost, Window: true, decide: (*decision).costNotice,
		},
		{
			Do: ActPaid, Asks: []string{"at", "text", "files"},
			Kept: KeptEvidence, File: "constancia", Backdated: true, decide: (*decision).paid,
		},
		{
			Do: ActMakeAvailable, Asks: []string{"text"},
			Kept: KeptDraft, File: "carta", Preview: true, Letter: LetterAvailable, decide: (*decision).makeAvailable,
		},
		{
			Do: ActCollected, Asks: []string{"at", "text"},
			Kept: KeptEvidence, File: "constancia", Backdated: true, decide: (*decision).collected,
		},
		{
			Do: ActExpiry, Asks: []string{"expiry", "to", "text", "files", "message"}, Evidence: AnyEvidence,
			Kept: KeptEvidence, File: "constancia", decide: (*decision).setExpiry,
		},
		{
			Do: ActWithdraw, Asks: []string{"text", "files"}, Evidence: AnyEvidence,
			Kept: KeptEvidence, File: "constancia", Preview: true, Ends: true, decide: (*decision).withdraw,
		},

		// Letters on their way.
		{Do: ActDelivered, Asks: []string{"letter", "at"}, Backdated: true, decide: (*decision).moveLetter},
		{
			Do: ActDeposited, Asks: []string{"letter", "at", "text", "files"}, Evidence: AnyEvidence,
			Kept: KeptEvidence, File: "constancia", Backdated: true, decide: (*decision).moveLetter,
		},
		{
			Do: ActNotified, Asks: []string{"letter", "at", "text", "message", "files"}, Evidence: AnyEvidence,
			Kept: KeptEvidence, File: "constancia", Backdated: true, decide: (*decision).notified,
		},
		{Do: ActResend, Asks: []string{"letter"}, decide: (*decision).moveLetter},
		{Do: ActPrint, Asks: []string{"letter"}, decide: (*decision).moveLetter},

		{Do: ActAcknowledge, Asks: []string{"alarm"}, decide: (*decision).acknowledge},
		{
			Do: ActAppeal, Asks: []string{"against", "route", "at", "text", "files", "message"}, Evidence: AnyEvidence,
			Kept: KeptEvidence, File: "apelacion", Backdated: true, decide: (*decision).appeal,
		},
		{
			Do: ActMoveMessage, Kept: KeptNote, File: "motivo", Always: movers, decide: (*decision).moveMessage,
		},
		{
			Do: ActTakeMessage, Kept: KeptNote, File: "motivo", Always: movers, decide: (*decision).takeMessage,
		},
	}
}
