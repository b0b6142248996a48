//go:build !slim

package temporal_test

import (
	"context"
	"crypto/tls"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	commonpb "go.temporal.io/api/common/v1"
	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"
	sdklog "go.temporal.io/sdk/log"
)

// outsiders are clients of another process: they find the port and have no certificate.
func strangers() map[string]client.ConnectionOptions {
	return map[string]client.ConnectionOptions{
		"plain":           {},
		"TLS, no key":     {TLS: &tls.Config{InsecureSkipVerify: true, MinVersion: tls.VersionTLS12}},
		"TLS, system CAs": {TLS: &tls.Config{MinVersion: tls.VersionTLS12}},
	}
}

func TestAnotherProcessCommandsNothing(t *testing.T) {
	t.Parallel()
	s := start(t, options(filepath.Join(t.TempDir(), "temporal.db")))
	defer s.Stop()
	own := dial(t, s)
	defer startWorker(t, own).Stop()
	beginNap(t, own, "ours", time.Hour)
	eventually(t, "the timer is running", func() bool { return napping(t, own, "ours") })

	for name, how := range strangers() {
		c, err := client.NewLazyClient(client.Options{
			HostPort: s.Addr(), Namespace: "test", Logger: sdklog.NewStructuredLogger(quiet), ConnectionOptions: how,
		})
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		for act, do := range map[string]func(context.Context) error{
			"start": func(ctx context.Context) error {
				_, err := c.WorkflowService().StartWorkflowExecution(ctx, &workflowservice.StartWorkflowExecutionRequest{
					Namespace: "test", WorkflowId: "theirs", RequestId: "1", WorkflowType: &commonpb.WorkflowType{Name: "nap"},
				})
				return err
			},
			"signal": func(ctx context.Context) error {
				_, err := c.WorkflowService().SignalWorkflowExecution(ctx, &workflowservice.SignalWorkflowExecutionRequest{
					Namespace: "test", SignalName: "wake", WorkflowExecution: &commonpb.WorkflowExecution{WorkflowId: "ours"},
				})
				return err
			},
			"terminate": func(ctx context.Context) error {
				_, err := c.WorkflowService().TerminateWorkflowExecution(ctx, &workflowservice.TerminateWorkflowExecutionRequest{
					Namespace: "test", WorkflowExecution: &commonpb.WorkflowExecution{WorkflowId: "ours"},
				})
				return err
			},
			"list": func(ctx context.Context) error {
				_, err := c.WorkflowService().ListWorkflowExecutions(ctx,
					&workflowservice.ListWorkflowExecutionsRequest{Namespace: "test"})
				return err
			},
		} {
			ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
			if err := do(ctx); err == nil {
				t.Errorf("%s, %s: it was done", name, act)
			}
			cancel()
		}
	}
	d, err := own.DescribeWorkflowExecution(t.Context(), "ours", "")
	if err != nil || d.GetWorkflowExecutionInfo().GetStatus().String() != "Running" {
		t.Errorf("our workflow: %v, %v", d.GetWorkflowExecutionInfo().GetStatus(), err)
	}
	if _, err := own.DescribeWorkflowExecution(t.Context(), "theirs", ""); err == nil {
		t.Error("a stranger's workflow runs")
	}
}

// The inner services have no authoriser of their own, so every port of the process must ask for the certificate.
func TestEveryPortAsksForTheCertificate(t *testing.T) {
	s := start(t, options(filepath.Join(t.TempDir(), "temporal.db")))
	defer s.Stop()
	ports := listening(t)
	if len(ports) < 4 {
		t.Fatalf("this process listens on %v: want the four services at least", ports)
	}
	for _, addr := range ports {
		conn, err := tls.DialWithDialer(&net.Dialer{Timeout: 3 * time.Second}, "tcp", addr,
			&tls.Config{InsecureSkipVerify: true, NextProtos: []string{"h2"}})
		if err != nil {
			if strings.Contains(err.Error(), "first record") {
				t.Errorf("%s speaks without TLS", addr)
			}
			continue
		}
		// In TLS 1.3 a client hears only on its first read that its certificate is missing.
		_ = conn.SetDeadline(time.Now().Add(3 * time.Second))
		_, _ = conn.Write([]byte("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\x00\x00\x04\x00\x00\x00\x00\x00"))
		if n, err := conn.Read(make([]byte, 100)); err == nil {
			t.Errorf("%s answered %d bytes to a caller without a certificate", addr, n)
		}
		_ = conn.Close()
	}
}

// listening are the loopback ports of this process, as the kernel lists them.
func listening(t *testing.T) (addrs []string) {
	t.Helper()
	ours := map[string]bool{}
	links, err := filepath.Glob("/proc/self/fd/*")
	if err != nil || len(links) == 0 {
		t.Skip("no /proc here")
	}
	for _, l := range links {
		if to, err := os.Readlink(l); err == nil && strings.HasPrefix(to, "socket:[") {
			ours[strings.Trim(to, "socket:[]")] = true
		}
	}
	table, err := os.ReadFile("/proc/self/net/tcp")
	if err != nil {
		t.Skip(err)
	}
	for _, line := range strings.Split(string(table), "\n") {
		f := strings.Fields(line)
		if len(f) < 10 || f[3] != "0A" || !ours[f[9]] {
			continue
		}
		_, port, _ := strings.Cut(f[1], ":")
		n, err := strconv.ParseUint(port, 16, 16)
		if err != nil {
			t.Fatal(err)
		}
		addrs = append(addrs, net.JoinHostPort("127.0.0.1", strconv.FormatUint(n, 10)))
	}
	return addrs
}

// The server's own workers call its frontend too: a schedule runs only when they get through.
func TestSchedulesRun(t *testing.T) {
	t.Parallel()
	s := start(t, options(filepath.Join(t.TempDir(), "temporal.db")))
	defer s.Stop()
	c := dial(t, s)
	defer startWorker(t, c).Stop()
	_, err := c.ScheduleClient().Create(t.Context(), client.ScheduleOptions{
		ID: "each-second", Spec: client.ScheduleSpec{Intervals: []client.ScheduleIntervalSpec{{Every: time.Second}}},
		Action: &client.ScheduleWorkflowAction{
			ID: "scheduled", Workflow: nap, Args: []any{time.Millisecond}, TaskQueue: taskQueue,
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	eventually(t, "the schedule has run, and is listed", func() bool {
		l, err := c.ListWorkflow(t.Context(), &workflowservice.ListWorkflowExecutionsRequest{
			Query: "WorkflowId STARTS_WITH 'scheduled' AND ExecutionStatus = 'Completed'",
		})
		return err == nil && len(l.Executions) > 0
	})
}
