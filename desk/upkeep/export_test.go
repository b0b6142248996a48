package upkeep

// For tests.

const ReconcileDays = reconcileDays
const ReviveFailures = reviveFailures
