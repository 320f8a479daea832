// Command unchecked is specgen generate without the type check, so that the two can be told apart: it reads, validates, lints, generates and
// writes. It keeps no lock and asks no cache.
//
//	unchecked openapi.yaml folder example.com/import/path/of/the/folder
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/rasapi/specgen/gen"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 4 {
		log.Fatal("usage: unchecked spec folder package")
	}
	if err := generate(context.Background(), os.Args[1], os.Args[2], os.Args[3]); err != nil {
		log.Fatal(err)
	}
}

func generate(ctx context.Context, spec, folder, pkg string) error {
	cfg := gen.Config{Spec: filepath.Base(spec), Output: folder, Package: pkg}
	result, found, err := gen.Plan(ctx, os.DirFS(filepath.Dir(spec)), cfg)
	if err != nil {
		return err
	}
	if result == nil {
		return fmt.Errorf("%s: nothing was generated, for %d findings", spec, len(found))
	}
	_, err = result.Tree.Write(ctx, folder)
	return err
}
