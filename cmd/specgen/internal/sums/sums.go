// Package sums tells the SHA-256 of files, and remembers them: a file of which the system still says what it said when it was read is not
// read again.
//
// What is true: a sum is told without reading only when path, size, time of change, time of the last change of anything about the file (ctime),
// device and number (inode) are what they were. An edit that keeps the size and sets the time back has another ctime, which no program
// can set; a file put in the place of another has another number. A file that was changed within the time that the clock of a file system may
// not tell apart is not remembered, but read again next time (git calls such a one racily clean). On systems that do not tell all of these,
// Windows for one, every file is read.
//
// What is not: a file system that makes ctime up is believed, and so is whoever can write what [Sums.Bytes] gives, or set the clock of the
// machine. What a program writes through a memory mapping may be seen only when the system has written it to the disk.
package sums

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"strings"
	"time"
)

// Sums tells the sums of files. The zero value reads each time, and holds no file for one of ours. It is not for concurrent use.
type Sums struct {
	known   map[string]fact // by file
	changed bool
	ours    func(file string, start []byte) bool
	now     func() time.Time
	buffer  []byte
}

// fact is what is known of a file.
type fact struct {
	state string // what the system says of it
	sum   string // "" when only its beginning was read
	ours  bool
}

// New makes Sums that know what [Sums.Bytes] gave once, or nothing when it was not that. ours tells by the beginning of a file, which has at least
// the first 4096 bytes, whether it is one of those that [Sums.OfOurs] reads. now is the clock; with nil, each file is read each time.
func New(known []byte, ours func(file string, start []byte) bool, now func() time.Time) *Sums {
	s := &Sums{known: map[string]fact{}, ours: ours, now: now}
	fields := strings.Split(string(known), "\x00")
	if len(fields)%fieldsEach != 1 { // what comes after the last byte
		return s
	}
	for ; len(fields) >= fieldsEach; fields = fields[fieldsEach:] {
		s.known[fields[0]] = fact{fields[1], fields[2], fields[3] == isOurs}
	}
	return s
}

// fieldsEach is how many fields, each with a zero byte at its end, are kept of a file: its path, state, sum, and whether it is one of ours.
const (
	fieldsEach = 4
	isOurs     = "ours"
)

// Bytes gives all that is known, for [New] of a later run; changed is false when that is what New was given. Files that are gone are forgotten.
func (s *Sums) Bytes() (known []byte, changed bool) {
	if !s.changed {
		return nil, false
	}
	var b bytes.Buffer
	for file, f := range s.known {
		if _, err := os.Stat(file); err != nil {
			continue
		}
		mark := ""
		if f.ours {
			mark = isOurs
		}
		for _, field := range []string{file, f.state, f.sum, mark} {
			b.WriteString(field)
			b.WriteByte(0)
		}
	}
	return b.Bytes(), true
}

// Of gives the sum of a file, in hexadecimal.
func (s *Sums) Of(file string) (string, error) {
	f, err := s.look(file, true)
	return f.sum, err
}

// OfOurs tells whether a file is one of ours, and then gives its sum. Of any other it reads no more than the beginning.
func (s *Sums) OfOurs(file string) (sum string, ours bool, err error) {
	f, err := s.look(file, false)
	if !f.ours {
		f.sum = ""
	}
	return f.sum, f.ours, err
}

// look gives what is known of a file, or reads it; with whole, its sum is there in any case.
func (s *Sums) look(file string, whole bool) (fact, error) {
	known, ok := s.known[file]
	if ok = ok && (known.sum != "" || !whole && !known.ours); ok {
		info, err := os.Stat(file)
		if err != nil {
			return fact{}, err
		}
		if state, _, ok := describe(info); ok && state == known.state {
			return known, nil
		}
	}
	f, err := os.Open(file)
	if err != nil {
		return fact{}, err
	}
	defer f.Close()
	if s.now == nil {
		return s.read(f, whole)
	}
	at := s.now() // before the file is looked at, and that is before it is read: what changes from here on gets a later ctime
	info, err := f.Stat()
	if err != nil {
		return fact{}, err
	}
	known, err = s.read(f, whole)
	if state, changed, ok := describe(info); ok && err == nil && settled(changed, at) {
		known.state = state
		s.known[file], s.changed = known, true
	}
	return known, err
}

// settled tells whether a file that was last changed at a time cannot be changed any more without another ctime. Clocks of file systems tick every
// 10 ms or more often; those that count whole seconds tick every two at worst.
func settled(changed, now time.Time) bool {
	tick := 50 * time.Millisecond
	if changed.Nanosecond() == 0 {
		tick = 3 * time.Second
	}
	return now.Sub(changed) > tick
}

// start is how much of a file is looked at to tell whether it is one of ours.
const start = 4096

// read reads a file; when it is not one of ours, only with whole.
func (s *Sums) read(f *os.File, whole bool) (known fact, err error) {
	if s.buffer == nil {
		s.buffer = make([]byte, 64<<10)
	}
	n, err := io.ReadAtLeast(f, s.buffer, start)
	known.ours = s.ours != nil && s.ours(f.Name(), s.buffer[:n])
	whole = whole || known.ours
	h := sha256.New()
	for ; err == nil && whole; n, err = f.Read(s.buffer) {
		h.Write(s.buffer[:n])
	}
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return fact{}, err
	}
	if whole {
		h.Write(s.buffer[:n])
		known.sum = hex.EncodeToString(h.Sum(nil))
	}
	return known, nil
}
