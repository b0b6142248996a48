package mail

import (
	"errors"
	"strings"

	"github.com/emersion/go-imap/v2"
)

// namespace is where a server keeps a user's folders (RFC 2342), for example below "INBOX." with the delimiter ".".
type namespace struct {
	prefix, delimiter string
	guessed           bool // the server reported no prefix: INBOX is tried after the plain name
}

// serverName is the server's name of a configured folder: the folder of that very name if it exists; otherwise the
// one below the user's prefix, with the server's delimiter in place of "/".
func (s *session) serverName(folder string) (string, error) {
	if strings.EqualFold(folder, "INBOX") || folder == "" {
		return folder, nil
	}
	if known, there := s.folders[folder]; there {
		return known, nil
	}
	ns, err := s.namespace()
	if err != nil {
		return "", err
	}
	place := folder
	if other := ns.qualify(folder); other != folder {
		there, err := s.exists(folder)
		if err != nil {
			return "", err
		}
		if !there && !ns.guessed {
			place = other
		}
		if !there && ns.guessed { // created by another session, on a server that accepts folders nowhere else
			if there, err = s.exists(other); there {
				place = other
			}
			if err != nil {
				return "", err
			}
		}
	}
	s.rememberName(folder, place)
	return place, nil
}

// rememberName caches the server's name of a folder for the session.
func (s *session) rememberName(folder, place string) {
	if s.folders == nil {
		s.folders = map[string]string{}
	}
	s.folders[folder] = place
}

// ensureFolder creates a configured folder and returns the server's name of it.
func (s *session) ensureFolder(folder string) (place string, err error) {
	if place, err = s.serverName(folder); err != nil {
		return "", err
	}
	err = s.create(place)
	var no *imap.Error
	if ns, _ := s.namespace(); errors.As(err, &no) && ns.guessed && ns.qualify(folder) != place {
		if s.create(ns.qualify(folder)) == nil {
			place, err = ns.qualify(folder), nil
			s.rememberName(folder, place)
		}
	}
	return place, err
}

// qualify puts a name into the user's namespace, unless it is there already.
func (ns namespace) qualify(folder string) string {
	if ns.delimiter != "" && ns.delimiter != "/" {
		folder = strings.ReplaceAll(folder, "/", ns.delimiter)
	}
	if ns.prefix == "" || strings.HasPrefix(strings.ToUpper(folder), strings.ToUpper(ns.prefix)) {
		return folder
	}
	return ns.prefix + folder
}

// namespace asks for the user's prefix once. A server without NAMESPACE is asked for its delimiter; whether it
// accepts folders only below INBOX is found out by trying.
func (s *session) namespace() (namespace, error) {
	if s.prefix != nil {
		return *s.prefix, nil
	}
	ns := namespace{}
	if s.client.Caps().Has(imap.CapNamespace) {
		err := s.do("namespace", s.limit, func() error {
			data, err := s.client.Namespace().Wait()
			if err == nil && len(data.Personal) > 0 {
				ns = namespace{prefix: data.Personal[0].Prefix, delimiter: delimiter(data.Personal[0].Delim)}
			}
			return err
		})
		var no *imap.Error
		if err != nil && !errors.As(err, &no) {
			return ns, err
		}
	} else {
		err := s.do("list root", s.limit, func() error {
			root, err := s.client.List("", "", nil).Collect()
			if err == nil && len(root) > 0 && root[0].Delim != 0 {
				ns = namespace{prefix: "INBOX" + string(root[0].Delim), delimiter: delimiter(root[0].Delim), guessed: true}
			}
			return err
		})
		var no *imap.Error
		if err != nil && !errors.As(err, &no) {
			return ns, err
		}
	}
	s.prefix = &ns
	return ns, nil
}

func delimiter(r rune) string {
	if r == 0 {
		return ""
	}
	return string(r)
}
