package accounts

// For tests.

const (
	HeldByOne   = heldByOne
	HeldByOther = heldByOther
)
