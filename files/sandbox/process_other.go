//go:build !linux

package sandbox

import (
	"os"
	"syscall"
	"time"
)

func self() string {
	name, err := os.Executable()
	if err != nil {
		return os.Args[0]
	}
	return name
}

func dieWithParent(*syscall.SysProcAttr) {}

func inheritNothing() error { return nil }

func (c *child) limitCPU(time.Duration) {}
