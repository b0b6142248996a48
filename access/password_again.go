package access

import (
	"context"
	"time"

	"foja/docket"
)

// ProofLife is how long a password that was typed stands for the person: an unlocked screen must not make a second identity.
const ProofLife = 10 * time.Minute

// FieldProof is the field in which acts on accounts ask for the acting person's own password.
const FieldProof = "proof"

// Fresh says whether a person proved who she is a moment ago.
func (s *Service) Fresh(by User) bool {
	age := s.Now().Sub(by.ProvedAt)
	return !by.ProvedAt.IsZero() && age < ProofLife && age > -ProofLife
}

// Proved refuses who did not.
func (s *Service) Proved(by User) error {
	if s.Fresh(by) {
		return nil
	}
	return docket.Invalid(FieldProof, "account.prove_password")
}

// Prove gives the user as one who has just proved who she is. Wrong passwords are counted as at the sign-in.
func (s *Service) Prove(ctx context.Context, by User, password, ip string) (User, error) {
	if err := by.own(); err != nil {
		return by, err
	}
	if password == "" {
		return by, s.Proved(User{})
	}
	if _, err := s.CheckPassword(ctx, by.Login, password, ip); err != nil {
		if docket.CodeOf(err) == docket.CodeForbidden {
			return by, docket.Invalid(FieldProof, "account.password_wrong")
		}
		return by, err
	}
	by.ProvedAt, by.Place = s.Now(), ip
	return by, nil
}
