package mail

import (
	"errors"
	"strings"

	"github.com/emersion/go-imap/v2"
)

// namespace is where a server keeps the folders of a mailbox's owner (RFC 2342), for example below "INBOX." with
// levels parted by ".".
type namespace struct {
	prefix, delimiter string
	guessed           bool // the server said nothing of a prefix: below INBOX is only tried after the plain name
}

// place is the name under which the server knows a folder of the settings. A folder that exists under that very name
// is that one; otherwise it stands below the owner's prefix, with the server's mark between levels in place of "/".
func (s *session) place(folder string) (string, error) {
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
	if other := ns.below(folder); other != folder {
		there, err := s.exists(folder)
		if err != nil {
			return "", err
		}
		if !there && !ns.guessed {
			place = other
		}
		if !there && ns.guessed { // made by another session, on a server that takes folders nowhere else
			if there, err = s.exists(other); there {
				place = other
			}
			if err != nil {
				return "", err
			}
		}
	}
	s.call(folder, place)
	return place, nil
}

// call remembers the server's name of a folder for the rest of the session.
func (s *session) call(folder, place string) {
	if s.folders == nil {
		s.folders = map[string]string{}
	}
	s.folders[folder] = place
}

// make makes a folder of the settings, and says what the server calls it.
func (s *session) make(folder string) (place string, err error) {
	if place, err = s.place(folder); err != nil {
		return "", err
	}
	err = s.create(place)
	var no *imap.Error
	if ns, _ := s.namespace(); errors.As(err, &no) && ns.guessed && ns.below(folder) != place {
		if s.create(ns.below(folder)) == nil {
			place, err = ns.below(folder), nil
			s.call(folder, place)
		}
	}
	return place, err
}

// below puts a name into the owner's namespace, unless it is there already.
func (ns namespace) below(folder string) string {
	if ns.delimiter != "" && ns.delimiter != "/" {
		folder = strings.ReplaceAll(folder, "/", ns.delimiter)
	}
	if ns.prefix == "" || strings.HasPrefix(strings.ToUpper(folder), strings.ToUpper(ns.prefix)) {
		return folder
	}
	return ns.prefix + folder
}

// namespace asks for the owner's prefix once. A server that does not know the question is asked what parts its levels:
// some of them take folders only below INBOX, which is found out by trying.
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
