package rest

import "io"

// File is a body that is not JSON. A client must read and close it. A handler of a server returns one; it is closed after it was sent.
type File struct {
	io.ReadCloser
	MediaType string // Content-Type; servers send application/octet-stream if it is empty
	Name      string // file name in Content-Disposition, "" for none; clients receive it without directories
	Size      int64  // bytes, -1 if unknown; servers send Content-Length if it is above 0
}

// NewFile returns a File that reads from r. Closing the File closes r if r is an [io.Closer].
func NewFile(name, mediaType string, r io.Reader) *File {
	rc, ok := r.(io.ReadCloser)
	if !ok {
		rc = io.NopCloser(r)
	}
	return &File{ReadCloser: rc, MediaType: mediaType, Name: name, Size: -1}
}

// Upload is a file in a multipart request. Content is read once, while the request is sent, and is not kept in memory.
type Upload struct {
	Name      string // file name
	MediaType string // "" means application/octet-stream
	Content   io.Reader
}
