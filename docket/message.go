package docket

// Fate is what became of a message that was kept. Every message has exactly one, in the end.
type Fate string

// The fates. The sum over all of them is the number of messages ever read: nothing falls on
// the floor.
const (
	FateRequest   Fate = "request"   // it became a request
	FateReply     Fate = "reply"     // it joined a case
	FateDuplicate Fate = "duplicate" // the same mail again; joined to what the first one became
	FateReport    Fate = "report"    // a delivery report about a letter of ours
	FateAutomatic Fate = "automatic" // an automatic answer to a letter of ours; never answered
	FateOwn       Fate = "own"       // a letter's archive copy: evidence that it was sent
	FateHeld      Fate = "held"      // in the holding pen, waiting for a person
	FateDismissed Fate = "dismissed" // a person said that it is nothing, with a reason
)

// HeldReason says why a message waits for a person.
type HeldReason string

// The reasons. Screens put them into words.
const (
	HeldNoSender   HeldReason = "no_sender"
	HeldBadSender  HeldReason = "bad_sender" // nobody can write to its address
	HeldEmpty      HeldReason = "empty"
	HeldTooBig     HeldReason = "too_big"
	HeldInfected   HeldReason = "infected"   // it carries a known virus
	HeldUnsearched HeldReason = "unsearched" // the virus scanner could not look at all of it
	HeldUnreadable HeldReason = "unreadable" // a limit was met; part of it is only in the raw bytes
	HeldEncrypted  HeldReason = "encrypted"
	HeldCalendar   HeldReason = "calendar"          // an invitation to a meeting, or the answer to one
	HeldOld        HeldReason = "old"               // it lay in the mailbox before, or came more than a week ago
	HeldAnswered   HeldReason = "answered"          // somebody answered it from a mail program before foja read it
	HeldNumber     HeldReason = "number_in_subject" // it names a case of its sender; only a person may join it
	HeldOwnCase    HeldReason = "own_case"          // it reads like part of a case of its sender, and proves nothing
	HeldThread     HeldReason = "thread"            // it answers a mail of a case, but its sender is not the requester
	HeldThreadHeld HeldReason = "thread_held"       // it answers a mail that waits for a person
	HeldAppeal     HeldReason = "appeal"            // it is an appeal, and says of which case in no way that proves it
	HeldAct        HeldReason = "act_of_case"       // it withdraws, corrects or pays a request, and is not its requester's
	HeldNewRequest HeldReason = "new_request"       // it came as a reply, and says that it is another request
	HeldNoReply    HeldReason = "no_reply"          // nobody reads what is sent to its address
	HeldForward    HeldReason = "forward"           // somebody forwards what another person wrote
	HeldSeveral    HeldReason = "several_senders"   // it has several authors
	HeldElsewhere  HeldReason = "answer_elsewhere"  // it asks that another address be answered
	HeldMarked     HeldReason = "marked_automatic"  // a program marked it, but it has words of its own
	HeldAutomatic  HeldReason = "automatic"         // an automatic answer to nothing of ours
	HeldBulk       HeldReason = "bulk"
	HeldSpam       HeldReason = "spam"
	// its sender has got as many automatic answers as one may get; perhaps it is a robot
	HeldTooMany    HeldReason = "too_many"
	HeldLoop       HeldReason = "loop" // it answers our automatic letters, as others in the same words did
	HeldReport     HeldReason = "report_unmatched"
	HeldOwnAddress HeldReason = "own_address" // it claims to come from us
	HeldOwnCopy    HeldReason = "own_copy"    // it claims to be the copy of a letter of ours, and is not what was sent
	// the copy of a letter of ours did not reach our own mailbox: an operator's matter
	HeldOwnLost   HeldReason = "own_lost"
	HeldForged    HeldReason = "forged" // our mail server says that it does not come from the domain it names
	HeldCaseEnded HeldReason = "case_ended"
	HeldRefused   HeldReason = "not_registered" // it is a request, but it could not be registered
	HeldMoved     HeldReason = "moved"          // a person took it out of a case
)
