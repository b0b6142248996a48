package docket

// Fate is the final handling of a stored message. In the end every message has exactly one.
type Fate string

// The fates. The sum over all of them is the number of messages ever read.
const (
	FateRequest   Fate = "request"   // it became a request
	FateReply     Fate = "reply"     // it joined a case
	FateDuplicate Fate = "duplicate" // the same mail again; joined to the outcome of the first one
	FateReport    Fate = "report"    // a delivery report about a letter of ours
	FateAutomatic Fate = "automatic" // an automatic answer to a letter of ours; never answered
	FateOwn       Fate = "own"       // a letter's archive copy: evidence that it was sent
	FateHeld      Fate = "held"      // in the holding pen, waiting for a person
	FateDismissed Fate = "dismissed" // a person dismissed it, with a reason
)

// HeldReason is why a message waits for a person.
type HeldReason string

// The reasons. Pages show them as texts.
const (
	HeldNoSender   HeldReason = "no_sender"
	HeldBadSender  HeldReason = "bad_sender" // its address cannot be answered
	HeldEmpty      HeldReason = "empty"
	HeldTooBig     HeldReason = "too_big"
	HeldInfected   HeldReason = "infected"   // it carries a known virus
	HeldUnsearched HeldReason = "unsearched" // the virus scanner could not scan all of it
	HeldUnreadable HeldReason = "unreadable" // a limit was met; part of it is only in the raw bytes
	HeldEncrypted  HeldReason = "encrypted"
	HeldCalendar   HeldReason = "calendar" // an invitation to a meeting, or the answer to one
	HeldOld        HeldReason = "old"      // it was in the mailbox before, or came more than a week ago
	HeldAnswered   HeldReason = "answered" // answered from a mail program before foja read it
	// it contains a case number of its sender; only a person may join it
	HeldNumber     HeldReason = "number_in_subject"
	HeldOwnCase    HeldReason = "own_case"         // it reads like part of a case of its sender, without proof
	HeldThread     HeldReason = "thread"           // it answers a mail of a case, but its sender is not the requester
	HeldThreadHeld HeldReason = "thread_held"      // it answers a held mail
	HeldAppeal     HeldReason = "appeal"           // an appeal without proof of its case
	HeldAct        HeldReason = "act_of_case"      // it withdraws, corrects or pays a request, and is not its requester's
	HeldNewRequest HeldReason = "new_request"      // a reply that states that it is another request
	HeldNoReply    HeldReason = "no_reply"         // mail to its address is not read
	HeldForward    HeldReason = "forward"          // another person's text, forwarded
	HeldSeveral    HeldReason = "several_senders"  // it has several authors
	HeldElsewhere  HeldReason = "answer_elsewhere" // it asks for an answer to another address
	HeldMarked     HeldReason = "marked_automatic" // marked as automatic by a program, but with text of its own
	HeldAutomatic  HeldReason = "automatic"        // an automatic answer to nothing of ours
	HeldBulk       HeldReason = "bulk"
	HeldSpam       HeldReason = "spam"
	// its sender has got as many automatic answers as one may get; perhaps it is a robot
	HeldTooMany    HeldReason = "too_many"
	HeldLoop       HeldReason = "loop" // it answers our automatic letters, like others with the same text
	HeldReport     HeldReason = "report_unmatched"
	HeldOwnAddress HeldReason = "own_address" // it claims to come from our address
	// it claims to be the copy of a letter of ours, but differs from what was sent
	HeldOwnCopy HeldReason = "own_copy"
	// the copy of a letter of ours did not reach our own mailbox: an operator's matter
	HeldOwnLost   HeldReason = "own_lost"
	HeldForged    HeldReason = "forged" // our mail server reports that it does not come from the domain in From
	HeldCaseEnded HeldReason = "case_ended"
	HeldRefused   HeldReason = "not_registered" // it is a request, but it could not be registered
	HeldMoved     HeldReason = "moved"          // a person moved it out of a case
)
