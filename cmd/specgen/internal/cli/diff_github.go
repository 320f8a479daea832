package cli

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/url"
	"os"
	"strings"
	"unicode/utf8"

	"github.com/rasapi/specgen/cmd/specgen/internal/github"
	"github.com/rasapi/specgen/cmd/specgen/internal/project"
	"github.com/rasapi/specgen/cmd/specgen/internal/revision"
	"github.com/rasapi/specgen/gen/report"
)

// githubActions compares the two sides of a GitHub event. It prints annotations and writes the step summary, the step outputs and the comment. If the
// Go level is compared, the summary and the comment list lines of Go code that the changes break. If it cannot write the comment, githubActions
// prints a warning. For example, the token of a job for a pull request from a fork is read-only.
func (a *app) githubActions(ctx context.Context, stdin io.Reader, o diffOptions) error {
	gate, outputs, err := o.parseOutputs()
	if err != nil {
		a.started = false
		return err
	}
	event, err := github.ReadEvent(os.Getenv)
	if err != nil {
		return err
	}
	if o.Base == "" {
		if o.Base, err = a.eventBase(ctx, event); err != nil {
			return err
		}
	}
	result, err := a.compare(ctx, stdin, o)
	if err != nil {
		_ = a.command("error", "specgen diff failed: "+err.Error())
		return err
	}
	defer result.close()
	if result.Title = event.Branch; event.Commit != "" {
		result.Title += " (" + event.Commit[:min(10, len(event.Commit))] + ")"
	}
	for _, out := range outputs {
		if out.file == "" {
			out.format = report.GitHub
		}
		if err := a.writeReport(ctx, result, out, o.all); err != nil {
			return err
		}
	}
	var body bytes.Buffer
	if err := report.PrintDocument(&body, report.Comment, result.Document(), report.Options{}); err != nil {
		return err
	}
	body.WriteString(a.commentImpact(ctx, result, utf8.RuneCount(body.Bytes())))
	if err := appendFile(event.SummaryFile, body.String()); err != nil {
		return fmt.Errorf("writing the step summary: %w", err)
	}
	counts := result.Document().Counts
	text := fmt.Sprintf("bump=%s\nbreaking=%d\nchanges=%d\n", counts.Bump, counts.Breaking, len(result.Changes))
	if err := appendFile(event.OutputFile, text); err != nil {
		return fmt.Errorf("writing the step outputs: %w", err)
	}
	if o.comment && event.Number > 0 && event.Token != "" {
		add := len(result.Changes) > 0 || len(result.Problems) > 0 || result.New
		if err := github.NewComments(event).Keep(ctx, commentMarker(result.Spec), body.String(), add); err != nil {
			_ = a.command("warning", "the comment was not written: "+err.Error()+"; the job needs the permission pull-requests: write, which pull requests from forks do not get")
		}
	}
	return a.verdict(result, gate, o)
}

// commentMarker returns the first line of the comment for a spec. Later runs find the comment by this line. commentMarker escapes the hyphens in
// spec, so that spec cannot end the HTML comment.
func commentMarker(spec string) string {
	return "<!-- specgen diff " + strings.ReplaceAll(url.PathEscape(spec), "-", "%2D") + " -->"
}

// eventBase returns the commit to compare with, or "" for the default base. For a pull request, the commit is the merge base of the target branch and
// HEAD. If the merge base is not found, eventBase prints a warning and returns the base commit of the pull request, or "" if this commit is unknown
// or cannot be fetched. For a push, the commit is the head of the branch before the push. If this commit cannot be fetched, eventBase prints a
// warning and returns "". For a push that creates a branch, and for any other event, it returns "" without a warning.
func (a *app) eventBase(ctx context.Context, e github.Event) (string, error) {
	p, err := a.open(project.Overrides{})
	if err != nil {
		return "", err
	}
	r, err := revision.OpenRepository(ctx, p.Dir())
	if err != nil {
		return "", err
	}
	if !e.Pull {
		switch {
		case e.BaseCommit == "": // the push created the branch, or the event is not a push
			return "", nil
		case r.Fetch(ctx, e.BaseCommit):
			return e.BaseCommit, nil
		}
		return "", a.command("warning", "the commit before the push is not in the repository, so the diff is from the merge base with the default branch")
	}
	hash, err := r.MergeBase(ctx, e.BaseBranch)
	if err == nil {
		return hash, nil
	}
	warning := "the merge base with " + e.BaseBranch + " was not found, so the diff may show changes of other pull requests; set fetch-depth: 0 for actions/checkout"
	if err := a.command("warning", warning); err != nil {
		return "", err
	}
	if e.BaseCommit != "" && r.Fetch(ctx, e.BaseCommit) {
		return e.BaseCommit, nil
	}
	return "", nil
}

// command prints a workflow command of GitHub Actions. The text may come from a document or an event, so command escapes it.
func (a *app) command(name, text string) error {
	list := report.List{{Message: text, Severity: report.Error}}
	if name == "warning" {
		list[0].Severity = report.Warning
	}
	return report.Print(a.stdout, report.GitHub, list, report.Options{})
}

// appendFile appends text to a file of the GitHub runner. If name is "", appendFile does nothing.
func appendFile(name, text string) error {
	if name == "" {
		return nil
	}
	f, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	if _, err := f.WriteString(text); err != nil {
		_ = f.Close()
		return err
	}
	return f.Close()
}
