// Package npm takes packages from the npm registry for the generators. It runs the npm client, which
// must be installed.
package npm

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha512"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
)

// A Release is one version of a package.
type Release struct {
	Name      string `json:"name"`
	Version   string `json:"version"`
	Integrity string `json:"dist.integrity"` // "sha512-" and the digest of the archive in base 64
}

func (r Release) String() string { return r.Name + "@" + r.Version }

// Published asks the registry about a version of a package; "latest" is the newest.
func Published(name, version string) (Release, error) {
	spec := name + "@" + version
	said, err := npm("view", "--json", spec, "name", "version", "dist.integrity")
	if err != nil {
		return Release{}, err
	}
	var r Release
	if err := json.Unmarshal(said, &r); err != nil {
		return Release{}, fmt.Errorf("npm view %s: %w", spec, err)
	}
	if r.Name != name || r.Version == "" {
		return Release{}, fmt.Errorf("npm view %s: the registry names no version", spec)
	}
	return r, nil
}

// Download returns the archive of a release, which must have its digest.
func (r Release) Download() ([]byte, error) {
	folder, err := os.MkdirTemp("", "npm-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	if _, err := npm("pack", "--silent", "--pack-destination", folder, r.String()); err != nil {
		return nil, err
	}
	packed, err := filepath.Glob(filepath.Join(folder, "*.tgz"))
	if err != nil || len(packed) != 1 {
		return nil, fmt.Errorf("npm pack %s left %d archives", r, len(packed))
	}
	archive, err := os.ReadFile(packed[0])
	if err != nil {
		return nil, err
	}
	return archive, r.check(archive)
}

func (r Release) check(archive []byte) error {
	sum := sha512.Sum512(archive)
	if got := "sha512-" + base64.StdEncoding.EncodeToString(sum[:]); got != r.Integrity {
		return fmt.Errorf("the archive of %s is not the one expected: its digest is %s, not %q", r, got, r.Integrity)
	}
	return nil
}

// npm runs the client; what it has to complain of goes to the terminal.
func npm(args ...string) ([]byte, error) {
	command := exec.Command("npm", args...)
	command.Stderr = os.Stderr
	out, err := command.Output()
	if err != nil {
		return nil, fmt.Errorf("npm %s: %w", args[0], err)
	}
	return out, nil
}

// File returns one file of an archive; the name begins with "package/".
func File(archive []byte, name string) ([]byte, error) {
	unzipped, err := gzip.NewReader(bytes.NewReader(archive))
	if err != nil {
		return nil, fmt.Errorf("open the archive: %w", err)
	}
	for files := tar.NewReader(unzipped); ; {
		header, err := files.Next()
		if errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("the archive has no %s", name)
		}
		if err != nil {
			return nil, fmt.Errorf("read the archive: %w", err)
		}
		if header.Name == name {
			return io.ReadAll(files)
		}
	}
}
