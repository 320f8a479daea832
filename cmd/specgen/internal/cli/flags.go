package cli

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	"github.com/rasapi/specgen/gen"
)

// settingFlags declares a flag for each setting for which accept returns true. The flags set the fields of cfg. The default of a setting with allowed
// values is the first of these values, which settingFlags stores in cfg. Any other default is the value in cfg.
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
		usage := strings.Replace(s.Summary, kind, "`"+kind+"`", 1)
		if s.Pattern == "" {
			cmd.Flags().StringVarP(value, s.Key, s.Short, *value, usage)
			continue
		}
		pattern := regexp.MustCompile(s.Pattern)
		cmd.Flags().FuncP(s.Key, s.Short, usage, func(text string) error {
			if *value = text; text != "" && !pattern.MatchString(text) {
				return fmt.Errorf("write for example %s", s.Examples[0])
			}
			return nil
		})
	}
}
