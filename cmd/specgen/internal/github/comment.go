package github

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

const (
	maxPages    = 50               // maximum number of pages with 100 comments each
	maxResponse = 16 << 20         // maximum size of a response in bytes
	maxDuration = 30 * time.Second // time limit for all requests of a call to Keep
)

// Comments represents the comments on the pull request of an event.
type Comments struct {
	event  Event
	client *http.Client
}

// NewComments returns a Comments for the pull request of an event. It sends no request. All requests of the methods go to the APIs that the event
// names. A redirect is an error, because a redirected request could send the token to another host.
func NewComments(e Event) Comments {
	return Comments{e, &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// Keep updates the comment that starts with marker, unless its text is unchanged. The new text consists of marker, a newline and body. If there is no
// such comment and add is true, Keep adds one. Keep ignores comments of other accounts, because anyone can write a comment that starts with the
// marker.
func (c Comments) Keep(ctx context.Context, marker, body string, add bool) error {
	ctx, cancel := context.WithTimeout(ctx, maxDuration)
	defer cancel()
	issues := c.event.API + "/repos/" + c.event.Repository + "/issues"
	id, known, err := c.find(ctx, fmt.Sprintf("%s/%d/comments", issues, c.event.Number), marker)
	if err != nil {
		return err
	}
	text := map[string]string{"body": marker + "\n" + body}
	switch {
	case id != 0 && known == text["body"]:
		return nil
	case id != 0:
		return c.call(ctx, http.MethodPatch, fmt.Sprintf("%s/comments/%d", issues, id), text, nil)
	case add:
		return c.call(ctx, http.MethodPost, fmt.Sprintf("%s/%d/comments", issues, c.event.Number), text, nil)
	}
	return nil
}

// find returns the ID and the text of the first comment that starts with marker and that the token's account wrote. In the text, line breaks are \n.
// If the first maxPages pages do not contain such a comment, the ID is 0.
func (c Comments) find(ctx context.Context, url, marker string) (id int64, body string, err error) {
	author := c.author(ctx)
	for page := 1; page <= maxPages; page++ {
		var list []struct {
			ID   int64  `json:"id"`
			Body string `json:"body"`
			User struct {
				Login string `json:"login"`
			} `json:"user"`
		}
		if err := c.call(ctx, http.MethodGet, fmt.Sprintf("%s?per_page=100&page=%d", url, page), nil, &list); err != nil {
			return 0, "", err
		}
		for _, comment := range list {
			if comment.User.Login == author && strings.HasPrefix(comment.Body, marker) {
				return comment.ID, strings.ReplaceAll(comment.Body, "\r\n", "\n"), nil
			}
		}
		if len(list) < 100 {
			break
		}
	}
	return 0, "", nil
}

// author returns the name of the account to which the token belongs. If it cannot get the name, it returns "github-actions[bot]", the account of the
// token that GitHub creates for a job.
func (c Comments) author(ctx context.Context) string {
	var answer struct {
		Data struct {
			Viewer struct {
				Login string `json:"login"`
			} `json:"viewer"`
		} `json:"data"`
	}
	url := c.event.GraphQL
	if url == "" {
		url = c.event.API + "/graphql"
	}
	err := c.call(ctx, http.MethodPost, url, map[string]string{"query": "{viewer{login}}"}, &answer)
	if err != nil || answer.Data.Viewer.Login == "" {
		return "github-actions[bot]"
	}
	return answer.Data.Viewer.Login
}

// call sends a request. The body of the request is the JSON text of in, or empty if in is nil. If out is not nil, call decodes the response into out.
// It returns an error if the status code is not 2xx. The returned error never contains the token.
func (c Comments) call(ctx context.Context, method, url string, in, out any) error {
	var body io.Reader
	if in != nil {
		data, err := json.Marshal(in)
		if err != nil {
			return err
		}
		body = bytes.NewReader(data)
	}
	r, err := http.NewRequestWithContext(ctx, method, url, body)
	if err != nil {
		return err
	}
	r.Header.Set("Accept", "application/vnd.github+json")
	r.Header.Set("Authorization", "Bearer "+c.event.Token)
	r.Header.Set("X-GitHub-Api-Version", "2022-11-28")
	if in != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	response, err := c.client.Do(r)
	if err != nil {
		return err
	}
	defer response.Body.Close() //nolint:errcheck // the error of Close does not affect the result
	if response.StatusCode/100 != 2 {
		return fmt.Errorf("%s %s: %s", method, r.URL.Path, response.Status)
	}
	if out == nil {
		return nil
	}
	data, err := io.ReadAll(io.LimitReader(response.Body, maxResponse+1))
	if err != nil {
		return err
	}
	if len(data) > maxResponse {
		return fmt.Errorf("%s %s: the response has more than %d bytes", method, r.URL.Path, maxResponse)
	}
	return json.Unmarshal(data, out)
}
