package npm

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"strings"
	"testing"
)

func TestFile(t *testing.T) {
	archive := packed(t, "package/a.txt", "one", "package/b.txt", "two")
	if got, err := File(archive, "package/b.txt"); err != nil || string(got) != "two" {
		t.Errorf("b.txt is %q, %v", got, err)
	}
	for _, test := range []struct {
		what    string
		archive []byte
		want    string
	}{
		{"a file that is not there", archive, "no package/c.txt"},
		{"nothing", nil, "open the archive"},
		{"no archive", []byte("not an archive"), "open the archive"},
		{"an archive cut short", archive[:len(archive)/2], "read the archive"},
	} {
		if got, err := File(test.archive, "package/c.txt"); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %q, %v, want an error with %q", test.what, got, err, test.want)
		}
	}
}

// An archive counts only with the digest that the registry gives.
func TestCheck(t *testing.T) {
	const abc = "sha512-3a81oZNherrMQXNJriBBMRLm+k6JqX6iCp7u5ktV05ohkpkqJ0/BqDa6PCOj/uu9RU1EI2Q86A4qmslPpUyknw==" // FIPS 180-4, of "abc"
	for _, test := range []struct {
		archive, integrity string
		good               bool
	}{
		{"abc", abc, true},
		{"abd", abc, false},
		{"abc", "", false},
		{"abc", strings.Replace(abc, "sha512-", "sha1-", 1), false},
	} {
		r := Release{Name: "letters", Version: "1.0.0", Integrity: test.integrity}
		if err := r.check([]byte(test.archive)); (err == nil) != test.good {
			t.Errorf("%q with %q: %v", test.archive, test.integrity, err)
		}
	}
}

// packed is an archive of files given as names and contents in turn.
func packed(t *testing.T, files ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	zipped := gzip.NewWriter(&out)
	w := tar.NewWriter(zipped)
	for i := 0; i < len(files); i += 2 {
		if err := w.WriteHeader(&tar.Header{Name: files[i], Mode: 0o644, Size: int64(len(files[i+1]))}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(files[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := zipped.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
