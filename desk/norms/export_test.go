package norms

// For tests.

const LongestStockText = longestStockText
