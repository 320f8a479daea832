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
	"strconv"
	"strings"

	"github.com/rasapi/specgen/rest"
	"github.com/rasapi/specgen/rest/internal/call"
)

// received returns the body of a response as a File.
func received(res *http.Response) *rest.File {
	f := &rest.File{ReadCloser: res.Body, MediaType: res.Header.Get("Content-Type"), Size: res.ContentLength}
	if _, params, err := mime.ParseMediaType(res.Header.Get("Content-Disposition")); err == nil {
		f.Name = baseName(params["filename"])
	}
	return f
}

// baseName returns the last element of a path with / or \ as separator, or "" if the element is not a file name. A received name can thus not refer
// to another directory (RFC 6266, section 4.3).
func baseName(name string) string {
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	if name == "." || name == ".." {
		return ""
	}
	return name
}

// JSON returns the body of a request that contains v as JSON.
func JSON(v any) (io.Reader, error) {
	b, err := encode(v)
	if err != nil {
		return nil, fmt.Errorf("encoding the request: %w", err)
	}
	return call.NewContent(bytes.NewReader(b), v), nil
}

// Part is a field of a multipart form. Its value is an Upload, a string, number or boolean, which is sent as text, or any other value, which is sent
// as JSON. A list is sent as one part per item.
type Part struct {
	Field string
	Value any
}

// Multipart returns the Content-Type and the body of a multipart/form-data request with the parts of form. It omits nil values and uploads without
// content.
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
			if v.Content == nil {
				continue
			}
			if _, err := w.CreatePart(uploadHeader(p.Field, v)); err != nil {
				return "", nil, err
			}
			flush()
			readers = append(readers, v.Content)
		default:
			texts, err := formTexts(v)
			if err != nil {
				return "", nil, fmt.Errorf("form field %q: %w", p.Field, err)
			}
			for _, text := range texts {
				if err := w.WriteField(p.Field, text); err != nil {
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

func uploadHeader(field string, u rest.Upload) textproto.MIMEHeader {
	quote := strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\r", "%0D", "\n", "%0A")
	return textproto.MIMEHeader{
		"Content-Disposition": {fmt.Sprintf(`form-data; name="%s"; filename="%s"`, quote.Replace(field), quote.Replace(cmp.Or(u.Name, field)))},
		"Content-Type":        {cmp.Or(u.MediaType, "application/octet-stream")},
	}
}

// formTexts returns the texts of a form value: one text per item of a list, and none for null. It converts the value through JSON, so that enums are
// numbers.
func formTexts(v any) ([]string, error) {
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
	var texts []string
	for _, item := range items {
		text := string(item)
		if item[0] == '"' {
			if err := json.Unmarshal(item, &text); err != nil {
				return nil, err
			}
		}
		if string(item) != "null" {
			texts = append(texts, text)
		}
	}
	return texts, nil
}

// Segment returns the segment of a path for an encoded path parameter. It escapes "." and "..", because they would change the path.
func Segment(encoded string) string {
	if encoded == "." || encoded == ".." {
		return strings.ReplaceAll(encoded, ".", "%2E")
	}
	return encoded
}

// writeFile sends a stream. It returns a [brokenFile] if reading or writing fails after the status was sent. It sends at most Size bytes, because a
// client would read further bytes as the next response.
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
	if f.Size > 0 {
		source = io.LimitReader(f, f.Size)
	}
	n, err := io.Copy(w, source)
	switch {
	case errors.Is(err, http.ErrBodyNotAllowed):
		return nil
	case err == nil && f.Size > 0 && n < f.Size:
		err = fmt.Errorf("the file has %d bytes but Size is %d", n, f.Size)
	case err == nil && f.Size > 0:
		if more, _ := f.Read(make([]byte, 1)); more > 0 {
			err = fmt.Errorf("the file has more bytes than Size (%d)", f.Size)
		}
	}
	if err != nil {
		return &brokenFile{fmt.Errorf("sending the file: %w", err)}
	}
	return nil
}
