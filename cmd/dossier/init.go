package main

import (
	"errors"
	"os"
	"path/filepath"

	"github.com/urfave/cli/v2"

	"dossier/profiles"
)

func (p *program) initCommand() *cli.Command {
	return &cli.Command{
		Name:      "init",
		Usage:     "begin a profile",
		ArgsUsage: "-o PROFILE.toml",
		Description: `Init writes a profile to fill in, every key explained, and never over a file that exists.
Without -o it goes to standard output. Exit status is 0, or 1 if the file exists or
cannot be written.`,
		Flags:  []cli.Flag{outputFlag("PROFILE.toml")},
		Action: p.init,
	}
}

func (p *program) init(c *cli.Context) error {
	if c.NArg() > 0 {
		return &usageError{"init takes no file but the one after -o", "dossier init -o " + c.Args().First()}
	}
	name := c.String("output")
	if name == "" || name == "-" {
		return p.write("-", profiles.Template)
	}
	return writeNew(name, profiles.Template, "-o "+filepath.Join(name, "me.toml"))
}

// writeNew writes a file whole or not at all, and never over one that exists. inFolder is how to name one where
// name is a folder.
func writeNew(name string, data []byte, inFolder string) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		return &hinted{name + " is a folder", "name a file in it: " + inFolder}
	}
	if errors.Is(err, os.ErrExist) {
		return &hinted{name + " exists already", "choose another name, or edit it"}
	}
	if err != nil {
		return unwritten("write", name, err)
	}
	f.Close()
	_ = removeTemporary(filepath.Dir(name))
	if err := writeFile(name, data); err != nil {
		os.Remove(name)
		return err
	}
	return nil
}
