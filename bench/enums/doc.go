// Package enums compares the enums of specgen with those of stringer, enumer, go-enum and protobuf-go, and with hand-written enums. All of them have
// the same names and numbers. Package enums is a separate module, so that users of specgen do not depend on the other generators.
//
//	go test -run '^$' -bench . -benchtime 5ms -count 12 . | go run ./table
package enums
