package picture

// Bare is a JPEG without the segments that tell about the picture (EXIF with the place and the camera,
// XMP, Photoshop's, comments, thumbnails) and without what follows its end; what decides the pixels
// stays byte for byte. The error is for one that cannot be taken apart.
func Bare(data []byte) ([]byte, error) {
	if kind, fix := recognise(data); kind != "JPEG" {
		return nil, refuse(data, kind, fix)
	}
	f := splitJPEG(data)
	if !f.ended {
		return nil, cutShort("JPEG")
	}
	return f.bytes(), nil
}

// Known is a JPEG that Read found whole before: not one of its samples is looked at again, so it has no Thumb.
func Known(data []byte) (*Picture, error) {
	f, err := openJPEG(data)
	if err != nil {
		return nil, err
	}
	p := &Picture{Width: f.config.Width, Height: f.config.Height, Orientation: 1, Bits: 8, Filter: "DCTDecode", Data: data}
	p.setColor(f)
	return p, nil
}
