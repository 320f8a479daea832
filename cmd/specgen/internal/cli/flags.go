package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/rasapi/specgen/gen"
)

// settingFlags declares a flag for each setting for which accept returns true. The flags set the fields of cfg. The default of a setting with allowed
// values is the first of these values. Any other default is the value in cfg.
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
		kind := string(s.Kind) // pflag uses a word in backquotes as the name of the flag's value
		cmd.Flags().StringVarP(value, s.Key, s.Short, *value, strings.Replace(s.Summary, kind, "`"+kind+"`", 1))
	}
}
