//go:build !linux

package main

// widenHeap does nothing: huge pages are asked for on Linux alone.
func widenHeap() {}
