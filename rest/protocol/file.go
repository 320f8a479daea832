package protocol

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"slices"
	"strconv"
	"strings"

	"github.com/rasapi/specgen/rest"
	"github.com/rasapi/specgen/rest/internal/call"
)

// fileOf returns the body of a response as a File.
func fileOf(res *http.Response) *rest.File {
	f := &rest.File{ReadCloser: res.Body, MediaType: res.Header.Get("Content-Type"), Size: res.ContentLength}
	if _, params, err := mime.ParseMediaType(res.Header.Get("Content-Disposition")); err == nil {
		f.Name = baseName(params["filename"])
	}
	return f
}

// baseName returns the last element of a path that uses / or \ as separator. If this element is "." or "..", baseName returns "". The result contains
// no directory (RFC 6266, section 4.3).
func baseName(name string) string {
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	if name == "." || name == ".." {
		return ""
	}
	return name
}

// JSON returns a request body with the JSON text of v.
func JSON(v any) (io.Reader, error) {
	b, err := encode(v)
	if err != nil {
		return nil, fmt.Errorf("encoding the request: %w", err)
	}
	return call.NewContent(bytes.NewReader(b), v), nil
}

// Part is a field of a multipart form. Multipart writes an Upload as a file. It writes a string, number or boolean as text, and any other value as
// JSON. If the MediaType of the Part is a JSON type, it also writes a string as JSON. It writes a list as one part per item. The MediaType of an
// Upload overrides the MediaType of its Part.
type Part struct {
	Field     string
	Value     any
	Required  bool        // whether an upload without content is an error
	MediaType string      // Content-Type; the default is application/octet-stream for an Upload, application/json for JSON, and none for text
	Header    http.Header // additional headers of the part
}

// Multipart returns the Content-Type and the body of a multipart/form-data request with the given parts. form is the struct that contains the values
// of the parts. [rest.Conn.Do] removes the secrets of form from errors. Multipart omits a nil value and an Upload without content. For a required
// upload without content, it returns an error.
func Multipart(form any, parts ...Part) (contentType string, body io.Reader, err error) {
	var head bytes.Buffer
	w := multipart.NewWriter(&head)
	var readers []io.Reader
	flush := func() {
		readers = append(readers, bytes.NewReader(bytes.Clone(head.Bytes())))
		head.Reset()
	}
	for _, p := range parts {
		switch v := p.Value.(type) {
		case nil:
		case rest.Upload:
			if v.Content == nil && p.Required {
				return "", nil, fmt.Errorf("form field %q: %w", p.Field, errRequired)
			}
			if v.Content == nil {
				continue
			}
			if _, err := p.create(w, p.uploadHeader(v)); err != nil {
				return "", nil, err
			}
			flush()
			readers = append(readers, v.Content)
		default:
			items, err := formItems(v)
			if err != nil {
				return "", nil, fmt.Errorf("form field %q: %w", p.Field, err)
			}
			for _, item := range items {
				header, text := p.itemHeader(item)
				part, err := p.create(w, header)
				if err != nil {
					return "", nil, err
				}
				if _, err := io.WriteString(part, text); err != nil {
					return "", nil, err
				}
			}
		}
	}
	if err := w.Close(); err != nil {
		return "", nil, err
	}
	flush()
	return w.FormDataContentType(), call.NewContent(io.MultiReader(readers...), form), nil
}

// create starts a part of a multipart body. It returns an error for a header with a line break, because package multipart would write the text after
// the line break as a separate header.
func (p Part) create(w *multipart.Writer, header textproto.MIMEHeader) (io.Writer, error) {
	for name, values := range header {
		if strings.ContainsAny(name+strings.Join(values, ""), "\r\n") {
			return nil, fmt.Errorf("form field %q: header %q contains a line break; remove the line break", p.Field, name)
		}
	}
	return w.CreatePart(header)
}

// partHeader returns the headers of a part: p.Header, the headers in more, and a Content-Disposition that ends with parameters.
func (p Part) partHeader(parameters string, more ...http.Header) textproto.MIMEHeader {
	header := textproto.MIMEHeader{}
	for _, h := range append([]http.Header{p.Header}, more...) {
		for name, values := range h {
			header[textproto.CanonicalMIMEHeaderKey(name)] = values
		}
	}
	header.Set("Content-Disposition", fmt.Sprintf(`form-data; name="%s"`, quoteParameter.Replace(p.Field))+parameters)
	return header
}

// quoteParameter escapes a name for a Content-Disposition.
var quoteParameter = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\r", "%0D", "\n", "%0A")

// uploadHeader returns the headers of a part with a file.
func (p Part) uploadHeader(u rest.Upload) textproto.MIMEHeader {
	header := p.partHeader(fmt.Sprintf(`; filename="%s"`, quoteParameter.Replace(cmp.Or(u.Name, p.Field))), u.Header)
	header.Set("Content-Type", cmp.Or(u.MediaType, p.MediaType, "application/octet-stream"))
	return header
}

// itemHeader returns the headers and the text of a part whose value is item. If the part is not JSON, itemHeader removes the quotation marks and
// escapes of a string.
func (p Part) itemHeader(item json.RawMessage) (header textproto.MIMEHeader, text string) {
	header, text = p.partHeader(""), string(item)
	mediaType := p.MediaType
	if mediaType == "" && (item[0] == '{' || item[0] == '[') {
		mediaType = "application/json"
	}
	if mediaType != "" {
		header.Set("Content-Type", mediaType)
	}
	if item[0] == '"' && !isJSONMedia(typeOfMedia(mediaType)) {
		_ = json.Unmarshal(item, &text) // decoding a JSON string cannot fail
	}
	return header, text
}

// formItems returns the JSON text of each item of a list, or the JSON text of any other value. It omits null.
func formItems(v any) ([]json.RawMessage, error) {
	data, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	items := []json.RawMessage{data}
	if data[0] == '[' {
		if err := json.Unmarshal(data, &items); err != nil {
			return nil, err
		}
	}
	return slices.DeleteFunc(items, func(item json.RawMessage) bool { return string(item) == "null" }), nil
}

// Segment returns the path segment for an encoded path parameter. It escapes "." and "..", because they would change the path.
func Segment(encoded string) string {
	if encoded == "." || encoded == ".." {
		return strings.ReplaceAll(encoded, ".", "%2E")
	}
	return encoded
}

// writeFile sends f as the response and closes f. It returns a [brokenFile] if reading or writing fails, or if f.Size is above 0 and f has another
// size. It returns nil if the status permits no body. If f.Size is above 0, writeFile sends at most f.Size bytes, as the Content-Length declares. If
// f.Size is unknown, writeFile sends the status first. It then sends each part of the content as soon as it has read the part, because a client may
// wait for events in the content.
func writeFile(w http.ResponseWriter, status int, f *rest.File) error {
	defer f.Close()
	w.Header().Set("Content-Type", cmp.Or(f.MediaType, "application/octet-stream"))
	if f.Name != "" {
		w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.Name}))
	}
	if f.Size > 0 {
		w.Header().Set("Content-Length", strconv.FormatInt(f.Size, 10))
	}
	w.WriteHeader(status)
	var source io.Reader = f
	var target io.Writer = w
	switch {
	case f.Size > 0:
		source = io.LimitReader(f, f.Size)
	case f.Size < 0:
		sent := flushingWriter{w, http.NewResponseController(w)}
		sent.flush()
		target = sent
	}
	n, err := io.Copy(target, source)
	switch {
	case errors.Is(err, http.ErrBodyNotAllowed):
		return nil
	case err == nil && f.Size > 0 && n < f.Size:
		err = fmt.Errorf("the file has %d bytes, want %d as in Size", n, f.Size)
	case err == nil && f.Size > 0:
		if more, _ := f.Read(make([]byte, 1)); more > 0 {
			err = fmt.Errorf("the file has more bytes than Size, want %d", f.Size)
		}
	}
	if err != nil {
		return &brokenFile{fmt.Errorf("sending the file: %w", err)}
	}
	return nil
}

// flushingWriter is a writer that sends the bytes to the client at the end of each call to Write.
type flushingWriter struct {
	io.Writer
	connection *http.ResponseController
}

func (i flushingWriter) Write(b []byte) (int, error) {
	n, err := i.Writer.Write(b)
	if err == nil {
		i.flush()
	}
	return n, err
}

// flush sends the bytes that the response has buffered. It ignores an error, because the ResponseWriter of a test or of a middleware may not support
// flushing. After any other error, the next call to Write fails.
func (i flushingWriter) flush() { _ = i.connection.Flush() }
