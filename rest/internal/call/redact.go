package call

import (
	"cmp"
	"encoding/json"
	"errors"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Redacted is the text that replaces a secret.
const Redacted = "REDACTED"

// Address returns a URL without user information, query and fragment. It returns [Redacted] for a text with "@" that cannot be parsed as a URL with a
// host or as a path.
func Address(raw string) string {
	if u, err := url.Parse(raw); err == nil && (u.Host != "" || strings.HasPrefix(raw, "/")) {
		return (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path, RawPath: u.RawPath}).String()
	}
	if strings.Contains(raw, "@") {
		return Redacted // user information may contain a slash, so its end is unknown
	}
	if end := strings.IndexAny(raw, "?#"); end >= 0 {
		return raw[:end]
	}
	return raw
}

// Secrets are texts that must not be printed. The methods ignore texts of up to three bytes, because such texts often occur in words that are not
// secret.
type Secrets []string

// Clean returns err without secrets in its text and in the texts of the errors that it wraps. If a URL has user information, a query or a
// fragment, Clean also replaces the URL with its [Address]. If nothing changes, Clean returns err itself.
func (s Secrets) Clean(err error) error {
	err, _ = s.replacer().clean(err)
	return err
}

// Replace replaces each secret in texts with [Redacted].
func (s Secrets) Replace(texts ...*string) {
	r := s.replacer()
	for _, text := range texts {
		*text = r.Replace(*text)
	}
}

// replacer returns a replacer for secrets and their escaped forms. Longer texts come first, because a secret may contain another secret.
func (s Secrets) replacer() replacer {
	var forms []string
	for _, secret := range s {
		if len(secret) <= 3 {
			continue
		}
		for _, once := range escaped(secret) { // a server may put an escaped secret in a URL or a JSON string, which escapes it again
			forms = append(append(forms, once), escaped(once)...)
		}
	}
	slices.SortFunc(forms, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	var pairs []string
	for _, form := range slices.Compact(forms) {
		pairs = append(pairs, form, Redacted)
	}
	return replacer{strings.NewReplacer(pairs...)}
}

// maxEscaped is the maximum size in bytes of a secret whose escaped forms are replaced.
const maxEscaped = 64 << 10

// escaped returns the forms of a text: unchanged, and escaped as in URLs, Go and JSON. There are two forms for JSON: with and without escapes for
// HTML. If the text is longer than maxEscaped, escaped returns only the unchanged text.
func escaped(text string) []string {
	if len(text) > maxEscaped {
		return []string{text}
	}
	quoted := strconv.Quote(text)
	forms := []string{text, url.QueryEscape(text), Escape(text), Reserve(Escape(text)), url.PathEscape(text), quoted[1 : len(quoted)-1]}
	for _, forHTML := range []bool{true, false} {
		var b strings.Builder
		encoder := json.NewEncoder(&b)
		encoder.SetEscapeHTML(forHTML)
		if encoder.Encode(text) == nil {
			forms = append(forms, b.String()[1:b.Len()-2]) // cut off the quotation marks and the line feed
		}
	}
	return forms
}

// replacer replaces secrets in texts and errors.
type replacer struct{ *strings.Replacer }

// clean implements [Secrets.Clean]. changed reports whether the result differs from err.
func (s replacer) clean(err error) (cleaned error, changed bool) {
	if err == nil {
		return nil, false
	}
	if e, ok := err.(*url.Error); ok {
		at := s.Replace(Address(e.URL))
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

// words matches the quoted texts and the words in an error text. They may be URLs.
var words = regexp.MustCompile(`"(?:[^"\\]|\\.)*"|\S+`)

// text returns an error text in which secrets are replaced, and each URL that has user information, a query or a fragment is replaced with its
// [Address].
func (s replacer) text(text string) string {
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
				return strconv.Quote(Address(plain))
			}
			return Address(plain)
		})
	}
	return s.Replace(text)
}

// scrubbedError replaces an error other than a [*url.Error] if [Secrets.Clean] changes its text or the text of an error that it wraps.
type scrubbedError struct {
	text     string
	original error
	wrapped  []error
}

func (e *scrubbedError) Error() string { return e.text }

// Is reports whether the original error matches target.
func (e *scrubbedError) Is(target error) bool { return errors.Is(e.original, target) }

func (e *scrubbedError) Unwrap() []error { return e.wrapped }
