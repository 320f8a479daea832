package call

import (
	"net/url"
	"strings"
)

// Escape percent-encodes every character that is not unreserved (RFC 3986). Unlike [url.QueryEscape] it never writes a space as "+", which only
// receivers of forms decode.
func Escape(text string) string {
	return strings.ReplaceAll(url.QueryEscape(text), "+", "%20")
}

// Reserve restores the characters of an escaped text that a value with allowReserved contains unescaped: :/?@!$'()*,;=. "&" and "+" would change the
// meaning of a query, and RFC 3986 does not allow "#", "[" and "]" in a query.
func Reserve(escaped string) string {
	return reserved.Replace(escaped)
}

var reserved = strings.NewReplacer("%3A", ":", "%2F", "/", "%3F", "?", "%40", "@", "%21", "!", "%24", "$", "%27", "'", "%28", "(", "%29", ")",
	"%2A", "*", "%2C", ",", "%3B", ";", "%3D", "=")
