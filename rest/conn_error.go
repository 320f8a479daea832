package rest

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

const redacted = "REDACTED"

// address returns a URL without user information, query and fragment. The URL need not be valid.
func address(raw string) string {
	if u, err := url.Parse(raw); err == nil && (u.Host != "" || strings.HasPrefix(raw, "/")) {
		return (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path, RawPath: u.RawPath}).String()
	}
	if strings.Contains(raw, "@") {
		return redacted // nobody can tell where the user information ends
	}
	if end := strings.IndexAny(raw, "?#"); end >= 0 {
		return raw[:end]
	}
	return raw
}

// callError returns the error of a call, with the operation and without secrets.
func callError(r Request, token string, err error) error {
	err, _ = secretsOf(r.Secrets, token).clean(err)
	return fmt.Errorf("%s: %w", r.Operation, err)
}

// secretsOf returns the scrubber for the token and the secret path parameters of a request.
func secretsOf(parameters []string, token string) scrubber {
	var secrets scrubber
	for _, secret := range slices.Concat(parameters, []string{token}) {
		if len(secret) > 3 { // a shorter text also occurs in words that are not secret
			secrets = append(secrets, secret, redacted, url.QueryEscape(secret), redacted, url.PathEscape(secret), redacted)
		}
	}
	return secrets
}

// scrubber removes secrets from errors. It has pairs of texts for [strings.NewReplacer].
type scrubber []string

// clean returns err without secrets in its text and in the texts of all errors that it wraps. It reports whether the result differs from err.
func (s scrubber) clean(err error) (cleaned error, changed bool) {
	if err == nil {
		return nil, false
	}
	if e, ok := err.(*url.Error); ok {
		at := s.replace(address(e.URL))
		cause, changed := s.clean(e.Err)
		if !changed && at == e.URL {
			return e, false
		}
		return &url.Error{Op: e.Op, URL: at, Err: cause}, true
	}
	var wrapped []error
	switch e := err.(type) {
	case interface{ Unwrap() error }:
		if inner := e.Unwrap(); inner != nil {
			wrapped = []error{inner}
		}
	case interface{ Unwrap() []error }:
		wrapped = append(wrapped, e.Unwrap()...)
	}
	for i, inner := range wrapped {
		var differs bool
		wrapped[i], differs = s.clean(inner)
		changed = changed || differs
	}
	text := s.text(err.Error())
	if !changed && text == err.Error() {
		return err, false
	}
	return &scrubbedError{text, err, wrapped}, true
}

func (s scrubber) replace(text string) string { return strings.NewReplacer(s...).Replace(text) }

// words matches the parts of an error text that may be a URL: texts in quotes, and words.
var words = regexp.MustCompile(`"(?:[^"\\]|\\.)*"|\S+`)

// text returns an error text without secrets, and with URLs cut to their addresses.
func (s scrubber) text(text string) string {
	if strings.ContainsAny(text, "?@#") {
		text = words.ReplaceAllStringFunc(text, func(word string) string {
			plain, err := strconv.Unquote(word)
			if err != nil {
				plain = word
			}
			before, after, hasUser := strings.Cut(plain, "@")
			credentials := hasUser && after != "" && strings.Contains(before, ":")
			_, query, hasQuery := strings.Cut(plain, "?")
			_, fragment, hasFragment := strings.Cut(plain, "#")
			if !credentials && !(hasQuery && query != "") && !(hasFragment && fragment != "" && strings.Contains(plain, "://")) {
				return word
			}
			if err == nil {
				return strconv.Quote(address(plain))
			}
			return address(plain)
		})
	}
	return s.replace(text)
}

// scrubbedError replaces an error with a secret in its text, or in the text of an error that it wraps.
type scrubbedError struct {
	text     string
	original error
	wrapped  []error
}

func (e *scrubbedError) Error() string { return e.text }

// Is reports whether the original error is target.
func (e *scrubbedError) Is(target error) bool { return errors.Is(e.original, target) }

func (e *scrubbedError) Unwrap() []error { return e.wrapped }
