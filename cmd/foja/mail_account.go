package main

import (
	"context"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"foja/config"
	"foja/mail"
)

// tokens gets and caches OAuth access tokens; nil when passwords are used.
func tokens(c config.OAuth) mail.TokenSource {
	if c.TokenURL == "" {
		return nil
	}
	ctx := context.Background() // of the HTTP client: a token outlives the login that asked for it
	var source oauth2.TokenSource
	if c.RefreshToken != "" {
		app := oauth2.Config{ClientID: c.ClientID, ClientSecret: c.ClientSecret, Endpoint: oauth2.Endpoint{TokenURL: c.TokenURL}, Scopes: []string{c.Scope}}
		source = app.TokenSource(ctx, &oauth2.Token{RefreshToken: c.RefreshToken})
	} else {
		app := clientcredentials.Config{ClientID: c.ClientID, ClientSecret: c.ClientSecret, TokenURL: c.TokenURL, Scopes: []string{c.Scope}}
		source = app.TokenSource(ctx)
	}
	return func(context.Context) (string, error) {
		t, err := source.Token()
		if err != nil {
			return "", err
		}
		return t.AccessToken, nil
	}
}
