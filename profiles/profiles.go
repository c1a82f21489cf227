// Package profiles holds the commented profile that dossier init writes. The other files beside it
// are invented people, one a situation: examples to read, and input of tests.
package profiles

import _ "embed"

//go:embed template.toml
var Template []byte
