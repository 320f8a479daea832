package revision

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Repository is a git repository. Its methods run the command git.
type Repository struct {
	Root string // root directory of the working tree
}

// errNoGit is the error that the function git returns if the command git is not on the PATH.
var errNoGit = errors.New("git is not on the PATH; install it, or compare files: --base old.yaml --head new.yaml")

// OpenRepository returns the repository that contains a directory.
func OpenRepository(ctx context.Context, dir string) (*Repository, error) {
	root, err := git(ctx, dir, "rev-parse", "--show-toplevel")
	if err != nil {
		return nil, fmt.Errorf("comparing revisions requires a git repository: %w", err)
	}
	return &Repository{filepath.FromSlash(root)}, nil
}

// git runs a git command and returns its output without the last newline. It sets versionsort.suffix so that git sorts v1.0.0-rc1 before v1.0.0.
func git(ctx context.Context, dir string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, "git", append([]string{"--no-optional-locks", "-c", "core.quotepath=off", "-c", "versionsort.suffix=-"}, args...)...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GIT_TERMINAL_PROMPT=0") // a fetch must not wait for a password
	var out, problems bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &problems
	if err := cmd.Run(); err != nil {
		if errors.Is(err, exec.ErrNotFound) {
			return "", errNoGit
		}
		return "", fmt.Errorf("git %s: %s", args[0], strings.TrimSpace(problems.String()))
	}
	return strings.TrimSuffix(out.String(), "\n"), nil
}

// commit returns the hash of the commit that the revision rev names.
func (r *Repository) commit(ctx context.Context, rev string) (string, error) {
	if strings.HasPrefix(rev, "-") {
		return "", fmt.Errorf("revision %q must not begin with a dash", rev)
	}
	hash, err := git(ctx, r.Root, "rev-parse", "--verify", "--quiet", "--end-of-options", rev+"^{commit}")
	if err != nil || hash == "" {
		if errors.Is(err, errNoGit) {
			return "", err
		}
		hint := ""
		if r.isShallow(ctx) {
			hint = "; the clone is shallow: run git fetch --unshallow, or set fetch-depth: 0 in the workflow"
		}
		return "", fmt.Errorf("%q is neither a file nor a revision of this repository%s", rev, hint)
	}
	return hash, nil
}

// mergeBase returns the hash of the merge base of HEAD and the default branch, and a description of the merge base for messages.
func (r *Repository) mergeBase(ctx context.Context) (hash, words string, err error) {
	var candidates []string
	if name, err := git(ctx, r.Root, "symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD"); err == nil {
		candidates = append(candidates, name)
	}
	for _, name := range append(candidates, "origin/main", "origin/master", "main", "master") {
		if _, err := r.commit(ctx, name); err != nil {
			if errors.Is(err, errNoGit) {
				return "", "", err
			}
			continue
		}
		hash, err := git(ctx, r.Root, "merge-base", "HEAD", name)
		if err != nil {
			return "", "", fmt.Errorf("HEAD and %s have no common commit; run git fetch --unshallow if the clone is shallow, or name a base: --base %s", name, name)
		}
		return hash, "the merge base with " + name, nil
	}
	return "", "", errors.New("no default branch (origin/HEAD, main, master); name a base: --base REV")
}

// MergeBase returns the merge base of HEAD and a branch of the remote origin. If the clone does not contain the branch, MergeBase fetches the branch.
// In a shallow clone, it fetches more commits until the clone contains the merge base. HEAD may be the merge commit of a pull request. The merge base
// of such a commit and the target branch is the first parent of the commit.
func (r *Repository) MergeBase(ctx context.Context, branch string) (string, error) {
	target := "refs/remotes/origin/" + branch
	spec := "+refs/heads/" + branch + ":" + target
	if _, err := git(ctx, r.Root, "check-ref-format", target); err != nil {
		return "", fmt.Errorf("%q is not the name of a branch", branch)
	}
	head, err := git(ctx, r.Root, "rev-parse", "HEAD")
	if err != nil {
		return "", err
	}
	if _, err := git(ctx, r.Root, "rev-parse", "--quiet", "--verify", target+"^{commit}"); err != nil {
		args := []string{"fetch", "--quiet", "--no-tags"}
		if r.isShallow(ctx) {
			args = append(args, "--depth=1")
		}
		if _, err := git(ctx, r.Root, append(args, "origin", spec)...); err != nil {
			return "", err
		}
	}
	for _, more := range []string{"--deepen=50", "--deepen=500", "--deepen=5000", "--unshallow"} {
		if hash, err := git(ctx, r.Root, "merge-base", target, "HEAD"); err == nil {
			return hash, nil
		}
		if !r.isShallow(ctx) {
			break
		}
		if _, err := git(ctx, r.Root, "fetch", "--quiet", "--no-tags", more, "origin", spec, head); err == nil {
			continue
		}
		if _, err := git(ctx, r.Root, "fetch", "--quiet", "--no-tags", more, "origin", spec); err != nil { // some servers do not allow fetching a commit by its hash
			return "", err
		}
	}
	return git(ctx, r.Root, "merge-base", target, "HEAD")
}

// Fetch fetches a commit unless the repository contains it. Fetch reports whether the repository contains the commit afterwards.
func (r *Repository) Fetch(ctx context.Context, hash string) bool {
	if _, err := r.commit(ctx, hash); err == nil {
		return true
	}
	if strings.HasPrefix(hash, "-") {
		return false
	}
	_, err := git(ctx, r.Root, "fetch", "--quiet", "--no-tags", "--depth=1", "origin", hash)
	return err == nil
}

// isShallow reports whether the clone is shallow, which means that it lacks older commits.
func (r *Repository) isShallow(ctx context.Context) bool {
	shallow, _ := git(ctx, r.Root, "rev-parse", "--is-shallow-repository")
	return shallow == "true"
}

// date returns the date of a commit, or the zero time if the date is unknown.
func (r *Repository) date(ctx context.Context, hash string) time.Time {
	text, _ := git(ctx, r.Root, "log", "-1", "--format=%cI", hash)
	t, _ := time.Parse(time.RFC3339, text)
	return t
}

// state returns the branch and the commit of the working tree, such as "topic (1a2b3c4d5e)", or only the commit if HEAD is detached. If no tracked
// file of the working tree is changed, it also returns the date of the commit. If HEAD is not a commit, it returns "" and the zero time.
func (r *Repository) state(ctx context.Context) (branch string, date time.Time) {
	hash, err := r.commit(ctx, "HEAD")
	if err != nil {
		return "", time.Time{}
	}
	branch = short(hash)
	if name, err := git(ctx, r.Root, "symbolic-ref", "--quiet", "--short", "HEAD"); err == nil {
		branch = name + " (" + branch + ")"
	}
	if changed, err := git(ctx, r.Root, "status", "--porcelain", "--untracked-files=no"); err == nil && changed == "" {
		date = r.date(ctx, hash)
	}
	return branch, date
}

// Tags returns the tags of the commits that are reachable from head, with the highest version first. If head is "", Tags uses HEAD. If head is the
// name of a tag, the result does not contain this tag. If some tags are versions, the result contains only these tags.
func (r *Repository) Tags(ctx context.Context, head string) ([]string, error) {
	at := head
	if at == "" {
		at = "HEAD"
	}
	hash, err := r.commit(ctx, at)
	if err != nil {
		return nil, err
	}
	out, err := git(ctx, r.Root, "tag", "--merged", hash, "--sort=-v:refname")
	if err != nil {
		return nil, err
	}
	version := regexp.MustCompile(`(^|/)v?[0-9]`)
	var versions, others []string
	for tag := range strings.SplitSeq(out, "\n") {
		switch {
		case tag == "" || tag == head:
		case version.MatchString(tag):
			versions = append(versions, tag)
		default:
			others = append(others, tag)
		}
	}
	if len(versions) == 0 {
		return others, nil
	}
	return versions, nil
}

// filesAt returns a file system with the files in the directory dir of a commit.
func (r *Repository) filesAt(ctx context.Context, hash, dir string) (*gitFS, error) {
	tree := hash + ":"
	if dir != "." {
		tree += dir
	}
	out, err := git(ctx, r.Root, "ls-tree", "-r", "-z", "--end-of-options", tree)
	if err != nil {
		return nil, fmt.Errorf("commit %s has no directory %s: %w", short(hash), dir, err)
	}
	f := &gitFS{ctx: ctx, root: r.Root, entries: map[string]gitEntry{}, below: map[string][]string{".": nil}}
	for line := range strings.SplitSeq(out, "\x00") {
		meta, name, ok := strings.Cut(line, "\t")
		parts := strings.Fields(meta)
		if !ok || len(parts) != 3 {
			continue
		}
		f.entries[name] = gitEntry{mode: parts[0], hash: parts[2]}
		for child, dir := name, path.Dir(name); ; child, dir = dir, path.Dir(dir) {
			known := slices.Contains(f.below[dir], path.Base(child))
			if !known {
				f.below[dir] = append(f.below[dir], path.Base(child))
			}
			if dir == "." || known {
				break
			}
		}
	}
	return f, nil
}

func short(hash string) string { return hash[:min(10, len(hash))] }
