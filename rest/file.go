package rest

import "io"

// File is a body that is not JSON. A client's caller reads and closes it; a server's handler gives one as its answer, and it is
// closed after sending.
type File struct {
	io.ReadCloser
	MediaType string // Content-Type; a server's default is application/octet-stream
	Name      string // file name from or for Content-Disposition, "" for none; a client gets it without folders
	Size      int64  // bytes, -1 when unknown; a server sends Content-Length when it is above 0
}

// NewFile makes a File of a reader; one that is no io.Closer gets a Close that does nothing.
func NewFile(name, mediaType string, r io.Reader) *File {
	rc, ok := r.(io.ReadCloser)
	if !ok {
		rc = io.NopCloser(r)
	}
	return &File{ReadCloser: rc, MediaType: mediaType, Name: name, Size: -1}
}

// Upload is a file in a multipart request. The reader is read once, as the request is sent, and never held in memory.
type Upload struct {
	Name      string // file name
	MediaType string // "" means application/octet-stream
	Content   io.Reader
}
