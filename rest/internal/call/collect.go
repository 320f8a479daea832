package call

import (
	"encoding"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"strconv"
)

// Content is the body of a request, together with the value that the body encodes.
type Content struct {
	io.Reader
	Value any
}

// NewContent returns a [Content] that reads from r and has the value v. If v cannot contain secrets, NewContent returns r.
func NewContent(r io.Reader, v any) io.Reader {
	switch reflect.ValueOf(v).Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Map:
	default:
		if _, ok := v.(fmt.Formatter); !ok {
			return r
		}
	}
	return &Content{r, v}
}

// SecretsOf returns the secrets in a value of a generated type, or in a pointer, list or map of such values.
func SecretsOf(v any) Secrets {
	var c Collector
	c.Visit(reflect.ValueOf(v))
	return c.secrets
}

// Collector is a [fmt.State] that collects the secrets of a value. Only the Format method of a generated type knows which fields are secret. If this
// method receives a Collector, it writes nothing. Instead, it calls Add with the secret fields and Visit with the other fields.
type Collector struct {
	secrets Secrets
	depth   int // depth of the current value; the depth of the outermost value is 1
}

// maxDepth is the maximum depth of the values that a [Collector] visits. The limit is necessary because a value may contain itself.
const maxDepth = 1000

// Visit collects the secrets in a value. It calls the Format method of the value, or visits the elements of a list or map without such a method.
func (c *Collector) Visit(v reflect.Value) {
	if c.depth++; v.IsValid() && c.depth <= maxDepth {
		c.visit(v)
	}
	c.depth--
}

func (c *Collector) visit(v reflect.Value) {
	if v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface {
		c.Visit(v.Elem())
		return
	}
	if v.CanInterface() {
		if f, ok := v.Interface().(fmt.Formatter); ok {
			f.Format(c, 'v')
			return
		}
	}
	c.Elements(v)
}

// Elements calls Visit with each element of a list, or with each value of a map.
func (c *Collector) Elements(v reflect.Value) { each(v, c.Visit) }

// Add collects all texts and numbers in a secret value. It skips the keys of maps, because keys are names such as "password", which also occur in
// texts that are not secret.
func (c *Collector) Add(v reflect.Value) {
	if c.depth++; v.IsValid() && c.depth <= maxDepth {
		c.add(v)
	}
	c.depth--
}

func (c *Collector) add(v reflect.Value) {
	if v.CanInterface() && v.Kind() != reflect.Pointer && v.Kind() != reflect.Interface {
		if m, ok := v.Interface().(encoding.TextMarshaler); ok {
			if text, err := m.MarshalText(); err == nil {
				c.secrets = append(c.secrets, string(text))
			}
			return
		}
	}
	switch kind := v.Kind(); {
	case kind == reflect.Pointer, kind == reflect.Interface:
		c.Add(v.Elem())
	case kind == reflect.String:
		c.secrets = append(c.secrets, v.String())
	case v.CanInt():
		c.secrets = append(c.secrets, strconv.FormatInt(v.Int(), 10))
	case v.CanUint():
		c.secrets = append(c.secrets, strconv.FormatUint(v.Uint(), 10))
	case v.CanFloat():
		c.secrets = append(c.secrets, strconv.FormatFloat(v.Float(), 'f', -1, 64))
	case kind == reflect.Struct:
		for i := range v.NumField() {
			c.Add(v.Field(i))
		}
	case kind == reflect.Slice && v.Type().Elem().Kind() == reflect.Uint8:
		c.addBytes(v.Bytes())
	default:
		each(v, c.Add)
	}
}

// addBytes collects secret bytes and their base64 text, which encoding/json writes. If the bytes are JSON, addBytes also collects the texts and
// numbers in the JSON value.
func (c *Collector) addBytes(b []byte) {
	var tree any
	if json.Unmarshal(b, &tree) == nil {
		c.Add(reflect.ValueOf(tree))
	}
	c.secrets = append(c.secrets, string(b), base64.StdEncoding.EncodeToString(b))
}

// each calls f with each element of a list, or with each value of a map.
func each(v reflect.Value, f func(reflect.Value)) {
	switch v.Kind() {
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			f(v.Index(i))
		}
	case reflect.Map:
		for entries := v.MapRange(); entries.Next(); {
			f(entries.Value())
		}
	}
}

// Write discards the output of Format methods that specgen did not generate.
func (c *Collector) Write(b []byte) (int, error) { return len(b), nil }

// Width implements [fmt.State].
func (c *Collector) Width() (int, bool) { return 0, false }

// Precision implements [fmt.State].
func (c *Collector) Precision() (int, bool) { return 0, false }

// Flag implements [fmt.State].
func (c *Collector) Flag(int) bool { return false }
