package rest

import (
	"io"
	"net/http"
)

// File is the body of a response as a stream, such as an image. The caller of a client method must close the File. The server closes a File that a
// handler returns.
type File struct {
	io.ReadCloser
	MediaType string // value of Content-Type; if empty, servers send a declared media type or application/octet-stream
	Name      string // file name in Content-Disposition, or ""; clients remove directories from received names
	// Size is the number of bytes, or -1 if it is unknown. If Size is above 0, servers send a Content-Length, and the content must have this size. If
	// Size is -1, servers send each part of the content as soon as they have read the part, so that a client receives events without delay.
	Size int64
}

// NewFile returns a File that reads from r. Its Size is -1. Closing the File closes r if r is an [io.Closer].
func NewFile(name, mediaType string, r io.Reader) *File {
	rc, ok := r.(io.ReadCloser)
	if !ok {
		rc = io.NopCloser(r)
	}
	return &File{ReadCloser: rc, MediaType: mediaType, Name: name, Size: -1}
}

// Upload is a file in a multipart request. The client reads Content once, while it sends the request.
type Upload struct {
	Name      string // file name; if empty, the name of the form field
	MediaType string // media type; if empty, the media type that the document declares, or application/octet-stream
	Content   io.Reader
	Header    http.Header // additional headers of the part
}
