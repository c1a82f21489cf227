package history

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"

	"dossier/internal/dossier"
	"dossier/internal/rule"
)

// Shelf is where papers of all versions are to be found: by their sha256 the name of a file in the folder.
// A paper that several versions have in common is kept once.
func (c *Chain) Shelf(fsys fs.FS) (map[string]string, error) {
	var files []string
	for _, v := range c.Versions {
		for name := range v.Manifest.Outputs {
			if fs.ValidPath(name) {
				files = append(files, name)
			}
		}
		kept, err := fs.ReadDir(fsys, Papers(v.Number))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		for _, f := range kept {
			files = append(files, path.Join(Papers(v.Number), f.Name()))
		}
	}
	slices.Sort(files)
	shelf := map[string]string{}
	for _, file := range slices.Compact(files) {
		sum, err := hash(fsys, file)
		if err != nil {
			return nil, err
		}
		if _, ok := shelf[sum]; !ok && sum != "" {
			shelf[sum] = file
		}
	}
	return shelf, nil
}

// hash is the sha256 of a file; empty if there is none of that name.
func hash(fsys fs.FS, file string) (string, error) {
	info, err := fs.Stat(fsys, file)
	if errors.Is(err, fs.ErrNotExist) || err == nil && !info.Mode().IsRegular() {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	f, err := fsys.Open(file)
	if err != nil {
		return "", err
	}
	defer f.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// Lost are the papers of all versions that are nowhere to be found as they were made.
func (c *Chain) Lost(fsys fs.FS) ([]Fault, error) {
	shelf, err := c.Shelf(fsys)
	if err != nil {
		return nil, err
	}
	lost := &Chain{}
	for i, v := range c.Versions {
		for _, name := range slices.Sorted(maps.Keys(v.Manifest.Outputs)) {
			if _, ok := shelf[v.Manifest.Outputs[name]]; ok {
				continue
			}
			file := path.Join(Papers(v.Number), name)
			if i == len(c.Versions)-1 && c.Unfinished == "" {
				file = name
			}
			if _, err := fs.Stat(fsys, file); err == nil {
				lost.fault(file, dossier.Changed, notAsMade, v.Number)
			} else {
				lost.fault(file, dossier.Absent, lostPaper, v.Number)
			}
		}
	}
	return lost.Faults, nil
}

var (
	notAsMade = rule.Text{EN: "it is not as version %d was made", FR: "il n’est plus tel que la version %d a été faite"}
	lostPaper = rule.Text{EN: "this paper of version %d is not there any more", FR: "ce document de la version %d n’est plus là"}
)
