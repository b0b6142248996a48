package documents

// For tests.

const MostNow = mostNow
