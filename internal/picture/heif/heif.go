// Package heif decodes HEIC pictures with libheif and libde265, which are compiled to WebAssembly: no
// C library of the machine is looked for, and what a broken file does to them stays in a memory of
// bounded size. LICENSE says where they come from.
package heif

import (
	"bytes"
	"compress/gzip"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"image"
	"io"
	"runtime/debug"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"

	"dossier/internal/wasm"
)

//go:embed heif.wasm.gz
var packed []byte

// memoryPages bounds what a decoder may take: 384 MB, in pages of 64 KB.
const memoryPages = 384 << 20 >> 16

// A Decoder is libheif. It is compiled when the first picture comes, and may be used by several goroutines at
// once: pictures are decoded one after the other, as each takes memory of its own, up to the bound.
type Decoder struct {
	cacheDir string
	runtime  wazero.Runtime // nil before the first picture
	module   wazero.CompiledModule
}

// New is a decoder whose compiled code is kept in the folder cacheDir, made when it is missing; without a name
// each process compiles it, which takes a second. So it does where the folder or what is kept there cannot be used.
func New(cacheDir string) *Decoder { return &Decoder{cacheDir: cacheDir} }

// start compiles the decoder unless that is done.
func (d *Decoder) start() error {
	if d.runtime != nil {
		return nil
	}
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return err
	}
	code, err := io.ReadAll(z)
	if err != nil {
		return err
	}
	return wasm.Compile(d.cacheDir, func(cache wazero.CompilationCache) error { return d.compile(code, cache) })
}

// compile takes the code from the cache, or puts it there.
func (d *Decoder) compile(code []byte, cache wazero.CompilationCache) error {
	ctx := context.Background()
	r := wazero.NewRuntimeWithConfig(ctx, wazero.NewRuntimeConfig().WithMemoryLimitPages(memoryPages).WithCompilationCache(cache))
	if _, err := wasi_snapshot_preview1.Instantiate(ctx, r); err != nil {
		return err
	}
	m, err := r.CompileModule(ctx, code)
	if err != nil {
		return errors.Join(err, r.Close(ctx))
	}
	d.runtime, d.module = r, m
	return nil
}

// Colour spaces and samplings of libheif (heif_colorspace, heif_chroma).
const (
	yCbCr      = 0
	rgb        = 1
	monochrome = 2
)

var samplings = map[uint32]image.YCbCrSubsampleRatio{
	1: image.YCbCrSubsampleRatio420, 2: image.YCbCrSubsampleRatio422, 3: image.YCbCrSubsampleRatio444,
}

var errDecode = errors.New("libheif does not decode the picture")

// Decode decodes the primary picture of a file, turned and cropped as the file asks for: an
// *image.Gray, *image.YCbCr, *image.NRGBA or *image.RGBA.
func (d *Decoder) Decode(data []byte) (image.Image, error) {
	defer wasm.Alone()()
	if err := d.start(); err != nil {
		return nil, fmt.Errorf("start libheif: %w", err)
	}
	// What the collector keeps for later would be there beside the memory of the decoder, of which it knows nothing.
	debug.FreeOSMemory()
	ctx := experimental.WithMemoryAllocator(context.Background(), experimental.MemoryAllocatorFunc(reserve))
	mod, err := d.runtime.InstantiateModule(ctx, d.module, wazero.NewModuleConfig().WithName(""))
	if err != nil {
		return nil, fmt.Errorf("start libheif: %w", err)
	}
	defer mod.Close(ctx)
	return (&run{ctx, mod}).decode(data)
}

// A run decodes one file.
type run struct {
	ctx context.Context
	mod api.Module
}

func (d *run) alloc(size int) (uint32, error) {
	res, err := d.mod.ExportedFunction("malloc").Call(d.ctx, uint64(size))
	if err != nil || res[0] == 0 {
		return 0, errDecode
	}
	return uint32(res[0]), nil
}

// decode calls the function of that name twice: for the size, then for the samples.
func (d *run) decode(data []byte) (image.Image, error) {
	in, err := d.alloc(len(data))
	if err != nil {
		return nil, err
	}
	facts, err := d.alloc(5 * 4) // width, height, colour space, sampling, whether alpha is multiplied in
	if err != nil || !d.mod.Memory().Write(in, data) {
		return nil, errDecode
	}
	call := func(only uint64, out uint32) error {
		at := uint64(facts)
		res, err := d.mod.ExportedFunction("decode").Call(d.ctx, uint64(in), uint64(len(data)), only, at, at+4, at+8, at+12, at+16, uint64(out))
		if err != nil || res[0] == 0 {
			return errDecode
		}
		return nil
	}
	if err := call(1, 0); err != nil {
		return nil, err
	}
	var f [5]uint32
	for i := range f {
		f[i], _ = d.mod.Memory().ReadUint32Le(facts + uint32(4*i))
	}
	img, planes := frame(f)
	size := 0
	for _, p := range planes {
		size += len(*p)
	}
	if img == nil {
		return nil, errDecode
	}
	out, err := d.alloc(size)
	if err != nil {
		return nil, err
	}
	if err := call(0, out); err != nil {
		return nil, err
	}
	for _, p := range planes {
		samples, ok := d.mod.Memory().Read(out, uint32(len(*p)))
		if !ok {
			return nil, errDecode
		}
		copy(*p, samples)
		out += uint32(len(*p))
	}
	return img, nil
}

// maxSide keeps the sizes below within 32 bits.
const maxSide = 16384

// frame is an empty picture and its planes, as decode fills them: one after the other, with rows of a
// multiple of 16 bytes. nil for what there is no picture for.
func frame(facts [5]uint32) (image.Image, []*[]byte) {
	if facts[0] == 0 || facts[1] == 0 || facts[0] > maxSide || facts[1] > maxSide {
		return nil, nil
	}
	w, h := int(facts[0]), int(facts[1])
	size := image.Rect(0, 0, w, h)
	aligned := func(n int) int { return (n + 15) &^ 15 }
	switch facts[2] {
	case monochrome:
		m := &image.Gray{Pix: make([]byte, aligned(w)*h), Stride: aligned(w), Rect: size}
		return m, []*[]byte{&m.Pix}
	case rgb:
		pix, stride := make([]byte, aligned(4*w)*h), aligned(4*w)
		if facts[4] == 1 {
			m := &image.RGBA{Pix: pix, Stride: stride, Rect: size}
			return m, []*[]byte{&m.Pix}
		}
		m := &image.NRGBA{Pix: pix, Stride: stride, Rect: size}
		return m, []*[]byte{&m.Pix}
	case yCbCr:
		sampling, ok := samplings[facts[3]]
		if !ok {
			return nil, nil
		}
		cw, ch := w, h
		if sampling != image.YCbCrSubsampleRatio444 {
			cw = (w + 1) / 2
		}
		if sampling == image.YCbCrSubsampleRatio420 {
			ch = (h + 1) / 2
		}
		m := &image.YCbCr{
			Y: make([]byte, aligned(w)*h), Cb: make([]byte, aligned(cw)*ch), Cr: make([]byte, aligned(cw)*ch),
			YStride: aligned(w), CStride: aligned(cw), SubsampleRatio: sampling, Rect: size,
		}
		return m, []*[]byte{&m.Y, &m.Cb, &m.Cr}
	}
	return nil, nil
}

// A memory is that of one decoder, with addresses for all it may ever have: the runtime left to itself copies the
// whole of it whenever it grows, or has the collector count what was never written.
type memory struct{ room []byte }

func reserve(_, most uint64) experimental.LinearMemory { return &memory{wasm.Reserve(int(most))} }

// Reallocate makes it so long; the runtime asks for no more than the most.
func (m *memory) Reallocate(size uint64) []byte { return m.room[:size] }

func (m *memory) Free() {
	wasm.Release(m.room)
	m.room = nil
}
