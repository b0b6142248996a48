package web

// Desk is what this package asks of the desk, a field for each noun. Each interface stands in a file of its own.
type Desk struct {
	Access    Access
	Accounts  Accounts
	Acts      Acts
	Cases     Cases
	Core      Core
	Documents Documents
	Figures   Figures
	Links     Links
	Lists     Lists
	Norms     Norms
	Papers    Papers
	Pen       Pen
	Upkeep    Upkeep
}
