package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/rasapi/specgen/gen"
)

// settingFlags declares the flags of the settings that accept returns true for. They set the fields of cfg, whose values are the defaults.
func settingFlags(cmd *cobra.Command, cfg *gen.Config, accept func(gen.Setting) bool) {
	for _, s := range gen.Settings() {
		if !accept(s) {
			continue
		}
		value := s.Field(cfg).(*string)
		if s.Allowed != nil {
			cmd.Flags().VarP(newChoice(value, s.Allowed), s.Key, s.Short, s.Summary)
			complete(cmd, s.Key, s.Allowed)
			continue
		}
		kind := string(s.Kind) // pflag shows the word in backquotes as the name of the value
		cmd.Flags().StringVarP(value, s.Key, s.Short, *value, strings.Replace(s.Summary, kind, "`"+kind+"`", 1))
	}
}
