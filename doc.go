// Package foja is foja: it holds no code, only the tests that keep the packages apart (architecture_test.go) and the
// deployment files in step with the program (compose_test.go). The rooms are the folders beside it; docs/design tells
// what each is for.
package foja
