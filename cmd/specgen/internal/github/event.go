// Package github connects specgen to a GitHub Actions workflow and to the GitHub API.
//
// [ReadEvent] reads the environment of a job. [Comments.Keep] adds or updates a comment on a pull request. Package github neither compares specs
// nor runs git. The texts in an event are untrusted. For example, the author of a pull request chooses the name of the branch.
package github

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
)

// Event describes the event that started a job.
type Event struct {
	Name       string // such as "pull_request" or "push"
	Pull       bool   // whether the event names the target branch of a pull request
	BaseBranch string // target branch of a pull request
	BaseCommit string // base commit of a pull request, or head of the branch before a push
	Branch     string // branch or tag with the change
	Commit     string // commit with the change
	Number     int    // number of the pull request, or 0
	Repository string // "owner/name"

	API, GraphQL, Token     string // URLs of the APIs without a slash at the end, and the token for these APIs
	SummaryFile, OutputFile string // files that the GitHub runner reads after the step
}

// ReadEvent reads an event from environment variables (docs.github.com, "Variables reference"), and from the file that GITHUB_EVENT_PATH names. get
// returns the value of an environment variable, as [os.Getenv] does.
func ReadEvent(get func(string) string) (Event, error) {
	e := Event{
		Name: get("GITHUB_EVENT_NAME"), BaseBranch: get("GITHUB_BASE_REF"), Branch: get("GITHUB_HEAD_REF"), Commit: get("GITHUB_SHA"),
		Repository: get("GITHUB_REPOSITORY"), API: strings.TrimSuffix(get("GITHUB_API_URL"), "/"), GraphQL: strings.TrimSuffix(get("GITHUB_GRAPHQL_URL"), "/"),
		SummaryFile: get("GITHUB_STEP_SUMMARY"), OutputFile: get("GITHUB_OUTPUT"),
	}
	if e.Token = get("GH_TOKEN"); e.Token == "" {
		e.Token = get("GITHUB_TOKEN")
	}
	if e.Branch == "" {
		e.Branch = get("GITHUB_REF_NAME")
	}
	e.Pull = e.BaseBranch != ""
	file := get("GITHUB_EVENT_PATH")
	if file == "" {
		return e, nil
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return e, fmt.Errorf("event: %w", err)
	}
	type side struct {
		Ref string `json:"ref"`
		SHA string `json:"sha"`
	}
	var event struct {
		Before      string `json:"before"`
		PullRequest *struct {
			Number     int `json:"number"`
			Base, Head side
		} `json:"pull_request"`
	}
	if err := json.Unmarshal(data, &event); err != nil {
		return e, fmt.Errorf("event %s: %w", file, err)
	}
	switch p := event.PullRequest; {
	case p != nil:
		e.Number, e.BaseCommit = p.Number, p.Base.SHA
		if e.BaseBranch == "" {
			e.BaseBranch = p.Base.Ref
		}
		if p.Head.SHA != "" {
			e.Commit = p.Head.SHA // in the event pull_request, GITHUB_SHA is the merge commit
		}
		if p.Head.Ref != "" {
			e.Branch = p.Head.Ref
		}
	case strings.Trim(event.Before, "0") != "":
		e.BaseCommit = event.Before
	}
	e.Pull = e.BaseBranch != ""
	return e, nil
}
