package web

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"strings"

	"foja/access"
	"foja/docket"
)

// fakeStranger seals with the purpose in plain sight, and counts what it is asked.
type fakeStranger struct {
	asked, verified, keptForms int
	tooMany                    error // what limits answer
	permit, permitFor          string
}

func (f *fakeStranger) MayAsk(context.Context, string) error { f.asked++; return f.tooMany }

func (f *fakeStranger) MayVerify(context.Context, string) error { f.verified++; return f.tooMany }

func (f *fakeStranger) MayKeepForm(context.Context, string) error { f.keptForms++; return f.tooMany }

func (f *fakeStranger) Seal(_ context.Context, purpose string, claim any) (string, error) {
	body, err := json.Marshal(claim)
	return purpose + "." + base64.RawURLEncoding.EncodeToString(body), err
}

func (f *fakeStranger) Unseal(_ context.Context, purpose, sealed string, claim any) (bool, error) {
	of, body, _ := strings.Cut(sealed, ".")
	raw, err := base64.RawURLEncoding.DecodeString(body)
	return of == purpose && err == nil && json.Unmarshal(raw, claim) == nil, nil
}

func (f *fakeStranger) InviteIdentity(_ context.Context, _ access.User, id string) (string, error) {
	return "invitation-" + id, nil
}

func (f *fakeStranger) OwnIdentity(_ context.Context, by access.User, password, _ string) (string, error) {
	if password != "clave-"+by.Login {
		return "", access.FieldErrors{{Code: "invalid", Field: "identity_password", Reason: docket.Say("Esa no es su contraseña.")}}
	}
	return "own-" + by.ID, nil
}
