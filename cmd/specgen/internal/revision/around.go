package revision

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"github.com/rasapi/specgen/cmd/specgen/internal/project"
)

// Around returns a side that contains the version of a file that git passed to the diff driver. It also returns the path of the file in the FS of
// this side. name is the path of the file in the repository. file is the path of the version on disk, which is a temporary copy or the file in the
// working tree. hex is the hash of the blob: zeros for a file that git has not hashed, and "." for a file that does not exist. now is the project in
// the working directory.
func (r *Repository) Around(ctx context.Context, name, file, hex string, now *project.Project) (*Side, string, error) {
	var data []byte
	if hex != "." { // git passes "." as the hash if the file does not exist
		var err error
		if data, err = os.ReadFile(file); err != nil {
			return nil, "", err
		}
	}
	if strings.Trim(hex, "0") == "" && hex != "" || filepath.Clean(file) == filepath.FromSlash(name) {
		s, at := projectSide("the working tree", now), now.FSPath(project.Absolute(r.Root, name))
		s.FS = patchedFS{s.FS, at, data}
		return s, at, nil
	}
	hash, err := r.commitWithBlob(ctx, name, hex)
	if err != nil {
		return nil, "", err
	}
	s, err := r.side(ctx, short(hash), hash, "", now)
	if err != nil {
		return nil, "", err
	}
	s.FS = patchedFS{s.FS, name, data}
	return s, name, nil
}

// commitWithBlob returns the newest commit that changed a file to the content of a blob. name is the path of the file, and hex is the hash of the
// blob. It searches the newest 1,000 commits that changed the file. If none of them contains the blob, for example because the blob is only in the
// index, commitWithBlob returns HEAD.
func (r *Repository) commitWithBlob(ctx context.Context, name, hex string) (string, error) {
	log, err := git(ctx, r.Root, "log", "--all", "-m", "--raw", "--no-abbrev", "--no-renames", "--format=%H", "-n", "1000", "--", name)
	if err != nil {
		return "", err
	}
	commit := ""
	for line := range strings.SplitSeq(log, "\n") {
		if !strings.HasPrefix(line, ":") {
			if line != "" {
				commit = line
			}
			continue
		}
		if fields := strings.Fields(line); len(fields) > 3 && fields[3] == hex {
			return commit, nil
		}
	}
	return r.commit(ctx, "HEAD")
}
