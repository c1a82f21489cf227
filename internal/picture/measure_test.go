package picture

import (
	"fmt"
	"image"
	"image/draw"
	"testing"
)

func TestTurned(t *testing.T) {
	upright := image.NewGray(image.Rect(0, 0, 5, 3))
	for i := range upright.Pix {
		upright.Pix[i] = byte(i * 9)
	}
	for o := 1; o <= 8; o++ {
		m := stored(upright, o)
		grey := image.NewGray(m.Bounds())
		draw.Draw(grey, grey.Rect, m, image.Point{}, draw.Src)
		if got := turned(grey, o); got.Rect != upright.Rect || fmt.Sprint(got.Pix) != fmt.Sprint(upright.Pix) {
			t.Errorf("orientation %d: %v", o, got.Pix)
		}
	}
}
