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
	HeldNumber     HeldReason = "number_in_subject" // it names a case; only a person may join it
	HeldAutomatic  HeldReason = "automatic"         // an automatic answer to nothing of ours
	HeldBulk       HeldReason = "bulk"
	HeldSpam       HeldReason = "spam"
	HeldTooMany    HeldReason = "too_many" // its sender has got as many automatic answers as one may get; perhaps it is a robot
	HeldLoop       HeldReason = "loop"     // it answers our automatic letters, as others in the same words did
	HeldReport     HeldReason = "report_unmatched"
	HeldOwnAddress HeldReason = "own_address" // it claims to come from us
	HeldCaseEnded  HeldReason = "case_ended"
	HeldRefused    HeldReason = "not_registered" // it is a request, but it could not be registered
	HeldMoved      HeldReason = "moved"          // a person took it out of a case
	HeldForged     HeldReason = "forged"         // the sender's domain says that the mail is not from it
)
