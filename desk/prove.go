package desk

import (
	"context"
	"time"

	"foja/docket"
)

// proofLife is how long a password that was typed stands for the person: an unlocked screen must not make a second identity.
const proofLife = 10 * time.Minute

// FieldProof is the field in which acts on accounts ask for the acting person's own password.
const FieldProof = "proof"

// Fresh says whether a person proved who she is a moment ago.
func (d *Desk) Fresh(by User) bool {
	age := d.Now().Sub(by.ProvedAt)
	return !by.ProvedAt.IsZero() && age < proofLife && age > -proofLife
}

// proved refuses who did not.
func (d *Desk) proved(by User) error {
	if d.Fresh(by) {
		return nil
	}
	return docket.Invalid(FieldProof, "Escriba su propia contraseña: así se sabe que es usted y no alguien ante su pantalla. Si ingresa con la identidad de la entidad, salga e ingrese otra vez.")
}

// Prove gives the user as one who has just proved who she is. Wrong passwords are counted as at the sign-in.
func (d *Desk) Prove(ctx context.Context, by User, password, ip string) (User, error) {
	if err := by.own(); err != nil {
		return by, err
	}
	if password == "" {
		return by, d.proved(User{})
	}
	if _, err := d.checkPassword(ctx, by.Login, password, ip); err != nil {
		if docket.CodeOf(err) == docket.CodeForbidden {
			return by, docket.Invalid(FieldProof, "Esa no es su contraseña.")
		}
		return by, err
	}
	by.ProvedAt, by.Place = d.Now(), ip
	return by, nil
}
