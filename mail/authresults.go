package mail

import (
	"bytes"
	"regexp"
	"strings"
)

// Authentication is what the receiving server found out about the sender's domain (RFC 8601). A field is "" when
// the server says nothing about it.
type Authentication struct {
	SPF   string `json:"spf,omitempty"` // pass, fail, softfail, neutral, none, temperror, permerror, policy
	DKIM  string `json:"dkim,omitempty"`
	DMARC string `json:"dmarc,omitempty"`
}

// Known reports whether the trusted server reported any result.
func (a Authentication) Known() bool { return a != Authentication{} }

// Passed reports whether DMARC passed. Only DMARC checks the domain in From.
func (a Authentication) Passed() bool { return a.DMARC == "pass" }

// Denied reports whether DMARC failed: the domain in From denies the message.
func (a Authentication) Denied() bool { return a.DMARC == "fail" }

// Authenticate reads the Authentication-Results of one trusted server. Anybody can write such a field, also with
// our server's name in it, so it counts only where nobody else can put one: above the trace field by which that
// server took the message, or, for servers that write it just below, as the first one there. Nothing below counts.
func Authenticate(raw []byte, server string) Authentication {
	if server == "" {
		return Authentication{}
	}
	var above, below []string
	border := false
	for _, f := range traceFields(raw) {
		name, value, _ := strings.Cut(f, ":")
		switch strings.ToLower(strings.TrimSpace(name)) {
		case "received":
			if border { // the sender may have written all the rest
				return firstOf(above, below)
			}
			border = strings.EqualFold(receivedBy(value), server)
			if !border && len(above) == 0 && !sameDomain(receivedBy(value), server) {
				// a hop that is not ours and nothing of ours above it: the message came another way
				return Authentication{}
			}
			if !border && len(above) > 0 && !sameDomain(receivedBy(value), server) {
				return firstOf(above, nil)
			}
		case "authentication-results":
			if !strings.EqualFold(servedBy(value), server) {
				continue
			}
			if border {
				below = append(below, value)
			} else {
				above = append(above, value)
			}
		}
	}
	if !border {
		return firstOf(above, nil)
	}
	return firstOf(above, below)
}

// firstOf takes those above the border, else the first below it.
func firstOf(above, below []string) Authentication {
	if len(above) == 0 && len(below) > 0 {
		above = below[:1]
	}
	var a Authentication
	for _, value := range above {
		value, whole := withoutComments(value)
		for section := range strings.SplitSeq(value, ";") {
			f := methodResult.FindStringSubmatch(section)
			if f == nil || !whole && strings.EqualFold(f[2], "pass") {
				continue
			}
			for method, result := range map[string]*string{"spf": &a.SPF, "dkim": &a.DKIM, "dmarc": &a.DMARC} {
				// The first counts, but of several signatures one good one is enough.
				if strings.EqualFold(f[1], method) && (*result == "" || method == "dkim" && strings.EqualFold(f[2], "pass")) {
					*result = strings.ToLower(f[2])
				}
			}
		}
	}
	return a
}

var (
	methodResult = regexp.MustCompile(`(?i)^\s*(spf|dkim|dmarc)\s*=\s*` +
		`(pass|fail|softfail|neutral|none|temperror|permerror|policy|hardfail|bestguesspass)(?:\s|$)`)
	byHost = regexp.MustCompile(`(?i)(?:^|\s)by\s+([a-z0-9._-]{1,253})`)
)

// withoutComments takes comments out of a field, which may nest, and the content of quoted strings: the sender of a
// message can write the local part of smtp.mailfrom, with semicolons in it. A comment or a quoted string without an
// end is left as it is, and whole is false.
func withoutComments(value string) (plain string, whole bool) {
	var out strings.Builder
	depth, quoted, opened, kept := 0, false, 0, 0
	for i := 0; i < len(value); i++ {
		switch c := value[i]; {
		case c == '\\':
			i++ // the next one stands for itself
			if depth == 0 && !quoted {
				out.WriteString(value[i-1 : min(i+1, len(value))])
			}
		case quoted:
			quoted = c != '"'
		case c == '(':
			if depth == 0 {
				opened, kept = i, out.Len()
				out.WriteByte(' ')
			}
			depth++
		case c == ')' && depth > 0:
			depth--
		case depth > 0:
		case c == '"':
			quoted, opened, kept = true, i, out.Len()
			out.WriteString(`""`)
		default:
			out.WriteByte(c)
		}
	}
	if depth > 0 || quoted {
		return out.String()[:kept] + value[opened:], false
	}
	return out.String(), true
}

// receivedBy is the server that wrote a Received field.
func receivedBy(value string) string {
	value, _ = withoutComments(value)
	if f := byHost.FindStringSubmatch(value); f != nil {
		return f[1]
	}
	return ""
}

// servedBy is the authserv-id.
func servedBy(value string) string {
	value, _ = withoutComments(value)
	id, _, _ := strings.Cut(value, ";")
	first := strings.Fields(id)
	if len(first) == 0 {
		return ""
	}
	return first[0]
}

// sameDomain says whether a host is of the trusted server's house, inside which mail is handed on: its own domain
// is its name without the first label. A shorter tail would take all of a state's agencies for one.
func sameDomain(host, server string) bool {
	host, server = strings.ToLower(strings.TrimSuffix(host, ".")), strings.ToLower(server)
	if host == "localhost" || host == server {
		return true
	}
	_, domain, _ := strings.Cut(server, ".")
	return strings.Contains(domain, ".") && (host == domain || strings.HasSuffix(host, "."+domain))
}

// traceFields are the unfolded fields at the beginning of a message, in order; a few hundred are enough.
func traceFields(raw []byte) []string {
	raw = bytes.TrimLeft(raw[:min(len(raw), headerLimit)], "\r\n")
	var out []string
	for l := range bytes.Lines(raw) {
		l = bytes.TrimRight(l, "\r\n")
		switch {
		case len(l) == 0 || len(out) >= 300:
			return out
		case (l[0] == ' ' || l[0] == '\t') && len(out) > 0:
			if last := &out[len(out)-1]; len(*last) < 8<<10 {
				*last += " " + strings.TrimSpace(string(l))
			}
		default:
			out = append(out, string(l[:min(len(l), 8<<10)]))
		}
	}
	return out
}
