//go:build !slim

package temporal

import (
	"context"
	"errors"
	"fmt"
	"net"
	"path/filepath"
	"strconv"
	"sync"
	"time"

	commonpb "go.temporal.io/api/common/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"
	sdklog "go.temporal.io/sdk/log"
	"go.temporal.io/server/common/config"
	upstream "go.temporal.io/server/temporal"

	"foja/embedded/lockfile"
)

// readyWithin bounds the wait for the first answer; measured: well under two seconds.
const readyWithin = 60 * time.Second

// Server is a running Temporal server.
type Server struct {
	addr     string
	secret   credentials
	log      logger
	upstream upstream.Server
	lock     *lockfile.Lock
	stop     sync.Once
}

// Start brings the server up and returns when it answers for the namespace. Errors:
// ErrNoFile, lockfile.ErrHeld (another process has the file), or what hindered it.
// Cancelling ctx ends the wait, not a server that Start has returned.
func Start(ctx context.Context, o Options) (*Server, error) {
	if o.File == "" {
		return nil, ErrNoFile
	}
	o = o.withDefaults()
	file, err := filepath.Abs(o.File)
	if err != nil {
		return nil, err
	}
	o.File = file
	lock, err := lockfile.Take(file)
	if err != nil {
		return nil, fmt.Errorf("embedded Temporal: %w", err)
	}
	s, err := start(ctx, o)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("embedded Temporal: %w", err), lock.Release())
	}
	s.lock = lock
	return s, nil
}

func start(ctx context.Context, o Options) (*Server, error) {
	if err := prepareFile(ctx, o.File); err != nil {
		return nil, err
	}
	sql := sqlConfig(o)
	if err := prepareNamespace(ctx, sql, o); err != nil {
		return nil, err
	}
	secret, err := newCredentials()
	if err != nil {
		return nil, err
	}
	s := &Server{secret: secret, log: logger{to: o.Logger, level: &threshold{usual: o.LogLevel}}}
	if err := s.assemble(sql, o.Port); err != nil {
		return nil, err
	}
	if err := s.upstream.Start(); err != nil {
		return nil, errors.Join(err, s.upstream.Stop())
	}
	if err := s.awaitReady(ctx, o.Namespace); err != nil {
		return nil, errors.Join(err, s.upstream.Stop())
	}
	return s, nil
}

// assemble builds the server, which binds its ports. Between choosing a free port and binding
// it somebody else may take it, so it tries again with others.
func (s *Server) assemble(sql *config.SQL, frontend int) error {
	const tries = 5
	var bind fatal
	for range tries {
		ports, err := freePorts(frontend)
		if err != nil {
			return err
		}
		s.addr = net.JoinHostPort(loopback, strconv.Itoa(ports[0]))
		s.upstream, err = newUpstream(sql, ports, s.secret, s.log)
		if !errors.As(err, &bind) {
			return err
		}
	}
	return bind
}

// newUpstream turns the panic of logger.Fatal into an error.
func newUpstream(sql *config.SQL, ports []int, secret credentials, log logger) (srv upstream.Server, err error) {
	defer func() {
		switch p := recover().(type) {
		case nil:
		case fatal:
			err = p
		default:
			panic(p)
		}
	}()
	return upstream.NewServer(
		upstream.WithConfig(serverConfig(sql, ports)),
		upstream.ForServices(upstream.DefaultServices),
		upstream.WithStaticHosts(staticHosts(ports)),
		upstream.WithDynamicConfigClient(dynamicConfig()),
		upstream.WithLogger(log),
		upstream.WithTLSConfigFactory(secret),
		upstream.WithAuthorizer(holders{}),
		upstream.WithClaimMapper(claimsOfHolders),
	)
}

// awaitReady asks for a workflow that does not exist until the answer is "not found": by then
// the frontend knows the namespace and the history service owns its shard.
func (s *Server) awaitReady(ctx context.Context, namespace string) error {
	ctx, cancel := context.WithTimeout(ctx, readyWithin)
	defer cancel()
	o := client.Options{Namespace: namespace, Logger: sdklog.NewStructuredLogger(s.log.SLog())}
	s.Reach(&o)
	c, err := client.NewLazyClient(o)
	if err != nil {
		return err
	}
	defer c.Close()
	for {
		_, err := c.WorkflowService().DescribeWorkflowExecution(ctx, &workflowservice.DescribeWorkflowExecutionRequest{
			Namespace: namespace, Execution: &commonpb.WorkflowExecution{WorkflowId: "is-anybody-there"},
		})
		var notFound *serviceerror.NotFound
		if err == nil || errors.As(err, &notFound) {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("not ready: %w", errors.Join(ctx.Err(), err))
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// Addr is the frontend's host:port on loopback. Knowing it is not enough to command the server: see Reach.
func (s *Server) Addr() string { return s.addr }

// Reach points the options of a client of this process at the server, with the certificate that it asks for.
func (s *Server) Reach(o *client.Options) {
	o.HostPort = s.addr
	o.ConnectionOptions.TLS = s.secret.client.Clone()
}

// Stop ends the services and gives the file up. Stop the workers and clients first: their
// long polls hold the frontend. Calling it again does nothing.
func (s *Server) Stop() {
	s.stop.Do(func() {
		s.log.level.stopping.Store(true)
		if err := s.upstream.Stop(); err != nil {
			s.log.to.Error("temporal: stop", "error", err)
		}
		if err := s.lock.Release(); err != nil {
			s.log.to.Error("temporal: release the data file", "error", err)
		}
	})
}
