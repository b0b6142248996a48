package access

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"image/png"
	"slices"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"

	"foja/access/attempts"
	"foja/docket"
	"foja/store"
)

// CodeSecondFactor says that the password was right and a code is needed.
const CodeSecondFactor docket.Code = "second_factor"

// SecondFactor is how one's own stands.
type SecondFactor struct {
	Since time.Time // zero = there is none
	Left  int       // recovery codes
}

// Enrolment is what an application on the telephone is given.
type Enrolment struct {
	Secret string // base32, in groups of four
	Image  []byte // the same as a picture, PNG
}

const (
	codeStep      = 30 // seconds
	codeDrift     = 1  // steps that a telephone's clock may be off
	recoveryCodes = 8
)

// hasSecondFactor says whether an account asks for a code.
func (s *Service) hasSecondFactor(ctx context.Context, user string) (bool, error) {
	return s.Store.HasSecondFactor(ctx, user)
}

// SignInCode ends a login that SignIn began. Wrong codes are counted like wrong passwords.
func (s *Service) SignInCode(ctx context.Context, user, code, ip string) (User, error) {
	if err := s.tryCode(ctx, user, code, ip, true); err != nil {
		return User{}, err
	}
	return s.UserByID(ctx, user)
}

// tryCode takes a code, or a recovery code, of a user; confirmed says whether she must have used hers before.
func (s *Service) tryCode(ctx context.Context, user, code, ip string, confirmed bool) error {
	uses := []store.LimitUse{attempts.LimitSignIn.FromAddress(ip), attempts.LimitCode.Of(user)}
	if err := s.attempts.Reserve(ctx, uses...); err != nil {
		return err
	}
	f, err := s.Store.SecondFactor(ctx, user)
	if err != nil {
		return err
	}
	taken := false
	if f.Since.IsZero() == !confirmed {
		taken, err = s.takeCode(ctx, f, strings.Join(strings.Fields(code), ""))
	}
	if err != nil {
		return err
	}
	if taken {
		s.attempts.Refund(ctx, uses[0])
		return s.Store.Reset(ctx, uses[1].Key)
	}
	return docket.Invalid("code", "second_factor.code_wrong")
}

// takeCode takes each code once (RFC 6238 section 5.2).
func (s *Service) takeCode(ctx context.Context, f store.SecondFactor, code string) (bool, error) {
	if hash := recoveryHash(code); slices.Contains(f.Recovery, hash) {
		return s.Store.TakeRecovery(ctx, f, hash)
	}
	now := s.Now().Unix() / codeStep
	for step := now - codeDrift; step <= now+codeDrift; step++ {
		right, err := hotp.ValidateCustom(code, uint64(step), f.Secret, hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1}) //nolint:gosec // after 1970
		if err == nil && right {
			return s.Store.TakeStep(ctx, f.User, step)
		}
	}
	return false, nil
}

func recoveryHash(code string) string {
	sum := sha256.Sum256([]byte(strings.ToLower(strings.ReplaceAll(code, "-", ""))))
	return hex.EncodeToString(sum[:])
}

// own is for one's own second factor, which somebody sets up who may do nothing else yet.
func (u User) own() error {
	if u.ID != "" && u.NeedsSecondFactor {
		return nil
	}
	return u.Must(Staff)
}

// SecondFactor tells how one's own stands.
func (s *Service) SecondFactor(ctx context.Context, by User) (SecondFactor, error) {
	if err := by.own(); err != nil {
		return SecondFactor{}, err
	}
	f, err := s.Store.SecondFactor(ctx, by.ID)
	if docket.CodeOf(err) == docket.CodeNotFound {
		return SecondFactor{}, nil
	}
	return SecondFactor{Since: f.Since, Left: len(f.Recovery)}, err
}

// BeginSecondFactor makes a new secret for somebody who has none that guards her account.
func (s *Service) BeginSecondFactor(ctx context.Context, by User) (Enrolment, error) {
	if err := by.own(); err != nil {
		return Enrolment{}, err
	}
	if err := s.Proved(by); err != nil {
		return Enrolment{}, err
	}
	have, err := s.hasSecondFactor(ctx, by.ID)
	if err != nil {
		return Enrolment{}, err
	}
	if have {
		return Enrolment{}, docket.Refuse(docket.CodeConflict, "second_factor.exists")
	}
	key, err := totp.Generate(totp.GenerateOpts{Issuer: "foja " + s.Agency.Acronym, AccountName: by.Login, Period: codeStep})
	if err != nil {
		return Enrolment{}, err
	}
	if err := s.Store.SetSecondFactor(ctx, store.SecondFactor{User: by.ID, Secret: key.Secret()}); err != nil {
		return Enrolment{}, err
	}
	picture, err := key.Image(220, 220)
	if err != nil {
		return Enrolment{}, err
	}
	var out bytes.Buffer
	if err := png.Encode(&out, picture); err != nil {
		return Enrolment{}, err
	}
	return Enrolment{Secret: inFours(key.Secret(), " "), Image: out.Bytes()}, nil
}

func inFours(s, between string) string {
	var parts []string
	for part := range slices.Chunk([]byte(s), 4) {
		parts = append(parts, string(part))
	}
	return strings.Join(parts, between)
}

// ConfirmSecondFactor puts the secret in force once its owner has shown a code of it.
func (s *Service) ConfirmSecondFactor(ctx context.Context, by User, code, ip string) ([]string, error) {
	if err := by.own(); err != nil {
		return nil, err
	}
	if err := s.tryCode(ctx, by.ID, code, ip, false); err != nil {
		return nil, err
	}
	f, err := s.Store.SecondFactor(ctx, by.ID)
	if err != nil {
		return nil, err
	}
	f.Since = s.Now()
	var shown []string
	for range recoveryCodes {
		code := newPassword()
		shown, f.Recovery = append(shown, code), append(f.Recovery, recoveryHash(code))
	}
	if err := s.Store.SetSecondFactor(ctx, f); err != nil {
		return nil, err
	}
	return shown, s.HappenedTo(ctx, by, by.ID, AccountFactorOn, "")
}

// DropSecondFactor takes one's own away: anyone who finds a screen unlocked needs the password too.
func (s *Service) DropSecondFactor(ctx context.Context, by User, password, ip string) error {
	if err := by.Must(Staff); err != nil {
		return err
	}
	if _, err := s.CheckPassword(ctx, by.Login, password, ip); err != nil {
		if docket.CodeOf(err) == docket.CodeForbidden {
			return docket.Invalid("password", "account.password_wrong")
		}
		return err
	}
	if err := s.Store.DropSecondFactor(ctx, by.ID); err != nil {
		return err
	}
	return s.HappenedTo(ctx, by, by.ID, AccountFactorOff, "")
}

// TakeSecondFactor takes somebody's away who has lost it, and ends her sessions: she signs in with the password, and sets up another.
func (s *Service) TakeSecondFactor(ctx context.Context, by User, id string) error {
	if err := by.Must(AccountKeepers); err != nil {
		return err
	}
	if err := s.Proved(by); err != nil {
		return err
	}
	u, err := s.Store.User(ctx, id)
	if err != nil {
		return err
	}
	s.Logger.Warn("a second factor was taken away", "user", id, "by", by.ID)
	if err := s.Store.DropSecondFactor(ctx, id); err != nil {
		return err
	}
	if err := s.Store.EndAccess(ctx, id); err != nil {
		return err
	}
	return s.Happened(ctx, by, u, AccountFactorTaken, "")
}
