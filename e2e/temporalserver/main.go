// Command temporalserver is a Temporal server for the end-to-end tests in which several processes share one, as they do
// a cluster: the one inside foja obeys its own process only. It prints, as JSON, the address at which it listens
// without a certificate.
package main

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"io"
	"log"
	"net"
	"os"
	"os/signal"
	"syscall"

	"go.temporal.io/sdk/client"

	embedded "foja/embedded/temporal"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1])
	stop()
	if err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, file string) error {
	server, err := embedded.Start(ctx, embedded.Options{File: file})
	if err != nil {
		return err
	}
	defer server.Stop()
	var reach client.Options
	server.Reach(&reach)
	secret := reach.ConnectionOptions.TLS
	secret.NextProtos = []string{"h2"}
	var lc net.ListenConfig
	open, err := lc.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	go func() {
		for {
			plain, err := open.Accept()
			if err != nil {
				return
			}
			go join(ctx, plain, reach.HostPort, secret)
		}
	}()
	if err := json.NewEncoder(os.Stdout).Encode(map[string]string{"addr": open.Addr().String()}); err != nil {
		return err
	}
	<-ctx.Done()
	return nil
}

// join passes on what comes, both ways, until one side has ended.
func join(ctx context.Context, plain net.Conn, addr string, secret *tls.Config) {
	defer plain.Close() //nolint:errcheck // it has ended
	sealed, err := (&tls.Dialer{Config: secret}).DialContext(ctx, "tcp", addr)
	if err != nil {
		return
	}
	go func() {
		_, _ = io.Copy(sealed, plain) // how it ended, the other side sees
		_ = sealed.Close()
	}()
	_, _ = io.Copy(plain, sealed)
}
