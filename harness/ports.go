package harness

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"sync"
	"testing"
)

// Ports are chosen below those that the kernel gives to outgoing connections (32768 and up), so that a server which is
// stopped and started again finds its port free while other tests run. Temporal's cluster keeps them in a smallint.
const (
	firstPort = 10000
	pastPort  = 32768
)

// reserved are the marks of this process's ports. An unreachable listener would be closed by the garbage collector.
var reserved struct {
	sync.Mutex
	marks []net.Listener
}

// FreeAddr is a loopback address at which nobody listens, for a program that must know its address before it starts.
// No other test gets it, in this process or another, until this process ends.
func FreeAddr(t testing.TB) string {
	t.Helper()
	ports, err := freePorts(1)
	if err != nil {
		t.Fatal(err)
	}
	return loopback(ports[0])
}

// freePorts returns n different loopback ports that are free and reserved for this process. A program that knows
// nothing of reservations may still take one before it is bound: callers that cannot bind ask again (see attempts).
func freePorts(n int) (ports []int, err error) {
	start := rand.IntN(pastPort - firstPort)
	for i := 0; len(ports) < n; i++ {
		if i == pastPort-firstPort {
			return nil, errors.New("no free ports below 32768")
		}
		if port := firstPort + (start+i)%(pastPort-firstPort); reserve(port) {
			ports = append(ports, port)
		}
	}
	return ports, nil
}

// reserve says whether a port was free, and then keeps other processes from choosing it: by a socket in the kernel's
// abstract namespace, which is gone when this process is, however it ends.
func reserve(port int) bool {
	config := &net.ListenConfig{}
	mark, err := config.Listen(context.Background(), "unix", fmt.Sprintf("@foja-port-%d", port))
	if err != nil {
		return false // somebody else's
	}
	probe, err := config.Listen(context.Background(), "tcp", loopback(port))
	if err == nil {
		err = probe.Close()
	}
	if err != nil {
		_ = mark.Close() // it was never used
		return false
	}
	reserved.Lock()
	defer reserved.Unlock()
	reserved.marks = append(reserved.marks, mark)
	return true
}
