// Package forms holds what is known of official forms, as data: what S1106 asks, the editions and
// their fields, and the preparation sheets that stand in until the official blank is at hand.
package forms

import "embed"

//go:embed *.toml *.pdf
var FS embed.FS
