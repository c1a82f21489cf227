package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sort"
)

// write puts data into a file whole or not at all, readable by its owner only, or on standard
// output for "-".
func (p *program) write(name string, data []byte) error {
	if name == "-" {
		_, err := p.out.Write(data)
		return err
	}
	return writeFile(name, data)
}

// writeFile writes beside the target and renames: a reader sees the old file or the new one.
func writeFile(name string, data []byte) (err error) {
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		return &hinted{name + " is a folder", "name a file in it"}
	}
	dir := filepath.Dir(name)
	f, err := os.CreateTemp(dir, ".dossier-*") // 0600
	if err != nil {
		return fmt.Errorf("write %s: %w", name, plain(err))
	}
	defer func() {
		if err != nil {
			os.Remove(f.Name())
			err = fmt.Errorf("write %s: %w", name, plain(err))
		}
	}()
	_, err = f.Write(data)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err = os.Rename(f.Name(), name); err != nil {
		return err
	}
	return syncDir(dir)
}

// plain is an error's reason without the name of the temporary file.
func plain(err error) error {
	var path *os.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &path):
		return path.Err
	case errors.As(err, &link):
		return link.Err
	}
	return err
}

// syncDir makes a rename last; file systems that cannot sync a folder need not.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return nil
	}
	defer d.Close()
	_ = d.Sync()
	return nil
}

// writeFolder writes files into a folder, 0700 if it is new, and removes those of ours that this
// run did not make, so that no paper of an earlier run is taken for one of this. The manifest
// comes last: a folder whose manifest is there is whole.
func writeFolder(dir string, files map[string][]byte, manifest []byte, ours []string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("make the folder %s: %w", dir, plain(err))
	}
	if err := removeTemporary(dir); err != nil {
		return err
	}
	// Papers of two runs must not stand beside one manifest.
	if err := os.Remove(filepath.Join(dir, "manifest.json")); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("remove the outdated manifest: %w", plain(err))
	}
	names := make([]string, 0, len(files))
	for name := range files {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		if err := writeFile(filepath.Join(dir, name), files[name]); err != nil {
			return err
		}
	}
	for _, name := range ours {
		if files[name] != nil {
			continue
		}
		if err := os.Remove(filepath.Join(dir, name)); err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("remove the outdated %s: %w", name, plain(err))
		}
	}
	return writeFile(filepath.Join(dir, "manifest.json"), manifest)
}

// removeTemporary clears what a run that was killed left behind.
func removeTemporary(dir string) error {
	left, err := filepath.Glob(filepath.Join(escapeGlob(dir), ".dossier-*"))
	if err != nil {
		return nil
	}
	for _, name := range left {
		if err := os.Remove(name); err != nil {
			return fmt.Errorf("remove the temporary file %s: %w", name, plain(err))
		}
	}
	return nil
}
