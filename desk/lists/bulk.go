package lists

// ClaimedCase is what became of one case of a bulk claim, or of a bulk assignment.
type ClaimedCase struct {
	Number  string
	Refusal string // Spanish; "" = it is done
}
