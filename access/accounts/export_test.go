package accounts

// For tests.

const HeldByOne = heldByOne
const HeldByOther = heldByOther
