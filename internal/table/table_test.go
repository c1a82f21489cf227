package table

import (
	"fmt"
	"testing"
)

func TestRows(t *testing.T) {
	got := Rows([]byte("# where it is from\ncode,name\n01,Ain\n2A,\"Corse, du Sud\"\n"))
	if want := "[[01 Ain] [2A Corse, du Sud]]"; fmt.Sprint(got) != want {
		t.Errorf("%v, want %s", got, want)
	}
}

func TestRowsOfABrokenTable(t *testing.T) {
	for _, data := range []string{"", "# nothing else\n", "code,name\n01\n", "code\n\"01\n"} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%q is taken for a table", data)
				}
			}()
			Rows([]byte(data))
		}()
	}
}
