// Package enums compares the enums of specgen with those of stringer, enumer, go-enum and protobuf-go, all generated from the same
// names and numbers. It is a module of its own, so that who uses specgen does not inherit the peers.
//
//	go test -run '^$' -bench . -benchtime 5ms -count 12 . | go run ./table
package enums
