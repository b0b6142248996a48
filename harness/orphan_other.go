//go:build !linux

package harness

import "syscall"

// dieWithParent has no counterpart outside Linux: there a killed test run may leave its servers behind.
func dieWithParent(*syscall.SysProcAttr, syscall.Signal) {}
