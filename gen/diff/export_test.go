package diff

import "context"

// CompareWhole is [Compare] without leaving anything out of what oasdiff is asked.
func CompareWhole(ctx context.Context, base, head Side, levels Levels) ([]Change, error) {
	return compareSides(ctx, base, head, levels, (*comparison).whole)
}
