//go:build race

package mail

// The race detector empties sync.Pool at random and slows everything: time and memory say nothing then.
const raced = true
