//go:build race

package sandbox

// raced: the race detector reserves terabytes, so that no limit of memory leaves it alive.
const raced = true
