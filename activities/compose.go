package activities

import "foja/mail"

// compose renders a message and signs it, unless the mail server signs.
func (a *Activities) compose(o mail.Outgoing) (mail.Rendered, error) {
	m, err := mail.Compose(o)
	if err != nil {
		return m, err
	}
	return a.Signer.Sign(m)
}
