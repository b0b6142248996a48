package lists

import "foja/docket"

// ClaimedCase is what became of one case of a bulk claim, or of a bulk assignment.
type ClaimedCase struct {
	Number  string
	Refusal docket.Sentence // none: it is done
}
