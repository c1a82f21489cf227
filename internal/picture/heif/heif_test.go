package heif

import (
	"image"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"testing"
)

// decode gives the chart of 320 x 240 pixels, decoded by a new decoder.
func decode(t *testing.T, cacheDir string) image.Image {
	t.Helper()
	data, err := os.ReadFile("../../../testdata/scans/photo.heic")
	if err != nil {
		t.Fatal(err)
	}
	img, err := New(cacheDir).Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	if size := img.Bounds().Size(); size != image.Pt(320, 240) {
		t.Fatalf("decoded %v", size)
	}
	return img
}

// entry is the one file that is kept in a cache folder.
func entry(t *testing.T, cacheDir string) (name string, info os.FileInfo) {
	t.Helper()
	list, err := filepath.Glob(filepath.Join(cacheDir, "*", "*"))
	if err != nil || len(list) != 1 {
		t.Fatalf("%d files are kept, %v: %q", len(list), err, list)
	}
	if info, err = os.Stat(list[0]); err != nil {
		t.Fatal(err)
	}
	return list[0], info
}

// TestCompiledOnce holds that a second decoder takes what the first compiled: what is compiled is always written, to
// a new file.
func TestCompiledOnce(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "cache")
	first := decode(t, dir)
	_, written := entry(t, dir)
	second := decode(t, dir)
	if _, now := entry(t, dir); !os.SameFile(written, now) || !now.ModTime().Equal(written.ModTime()) {
		t.Error("it was compiled again")
	}
	if !reflect.DeepEqual(first, second) {
		t.Error("the picture is another one")
	}
}

// TestCacheBroken holds that a cache that cannot be used costs time and no picture, and once only.
func TestCacheBroken(t *testing.T) {
	whole := t.TempDir()
	want := decode(t, whole)
	name, _ := entry(t, whole)
	for what, harm := range map[string]func(code []byte) []byte{
		"empty":            func(code []byte) []byte { return nil },
		"cut":              func(code []byte) []byte { return code[:len(code)/2] },
		"a byte different": func(code []byte) []byte { code[len(code)/2] ^= 1; return code },
		"of another age":   func(code []byte) []byte { code[len("WAZEVO")+1] ^= 1; return code },
	} {
		t.Run(what, func(t *testing.T) {
			code, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			dir := t.TempDir()
			folder := filepath.Join(dir, filepath.Base(filepath.Dir(name)))
			if err := os.Mkdir(folder, 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(folder, filepath.Base(name)), harm(code), 0o600); err != nil {
				t.Fatal(err)
			}
			if got := decode(t, dir); !reflect.DeepEqual(got, want) {
				t.Error("the picture is another one")
			}
			_, mended := entry(t, dir)
			decode(t, dir)
			if _, now := entry(t, dir); !os.SameFile(mended, now) || !now.ModTime().Equal(mended.ModTime()) || now.Size() != int64(len(code)) {
				t.Error("it is compiled each time")
			}
		})
	}
	t.Run("a file in place of the folder", func(t *testing.T) {
		name := filepath.Join(t.TempDir(), "cache")
		if err := os.WriteFile(name, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if got := decode(t, name); !reflect.DeepEqual(got, want) {
			t.Error("the picture is another one")
		}
	})
}

// TestMemoryIsNotCollected holds that the collector is not told of all that libheif may take: it would come without
// end, as if that were in use.
func TestMemoryIsNotCollected(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("memory is that of the collector")
	}
	data, err := os.ReadFile("../../../testdata/scans/photo.heic")
	if err != nil {
		t.Fatal(err)
	}
	d := New("")
	var before, after runtime.MemStats
	for range 2 { // the first time it is compiled
		runtime.ReadMemStats(&before)
		if _, err := d.Decode(data); err != nil {
			t.Fatal(err)
		}
		runtime.ReadMemStats(&after)
	}
	if took := after.TotalAlloc - before.TotalAlloc; took > 16<<20 {
		t.Errorf("%d MB for a picture of 320 x 240 pixels", took>>20)
	}
}
