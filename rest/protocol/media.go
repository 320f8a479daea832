package protocol

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/rasapi/specgen/rest"
)

// typeOfMedia returns a media type in lower case and without parameters.
func typeOfMedia(mediaType string) string {
	mediaType, _, _ = strings.Cut(mediaType, ";")
	return strings.ToLower(strings.TrimSpace(mediaType))
}

// isJSONMedia reports whether a media type is a JSON type. The media type must be in lower case and must not have parameters.
func isJSONMedia(mediaType string) bool {
	return mediaType == "application/json" || mediaType == "text/json" || strings.HasSuffix(mediaType, "+json")
}

// CheckMediaType returns a [*rest.Error] with status 415 if no media type or range in declared includes the Content-Type of a request. CheckMediaType
// accepts a request whose ContentLength is 0, and a request without a Content-Type.
func CheckMediaType(r *http.Request, declared ...string) error {
	got := typeOfMedia(r.Header.Get("Content-Type"))
	if got == "" || r.ContentLength == 0 {
		return nil
	}
	for _, want := range declared {
		if matches(typeOfMedia(want), got) {
			return nil
		}
	}
	return unsupported(r, strings.Join(declared, ", "))
}

// unsupported returns a [*rest.Error] with status 415 for a request body whose media type is not declared. declared lists the supported media
// types.
func unsupported(r *http.Request, declared string) error {
	e := rest.Errorf(http.StatusUnsupportedMediaType, "the Content-Type %q is not supported; use %s", r.Header.Get("Content-Type"), declared)
	e.Header = http.Header{"Accept": {declared}}
	return e
}

// matches reports whether a media range, such as "image/*", includes a media type. The range "application/json" includes every JSON media type.
func matches(mediaRange, mediaType string) bool {
	if mediaRange == "*/*" || mediaRange == mediaType || mediaRange == "application/json" && isJSONMedia(mediaType) {
		return true
	}
	prefix, ok := strings.CutSuffix(mediaRange, "/*")
	return ok && strings.HasPrefix(mediaType, prefix+"/")
}

// checkAccept returns a [*rest.Error] with status 406 if a request accepts none of the media types in produces, which are separated by commas. If
// produces is empty, checkAccept returns nil.
func checkAccept(r *http.Request, produces string) error {
	accept := r.Header.Values("Accept")
	if len(accept) == 0 || produces == "" || len(accept) == 1 && accept[0] == "*/*" {
		return nil
	}
	all := strings.Join(accept, ",")
	for mediaType := range strings.SplitSeq(produces, ",") {
		if accepts(all, typeOfMedia(mediaType)) {
			return nil
		}
	}
	return rest.Errorf(http.StatusNotAcceptable, "the operation responds with %s, which the request does not accept", produces)
}

// accepts reports whether the value of a header Accept includes a media type. The result depends on the most specific range that matches (RFC 9110,
// section 12.5.1). An empty value includes every media type.
func accepts(accept, mediaType string) bool {
	best, accepted := -1, strings.Trim(accept, " ,\t") == ""
	for part := range strings.SplitSeq(accept, ",") {
		mediaRange := typeOfMedia(part)
		if !matches(mediaRange, mediaType) {
			continue
		}
		specific := 2
		switch {
		case mediaRange == "*/*":
			specific = 0
		case strings.HasSuffix(mediaRange, "/*"):
			specific = 1
		case mediaRange == mediaType:
			specific = 3
		}
		if specific > best {
			best, accepted = specific, quality(part) > 0
		}
	}
	return accepted
}

// quality returns the q value of a media range. If there is no q, or if it is not a number, quality returns 1.
func quality(mediaRange string) float64 {
	_, parameters, _ := strings.Cut(mediaRange, ";")
	for parameter := range strings.SplitSeq(parameters, ";") {
		name, value, _ := strings.Cut(strings.TrimSpace(parameter), "=")
		if q, err := strconv.ParseFloat(strings.TrimSpace(value), 64); strings.EqualFold(strings.TrimSpace(name), "q") && err == nil {
			return q
		}
	}
	return 1
}
