package upkeep

// For tests.

const (
	ReconcileDays  = reconcileDays
	ReviveFailures = reviveFailures
)
