package docket

// newActionTable is the table of all actions on cases: one entry for each, in the order of a case's life. A new action
// is an entry here, its law (a function of decision, and one of Case where its input is checked), its words in the
// catalogues, and the procedures that grant it.
func newActionTable() []ActionSpec {
	return []ActionSpec{
		{Do: ActClaim, Leads: true, state: needsNoHolder, decide: (*decision).claim},
		{Do: ActAssign, Asks: []string{"user"}, check: checkAssignee, decide: (*decision).assign},
		{Do: ActReturn, state: needsHolder, decide: (*decision).giveBack},
		{
			Do: ActReroute, Asks: []string{"office", "text"},
			Evidence: TextEvidence, Missing: "case.say_why_office",
			Kept: KeptNote, File: "nota", check: checkOffice,
			decide: (*decision).record,
		},
		{
			Do: ActNote, Asks: []string{"text", "files"},
			Evidence: TextEvidence, Missing: "note.empty",
			Kept: KeptNote, File: "nota", decide: (*decision).record,
		},
		{
			Do: ActConsult, Asks: []string{"unit", "text"},
			Kept: KeptQuestion, File: "consulta", check: checkUnit,
			decide: (*decision).consult,
		},
		{
			Do: ActConsultAnswer, Asks: []string{"task", "text", "files"},
			Evidence: AnyEvidence, Missing: "consult.record_answer",
			Kept: KeptEvidence, File: "respuesta-del-area", check: checkConsult, state: needsOpenConsult,
			decide: (*decision).consultAnswer,
		},
		{
			Do: ActAddMessage, Asks: []string{"text", "files"},
			Evidence: AnyEvidence, Missing: "communication.attach_or_sum_up",
			Kept: KeptEvidence, File: "constancia", decide: (*decision).addMessage,
		},
		{
			Do: ActDone, Asks: []string{"task"},
			check: checkReviewTask, state: needsReviewTask, decide: (*decision).finishTask,
		},

		// The answer and its review.
		{
			Do: ActDraft, Asks: []string{"text", "files"},
			Evidence: TextEvidence, Missing: "proposal.empty",
			Kept: KeptDraft, File: "proyecto", Drafts: true, Writes: true, Preview: true, check: checkDraft,
			decide: (*decision).draft,
		},
		{
			Do: ActSubmit, Kept: KeptDraft, File: "proyecto", Drafts: true, Writes: true, Sends: true,
			check:  checkSubmission,
			decide: (*decision).propose,
		},
		{
			Do: ActRespond, Asks: []string{"text", "files", "documents"},
			Kept: KeptDraft, File: "proyecto", Drafts: true, Writes: true, Sends: true, Preview: true, Answers: true, Ends: true,
			Leads: true, check: checkAnswer,
			decide: (*decision).respond,
		},
		{
			Do: ActDeny, Asks: []string{"ground", "text", "until", "resolution", "files"},
			Evidence: TextEvidence, Missing: "denial.write_reasons",
			Kept: KeptReasons, File: "razones", Drafts: true, Writes: true, Sends: true, Preview: true, Ends: true,
			check:  checkDenial,
			decide: (*decision).propose,
		},
		{
			Do: ActNotHeld, Asks: []string{"text", "files"},
			Evidence: TextEvidence, Missing: "answer.say_how_searched",
			Kept: KeptDraft, File: "carta", Drafts: true, Sends: true, Preview: true, Ends: true, Letter: LetterNotHeld,
			decide: (*decision).propose,
		},
		{
			Do: ActRespondItems, Asks: []string{"items", "text", "files", "documents"},
			Evidence: TextEvidence, Missing: "items.say_answer_of_each",
			Kept: KeptDraft, File: "carta", Drafts: true, Writes: true, Sends: true, Preview: true, Letter: LetterItems,
			check:  checkAnswerItems,
			decide: (*decision).propose,
		},
		{
			Do: ActSendBack, Asks: []string{"text"},
			Evidence: TextEvidence, Missing: "proposal.say_why_returned",
			Kept: KeptNote, File: "nota", state: needsProposalInReview,
			decide: (*decision).sendBack,
		},
		{
			Do: ActApprove, Sends: true, Preview: true, Answers: true, Leads: true,
			state: needsProposalInReview, decide: (*decision).respond,
		},
		{Do: ActUndo, state: needsHeldLetter, decide: (*decision).undo},

		// Acts between reception and answer.
		{
			Do: ActAskCorrection, Asks: []string{"text"},
			Evidence: TextEvidence, Missing: "correction.say_what_is_missing",
			Kept: KeptDraft, File: "carta", Preview: true, Letter: LetterCorrection, Window: true,
			repeat: correctionOnce,
			decide: (*decision).askCorrection,
		},
		{
			Do: ActCorrect, Asks: []string{"text", "files", "message", "at"},
			Evidence: AnyEvidence, Missing: "correction.record_completion",
			Kept: KeptEvidence, File: "constancia", Backdated: true, state: needsAwaited(ActCorrect),
			decide: (*decision).correct,
		},
		{
			Do: ActExtend, Asks: []string{"ground", "to", "text", "schedule", "evidence_on", "files"},
			Evidence: TextEvidence, Missing: "extension.say_why",
			Kept: KeptDraft, File: "carta", Drafts: true, Sends: true, Preview: true, Letter: LetterExtension, Window: true,
			check: checkExtension, repeat: extensionOnce,
			decide: (*decision).extend,
		},
		{
			Do: ActDeliverPart, Asks: []string{"text", "files"},
			Evidence: AnyEvidence, Missing: "delivery.say_what",
			Kept: KeptDraft, File: "carta", Drafts: true, Sends: true, Preview: true, Letter: LetterPartial,
			state:  needsSchedule,
			decide: (*decision).deliverPart,
		},
		{
			Do: ActForward, Asks: []string{"entity", "text", "files"},
			Evidence: AnyEvidence, Missing: "forward.record_receipt",
			Kept: KeptDraft, File: "carta", Drafts: true, Sends: true, Preview: true, Letter: LetterForward, Window: true,
			Answers: true, Ends: true, check: checkEntity,
			decide: (*decision).forward,
		},
		{
			Do: ActCostNotice, Asks: []string{"cents", "text"},
			Kept: KeptDraft, File: "carta", Preview: true, Letter: LetterCost, Window: true, check: checkCost, repeat: costOnce,
			decide: (*decision).costNotice,
		},
		{
			Do: ActPaid, Asks: []string{"at", "text", "files"},
			Kept: KeptEvidence, File: "constancia", Backdated: true, state: needsAwaited(ActPaid),
			decide: (*decision).paid,
		},
		{
			Do: ActMakeAvailable, Asks: []string{"text"},
			Kept: KeptDraft, File: "carta", Preview: true, Letter: LetterAvailable, decide: (*decision).makeAvailable,
		},
		{
			Do: ActCollected, Asks: []string{"at", "text"},
			Kept: KeptEvidence, File: "constancia", Backdated: true, state: needsAwaited(ActCollected),
			decide: (*decision).collected,
		},
		{
			Do: ActExpiry, Asks: []string{"expiry", "to", "text", "files", "message"},
			Evidence: AnyEvidence, Missing: "expiry.record",
			Kept: KeptEvidence, File: "constancia", check: checkExpiry, repeat: needsGrant,
			decide: (*decision).setExpiry,
		},
		{
			Do: ActWithdraw, Asks: []string{"text", "files"},
			Evidence: AnyEvidence, Missing: "withdrawal.attach_or_record",
			Kept: KeptEvidence, File: "constancia", Preview: true, Ends: true, decide: (*decision).withdraw,
		},

		// What is no request. A second person confirms it.
		{
			Do: ActAnnul, Asks: []string{"ground", "text"},
			Evidence: TextEvidence, Missing: "annulment.say_why",
			Kept: KeptDraft, File: "carta", check: checkAnnulment, state: needsNoAnnulment,
			decide: (*decision).proposeAnnulment,
		},
		{
			Do: ActConfirmAnnulment, Preview: true, Letter: LetterAnnulled, Ends: true, state: needsAnnulmentOfAnother,
			decide: (*decision).confirmAnnulment,
		},
		{
			Do: ActRejectAnnulment, Asks: []string{"text"},
			Evidence: TextEvidence, Missing: "annulment.say_why_not",
			Kept: KeptNote, File: "nota", state: needsAnnulment,
			decide: (*decision).rejectAnnulment,
		},

		// Letters on their way.
		{
			Do: ActDelivered, Asks: []string{"letter", "at"}, Backdated: true,
			check: checkDelivery, state: needsPrintedLetter, decide: (*decision).moveLetter,
		},
		{
			Do: ActDeposited, Asks: []string{"letter", "at", "text", "files"},
			Evidence: AnyEvidence, Missing: "deposit.record",
			Kept: KeptEvidence, File: "constancia", Backdated: true, check: checkDelivery, state: needsPrintedLetter,
			decide: (*decision).moveLetter,
		},
		{
			Do: ActNotified, Asks: []string{"letter", "at", "text", "message", "files"},
			Evidence: AnyEvidence, Missing: "acknowledgement.record",
			Kept: KeptEvidence, File: "constancia", Backdated: true, check: checkNotice, state: needsUnprovedLetter,
			decide: (*decision).notified,
		},
		{
			Do: ActResend, Asks: []string{"letter"},
			check: checkLetter, state: needsLetterToResend, decide: (*decision).moveLetter,
		},
		{
			Do: ActPrint, Asks: []string{"letter"},
			check: checkLetter, state: needsUndeliveredLetter, decide: (*decision).moveLetter,
		},

		{
			Do: ActAcknowledge, Asks: []string{"alarm"},
			check: checkAlarm, state: needsAlarm, decide: (*decision).acknowledge,
		},
		{
			Do: ActAppeal, Asks: []string{"against", "route", "at", "text", "files", "message"},
			Evidence: AnyEvidence, Missing: "appeal.attach_or_sum_up",
			Kept: KeptEvidence, File: "apelacion", Backdated: true, check: checkAppeal,
			decide: (*decision).appeal,
		},
		{
			Do:       ActMoveMessage,
			Evidence: TextEvidence, Missing: "move.say_why", Kept: KeptNote, File: "motivo", Always: movers, check: checkMove,
			decide: (*decision).moveMessage,
		},
		{
			Do:       ActTakeMessage,
			Evidence: TextEvidence, Missing: "move.say_why", Kept: KeptNote, File: "motivo", Always: movers, check: checkMove,
			decide: (*decision).takeMessage,
		},
	}
}
