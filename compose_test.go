package foja_test

import (
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"go.temporal.io/sdk/contrib/envconfig"

	"foja/config"
)

// compose is what we use of the Compose specification; a key that is not here is refused, so that a slip of the pen is
// seen.
type compose struct {
	Name     string                           `yaml:"name"`
	Services map[string]service               `yaml:"services"`
	Volumes  map[string]any                   `yaml:"volumes"`
	Secrets  map[string]struct{ File string } `yaml:"secrets"`
}

type service struct {
	Image       string            `yaml:"image"`
	Build       string            `yaml:"build"`
	Restart     string            `yaml:"restart"`
	Profiles    []string          `yaml:"profiles"`
	Entrypoint  []string          `yaml:"entrypoint"`
	Command     []string          `yaml:"command"`
	Environment map[string]string `yaml:"environment"`
	Secrets     []string          `yaml:"secrets"`
	Ports       []string          `yaml:"ports"`
	Volumes     []string          `yaml:"volumes"`
	NetworkMode string            `yaml:"network_mode"`
	ReadOnly    bool              `yaml:"read_only"`
	Tmpfs       []string          `yaml:"tmpfs"`
	CapDrop     []string          `yaml:"cap_drop"`
	SecurityOpt []string          `yaml:"security_opt"`
	DependsOn   map[string]struct {
		Condition string `yaml:"condition"`
	} `yaml:"depends_on"`
	Healthcheck *struct {
		Test        []string `yaml:"test"`
		Interval    string   `yaml:"interval"`
		Timeout     string   `yaml:"timeout"`
		Retries     int      `yaml:"retries"`
		StartPeriod string   `yaml:"start_period"`
	} `yaml:"healthcheck"`
}

func TestCompose(t *testing.T) {
	for _, fault := range composeFaults(readText(t, "docker-compose.yml")) {
		t.Error(fault)
	}
}

// Every rule catches its breach in the real file.
func TestComposeRulesCanFail(t *testing.T) {
	good := readText(t, "docker-compose.yml")
	for _, c := range []struct{ name, old, new, want string }{
		{"a key that Compose does not know", "healthcheck:", "healthchek:", "healthchek"},
		{"a service gone", "  temporal-ui:", "  temporal-screens:", "no service temporal-ui"},
		{
			"waiting for nobody", "postgres: {condition: service_healthy}", "postgre: {condition: service_healthy}",
			"depends on postgre,",
		},
		{
			"waiting for what never ends", "migrate: {condition: service_completed_successfully}",
			"postgres: {condition: service_completed_successfully}", "never ends",
		},
		{
			"waiting for health that is not measured", "temporal-schema: {condition: service_completed_successfully}",
			"temporal-schema: {condition: service_healthy}", "has no health check",
		},
		{
			"a password in the file", "POSTGRES_PASSWORD_FILE: /run/secrets/postgres-password", "POSTGRES_PASSWORD: hunter2",
			"POSTGRES_PASSWORD",
		},
		{
			"a password in an address", "FOJA_DATABASE_FILE: /run/secrets/foja-database",
			"FOJA_DATABASE: postgres://foja:hunter2@postgres/foja", "password inside",
		},
		{
			"a secret that nobody declares", "secrets: [foja-database, foja-secret-key, mail-password]",
			"secrets: [foja-database, foja-secret-key, mail-pasword]", "mail-pasword",
		},
		{
			"a secret that is not given", "secrets: [foja-database, foja-secret-key, mail-password]",
			"secrets: [foja-database, foja-secret-key]", "is not given",
		},
		{"a volume that nobody declares", "register:/var/lib", "registry:/var/lib", "volume registry"},
		{"a setting that is not in the table", "FOJA_LOG_FORMAT", "FOJA_LOG_STYLE", "FOJA_LOG_STYLE"},
		{"a value that the table refuses", "FOJA_LOG_FORMAT: json", "FOJA_LOG_FORMAT: xml", "FOJA_LOG_FORMAT"},
		{"a Temporal setting that the SDK does not read", "TEMPORAL_NAMESPACE: foja", "TEMPORAL_NAME: foja", "TEMPORAL_NAME"},
		{"an image without a version", "image: postgres:16", "image: postgres", "postgres"},
		{
			"a register without its secret key", "FOJA_SECRET_KEY_FILE: /run/secrets/foja-secret-key", "FOJA_POLL_NOTHING: x",
			"without FOJA_SECRET_KEY",
		},
		{"screens without a login started with the rest", "profiles: [debug]", "profiles: []", "temporal-ui"},
		{"a port for everybody", `"127.0.0.1:8080:8080"`, `"8080:8080"`, "8080:8080"},
	} {
		t.Run(c.name, func(t *testing.T) {
			bad := strings.Replace(good, c.old, c.new, 1)
			if bad == good {
				t.Fatalf("docker-compose.yml no longer says %q", c.old)
			}
			if found := strings.Join(composeFaults(bad), "\n"); !strings.Contains(found, c.want) {
				t.Errorf("found %q, want a fault with %q", found, c.want)
			}
		})
	}
}

func TestDockerfile(t *testing.T) {
	text := readText(t, "Dockerfile")
	last := text[strings.LastIndex(text, "\nFROM "):]
	for what, found := range map[string]bool{
		"a static program":         strings.Contains(text, "CGO_ENABLED=0"),
		"without the server":       strings.Contains(text, "-tags slim"),
		"not root":                 regexp.MustCompile(`(?m)^USER [1-9]\d*$`).MatchString(last),
		"a health check":           strings.Contains(last, "\nHEALTHCHECK "),
		"assets by lock file":      strings.Contains(text, "npm ci --ignore-scripts"),
		"Go as go.mod asks for it": strings.Contains(text, "golang:"+goVersion(t)+"-"),
	} {
		if !found {
			t.Errorf("Dockerfile: not %s", what)
		}
	}
}

func goVersion(t *testing.T) string {
	t.Helper()
	found := regexp.MustCompile(`(?m)^go (\S+)$`).FindStringSubmatch(readText(t, "go.mod"))
	if found == nil {
		t.Fatal("go.mod names no version of Go")
	}
	return found[1]
}

func readText(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// composeFaults lists what is wrong with a compose file.
func composeFaults(text string) []string {
	var c compose
	if err := yaml.UnmarshalWithOptions([]byte(text), &c, yaml.Strict()); err != nil {
		return []string{err.Error()}
	}
	var all []string
	fault := func(format string, args ...any) { all = append(all, fmt.Sprintf(format, args...)) }
	for _, name := range []string{"foja", "postgres", "temporal", "temporal-ui", "mail"} {
		if _, ok := c.Services[name]; !ok {
			fault("no service %s", name)
		}
	}
	if regexp.MustCompile(`[a-z]+://[^:/\s]+:[^@/\s]+@`).MatchString(text) {
		fault("an address has a password inside")
	}
	if ui, ok := c.Services["temporal-ui"]; ok && !slices.Equal(ui.Profiles, []string{"debug"}) {
		fault("temporal-ui has no login: it must start only when the profile debug is asked for")
	}
	for _, name := range slices.Sorted(maps.Keys(c.Services)) {
		for _, f := range append(serviceFaults(c, c.Services[name]), settingFaults(c, c.Services[name])...) {
			fault("%s: %s", name, f)
		}
	}
	return all
}

// ends says whether a service does its work and stops.
func (s service) ends() bool { return strings.HasPrefix(s.Restart, "on-failure") }

func serviceFaults(c compose, s service) []string {
	var all []string
	fault := func(format string, args ...any) { all = append(all, fmt.Sprintf(format, args...)) }
	if s.Build == "" && !regexp.MustCompile(`^[a-z/-]+:[0-9][0-9.]*$`).MatchString(s.Image) {
		fault("image %q is not pinned to a version", s.Image)
	}
	if s.Restart == "" {
		fault("nobody says what happens when it ends")
	}
	if !s.ends() && (s.Healthcheck == nil || len(s.Healthcheck.Test) < 2) {
		fault("it runs on and has no health check")
	}
	for on, want := range s.DependsOn {
		other, known := c.Services[on]
		switch {
		case !known:
			fault("depends on %s, which is not there", on)
		case want.Condition == "service_completed_successfully" && !other.ends():
			fault("waits for the end of %s, which never ends", on)
		case want.Condition == "service_healthy" && other.Healthcheck == nil:
			fault("waits for %s, which has no health check", on)
		}
	}
	for _, v := range s.Volumes {
		name, _, _ := strings.Cut(v, ":")
		if _, known := c.Volumes[name]; !known {
			fault("volume %s is not declared", name)
		}
	}
	for _, p := range s.Ports {
		if !strings.HasPrefix(p, "127.0.0.1:") {
			fault("port %s is open to everybody", p)
		}
	}
	if other, shares := strings.CutPrefix(s.NetworkMode, "service:"); shares && c.Services[other].Restart == "" {
		fault("shares the network of %s, which is not there", other)
	}
	for _, name := range s.Secrets {
		if c.Secrets[name].File == "" {
			fault("secret %s is not declared with a file", name)
		}
	}
	return all
}

var secretName = regexp.MustCompile(`PASSWORD|PWD|SECRET|TOKEN|API_KEY|CREDENTIAL`)

// settingFaults looks at the environment: no secret in it, and only settings that exist, with values that are taken.
func settingFaults(c compose, s service) []string {
	var all []string
	fault := func(format string, args ...any) { all = append(all, fmt.Sprintf(format, args...)) }
	known := map[string]bool{}
	for _, row := range config.Settings() {
		known[row.Name], known[row.Name+"_FILE"] = true, true
	}
	env := lookup{values: map[string]string{}, asked: map[string]bool{}}
	for name, value := range s.Environment {
		plain, isFile := strings.CutSuffix(name, "_FILE")
		if secretName.MatchString(name) && !isFile {
			fault("%s has its value in the file: use %s_FILE", name, name)
		}
		if secret, ok := strings.CutPrefix(value, "/run/secrets/"); ok {
			if !slices.Contains(s.Secrets, secret) {
				fault("%s names the secret %s, which is not given to it", name, secret)
			}
			switch value = "text"; plain { // the shapes that scripts/secrets writes
			case "FOJA_DATABASE":
				value = "postgres://user:password@postgres/foja"
			case "FOJA_SECRET_KEY":
				value = "dGVzdHMgb2YgZm9qYSBzaGFyZSBvbmUgc2VjcmV0ISE="
			}
			name = plain
		}
		if strings.HasPrefix(name, "FOJA_") && !known[name] {
			fault("%s is not in the table of settings", name)
		}
		env.values[name] = value
	}
	if s.Build == "" {
		return all
	}
	if slices.Contains(s.Command, "serve") && env.values["FOJA_SECRET_KEY"] == "" {
		fault("it serves from PostgreSQL without FOJA_SECRET_KEY_FILE")
	}
	if _, _, err := config.Load(env.LookupEnv); err != nil {
		fault("%v", err)
	}
	if _, err := envconfig.LoadClientOptions(envconfig.LoadClientOptionsRequest{
		DisableFile: true, EnvLookup: env,
	}); err != nil {
		fault("%v", err)
	}
	for name := range s.Environment {
		if strings.HasPrefix(name, "TEMPORAL_") && !env.asked[name] {
			fault("%s is not a setting that Temporal's SDK reads", name)
		}
	}
	return all
}

// lookup is an environment that remembers what it was asked for.
type lookup struct {
	values map[string]string
	asked  map[string]bool
}

func (l lookup) LookupEnv(name string) (string, bool) {
	l.asked[name] = true
	value, ok := l.values[name]
	return value, ok
}

func (l lookup) Environ() []string {
	var all []string
	for name, value := range l.values {
		all = append(all, name+"="+value)
	}
	return all
}
