package main

import (
	"strings"
	"testing"
)

const want = `POST /api/Session/logon: http.request.method=POST url.template=/api/Session/logon http.response.status_code=200
read hosts: hosts=2
  GET /api/RDS/Host: http.request.method=GET url.template=/api/RDS/Host http.response.status_code=503
  GET /api/RDS/Host: http.request.method=GET url.template=/api/RDS/Host http.response.status_code=200
  GET /api/RDS/Host/{id}: http.request.method=GET url.template=/api/RDS/Host/{id} http.response.status_code=200
  GET /api/RDS/Host/{id}: http.request.method=GET url.template=/api/RDS/Host/{id} http.response.status_code=200
POST /api/Session/logoff: http.request.method=POST url.template=/api/Session/logoff http.response.status_code=200
7 spans with 5 names
`

func TestSpans(t *testing.T) {
	var out strings.Builder
	if err := run(t.Context(), &out); err != nil {
		t.Fatal(err)
	}
	if out.String() != want {
		t.Errorf("got\n%s\nwant\n%s", &out, want)
	}
}
