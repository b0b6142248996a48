package web

import "net/http"

// asOfForm asks for the moment whose knowledge is to be shown, filled with what was asked for.
func asOfForm(r *http.Request) form {
	f := form{Sections: []section{{Fields: []field{{
		Prefix: "past-", Name: "as_of", Label: "Ver como se conocía el", Kind: kindMoment,
	}}}}}
	f.fill(r.URL.Query())
	return f
}
