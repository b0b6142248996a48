//go:build !slim

package temporal

import (
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"go.temporal.io/server/common/cluster"
	"go.temporal.io/server/common/config"
	"go.temporal.io/server/common/dynamicconfig"
	"go.temporal.io/server/common/membership/static"
	"go.temporal.io/server/common/persistence/sql/sqlplugin/sqlite"
	"go.temporal.io/server/common/primitives"
)

const (
	loopback    = "127.0.0.1" // only this process may command the server: never bind wider
	clusterName = "active"

	// cachedCases bounds the history service's cache of workflow states; the default
	// (128,000) takes a gigabyte where ten thousand requests are open.
	cachedCases = 2048
)

// services in the order of their ports; the frontend's comes first.
var services = []primitives.ServiceName{
	primitives.FrontendService, primitives.HistoryService, primitives.MatchingService, primitives.WorkerService,
}

// starts numbers the servers of this process: see sqlConfig.
var starts atomic.Int64

// sqlConfig describes the SQLite file to Temporal's persistence.
func sqlConfig(o Options) *config.SQL {
	sync := "normal"
	if o.Durable {
		sync = "full"
	}
	return &config.SQL{
		PluginName:   sqlite.PluginName,
		DatabaseName: uriPath(o.File),
		// The plugin keeps its connections for the life of the process. The lifetime lets the
		// ones of a stopped server go; one connection is its default and serialises writers.
		MaxConnLifetime: 5 * time.Minute,
		ConnectAttributes: map[string]string{
			"mode":         "rwc",
			"journal_mode": "wal",
			"synchronous":  sync,
			"busy_timeout": "10000",
			// The plugin pools by connection string; this attribute means nothing to SQLite
			// but makes the string new, so that a file removed and made again between two
			// starts in one process is not confused with the old one.
			"setup": "start-" + strconv.FormatInt(starts.Add(1), 10),
		},
	}
}

// uriPath escapes what would end the path of a SQLite file URI.
func uriPath(file string) string {
	return strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(file)
}

// sqlDSN is the same file for database/sql.
func sqlDSN(file string) string {
	q := url.Values{"_pragma": {"busy_timeout(10000)", "synchronous(FULL)"}, "_txlock": {"immediate"}}
	return "file:" + uriPath(file) + "?" + q.Encode()
}

// serverConfig is the static configuration of a single-process server on ports (one per
// service, in the order of services).
func serverConfig(sql *config.SQL, ports []int) *config.Config {
	frontend := net.JoinHostPort(loopback, strconv.Itoa(ports[0]))
	cfg := &config.Config{
		Global: config.Global{Membership: config.Membership{
			MaxJoinDuration: 30 * time.Second, BroadcastAddress: loopback,
		}},
		Persistence: config.Persistence{
			DefaultStore:     sqlite.PluginName,
			VisibilityStore:  sqlite.PluginName,
			NumHistoryShards: 1, // fixed for the life of the file
			DataStores:       map[string]config.DataStore{sqlite.PluginName: {SQL: sql}},
		},
		ClusterMetadata: &cluster.Config{
			FailoverVersionIncrement: 10,
			MasterClusterName:        clusterName,
			CurrentClusterName:       clusterName,
			ClusterInformation: map[string]cluster.ClusterInformation{
				clusterName: {Enabled: true, InitialFailoverVersion: 1, RPCAddress: frontend},
			},
		},
		DCRedirectionPolicy: config.DCRedirectionPolicy{Policy: "noop"},
		Archival: config.Archival{
			History:    config.HistoryArchival{State: "disabled"},
			Visibility: config.VisibilityArchival{State: "disabled"},
		},
		NamespaceDefaults: config.NamespaceDefaults{Archival: config.ArchivalNamespaceDefaults{
			History:    config.HistoryArchivalNamespaceDefaults{State: "disabled"},
			Visibility: config.VisibilityArchivalNamespaceDefaults{State: "disabled"},
		}},
		PublicClient: config.PublicClient{HostPort: frontend},
		Services:     map[string]config.Service{},
	}
	for i, name := range services {
		cfg.Services[string(name)] = config.Service{RPC: config.RPC{GRPCPort: ports[i], BindOnIP: loopback}}
	}
	return cfg
}

// staticHosts replaces the membership protocol and its ports: all services are here.
func staticHosts(ports []int) map[primitives.ServiceName]static.Hosts {
	hosts := map[primitives.ServiceName]static.Hosts{}
	for i, name := range services {
		hosts[name] = static.SingleLocalHost(net.JoinHostPort(loopback, strconv.Itoa(ports[i])))
	}
	return hosts
}

// dynamicConfig holds what differs from a cluster's defaults.
func dynamicConfig() dynamicconfig.StaticClient {
	return dynamicconfig.StaticClient{
		dynamicconfig.EnableServerVersionCheck.Key():                     false, // no call home
		dynamicconfig.MatchingNumTaskqueueReadPartitions.Key():           1,
		dynamicconfig.MatchingNumTaskqueueWritePartitions.Key():          1,
		dynamicconfig.FrontendMaxNamespaceVisibilityRPSPerInstance.Key(): 1000, // default: 10 lists a second
		dynamicconfig.HistoryCacheHostLevelMaxSize.Key():                 cachedCases,
	}
}

// freePorts finds one loopback port per service; the frontend's may be given. They are held
// all at once while searching, so they differ from each other.
func freePorts(frontend int) ([]int, error) {
	ports := make([]int, len(services))
	for i := range services {
		want := 0
		if i == 0 {
			want = frontend
		}
		ln, err := net.Listen("tcp", net.JoinHostPort(loopback, strconv.Itoa(want))) //nolint:noctx // does not block
		if err != nil {
			return nil, fmt.Errorf("port %d of %s: %w", want, loopback, err)
		}
		defer func() { _ = ln.Close() }() // only a reservation
		ports[i] = ln.Addr().(*net.TCPAddr).Port
	}
	return ports, nil
}
