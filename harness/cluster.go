package harness

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"
	"google.golang.org/protobuf/types/known/durationpb"
)

// Cluster is Temporal as a production runs it: its four services as processes of their own, with their state in
// PostgreSQL.
type Cluster struct {
	Addr      string // of the frontend
	Namespace string
	PIDs      map[string]int // by service
}

// clusterServices in the order in which they are started.
var clusterServices = []string{"history", "matching", "frontend", "worker"}

// UseCluster gives the test a Temporal cluster on pg and stops it at the test's end. make bin/temporal-server builds
// its programs.
func UseCluster(t testing.TB, pg *PostgreSQL) *Cluster {
	t.Helper()
	server, err := built("temporal-server")
	if err != nil {
		t.Fatal(err)
	}
	tool, err := built("temporal-sql-tool")
	if err != nil {
		t.Fatal(err)
	}
	dir := Dir(t)
	ports, err := freePorts(2 * len(clusterServices))
	if err != nil {
		t.Fatal(err)
	}
	state, err := schema(t, tool, pg, "temporal")
	if err != nil {
		t.Fatal(err)
	}
	visibility, err := schema(t, tool, pg, "visibility")
	if err != nil {
		t.Fatal(err)
	}
	services := ""
	for i, name := range clusterServices {
		services += fmt.Sprintf("  %s: {rpc: {grpcPort: %d, membershipPort: %d, bindOnLocalHost: true}}\n", name,
			ports[2*i], ports[2*i+1])
	}
	c := &Cluster{Addr: loopback(ports[2*2]), Namespace: "foja", PIDs: map[string]int{}}
	fill := strings.NewReplacer("$STATE", state, "$VISIBILITY", visibility, "$ADDR", pg.Addr, "$PASSWORD", pg.Password,
		"$SERVICES", services, "$FRONTEND", c.Addr)
	if err := errors.Join(
		writeFile(filepath.Join(dir, "cluster.yaml"), fill.Replace(clusterYAML)),
		writeFile(filepath.Join(dir, "dynamic.yaml"), "{}\n"),
	); err != nil {
		t.Fatal(err)
	}
	for _, name := range clusterServices {
		if err := c.start(t, server, dir, name); err != nil {
			t.Fatal(err)
		}
	}
	if err := c.namespace(t.Context()); err != nil {
		t.Fatalf("%v\n%s", err, lastLines(filepath.Join(dir, "frontend.log"), 10))
	}
	return c
}

// schema makes one of the server's two databases.
func schema(t testing.TB, tool string, pg *PostgreSQL, kind string) (database string, err error) {
	dsn, err := pg.NewDatabase(t.Context())
	if err != nil {
		return "", err
	}
	database = dsn[strings.LastIndex(dsn, "/")+1 : strings.Index(dsn, "?")]
	host, port, err := net.SplitHostPort(pg.Addr)
	if err != nil {
		return "", err
	}
	for _, step := range [][]string{
		{"setup-schema", "-v", "0.0"}, {"update-schema", "--schema-name", "postgresql/v12/" + kind},
	} {
		args := append([]string{
			"--plugin", "postgres12", "--ep", host, "-p", port, "-u", "foja", "--pw", pg.Password, "--db", database,
		}, step...)
		if out, err := exec.CommandContext(t.Context(), tool, args...).CombinedOutput(); err != nil {
			return "", fmt.Errorf("temporal-sql-tool %s: %w\n%s", step[0], err, out)
		}
	}
	return database, nil
}

func (c *Cluster) start(t testing.TB, server, dir, name string) error {
	log := filepath.Join(dir, name+".log")
	cmd := exec.CommandContext(context.Background(), server, "--config-file", filepath.Join(dir, "cluster.yaml"),
		"--allow-no-auth", "start", "--service", name)
	cmd.Dir = dir
	p, err := launchInto(log, cmd, syscall.SIGTERM)
	if err != nil {
		return err
	}
	c.PIDs[name] = p.pid()
	t.Cleanup(func() {
		if err := p.stop(syscall.SIGTERM, 20*time.Second); err != nil {
			t.Errorf("%s: %v\n%s", name, err, lastLines(log, 5))
		}
	})
	return nil
}

// namespace makes the namespace, which also waits until the cluster answers.
func (c *Cluster) namespace(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 2*startTimeout)
	defer cancel()
	for {
		err := c.tryNamespace(ctx)
		if err == nil || ctx.Err() != nil {
			return err
		}
		time.Sleep(200 * time.Millisecond)
	}
}

func (c *Cluster) tryNamespace(ctx context.Context) error {
	names, err := client.NewNamespaceClient(client.Options{HostPort: c.Addr})
	if err != nil {
		return err
	}
	defer names.Close()
	if _, err := names.Describe(ctx, c.Namespace); err == nil {
		return nil
	}
	err = names.Register(ctx, &workflowservice.RegisterNamespaceRequest{
		Namespace: c.Namespace, WorkflowExecutionRetentionPeriod: durationpb.New(72 * time.Hour),
	})
	return errors.Join(err, errors.New("just registered")) // frontends know it some seconds later
}

const clusterYAML = `
log: {stdout: true, level: warn}
persistence:
  defaultStore: state
  visibilityStore: visibility
  numHistoryShards: 64
  datastores:
    state:
      sql: {pluginName: postgres12, databaseName: $STATE, connectAddr: "$ADDR", connectProtocol: tcp, user: foja,
            password: "$PASSWORD", maxConns: 20, maxIdleConns: 20}
    visibility:
      sql: {pluginName: postgres12, databaseName: $VISIBILITY, connectAddr: "$ADDR", connectProtocol: tcp, user: foja,
            password: "$PASSWORD", maxConns: 5, maxIdleConns: 5}
global:
  membership: {maxJoinDuration: 30s, broadcastAddress: "127.0.0.1"}
services:
$SERVICES
clusterMetadata:
  enableGlobalNamespace: false
  failoverVersionIncrement: 10
  masterClusterName: active
  currentClusterName: active
  clusterInformation:
    active: {enabled: true, initialFailoverVersion: 1, rpcName: frontend, rpcAddress: "$FRONTEND"}
dcRedirectionPolicy: {policy: noop}
dynamicConfigClient: {filepath: dynamic.yaml, pollInterval: 10s}
`
