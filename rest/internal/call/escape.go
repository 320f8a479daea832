package call

import (
	"net/url"
	"strings"
)

// Escape percent-encodes all characters except the unreserved characters of RFC 3986. It writes a space as "%20". [url.QueryEscape] writes a space
// as "+", which only receivers of forms decode.
func Escape(text string) string {
	return strings.ReplaceAll(url.QueryEscape(text), "+", "%20")
}

// Reserve unescapes the characters :/?@!$'()*,;= in an escaped text, as allowReserved permits. It does not unescape "&" and "+", because they would
// change the meaning of a query. It does not unescape "#", "[" and "]", because RFC 3986 does not permit them in a query.
func Reserve(escaped string) string {
	return reserved.Replace(escaped)
}

var reserved = strings.NewReplacer("%3A", ":", "%2F", "/", "%3F", "?", "%40", "@", "%21", "!", "%24", "$", "%27", "'", "%28", "(", "%29", ")",
	"%2A", "*", "%2C", ",", "%3B", ";", "%3D", "=")
