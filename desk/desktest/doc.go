// Package desktest is the set-up of the desk's tests: New builds a desk over a real store, with the law itself in
// place of the workflows, and Env has the steps that tests repeat. Tests stand beside the code that they test, in
// its package's name with _test. Begin with desk.go.
package desktest
