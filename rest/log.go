package rest

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// log logs an attempt as [WithLogger] describes.
func (x *exchange) log(res *http.Response, err error, duration time.Duration) {
	o := x.request.Operation
	attributes := make([]slog.Attr, 0, 6)
	attributes = append(attributes, slog.String("operation", o.ID), slog.String("method", o.Method), slog.String("pattern", o.Pattern))
	level := slog.LevelInfo
	switch {
	case err != nil:
		level = slog.LevelWarn
		attributes = append(attributes, slog.String("error", kindOf(err)))
	default:
		if res.StatusCode >= 400 {
			level = slog.LevelWarn
		}
		attributes = append(attributes, slog.Int("status", res.StatusCode))
	}
	attributes = append(attributes, slog.Duration("duration", duration), slog.Int("attempt", x.sent))
	x.conn.logger.LogAttrs(x, level, "request", attributes...)
}

// kindOf returns the kind of an error: "canceled", "timeout", or "no response" for any other error. Unlike the text of the error, the kind contains
// no data of the request.
func kindOf(err error) string {
	var timeout net.Error
	switch {
	case errors.Is(err, context.Canceled):
		return "canceled"
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return "timeout"
	}
	return "no response"
}
