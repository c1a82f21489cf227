package profile

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A Raw is a value of a TOML file before it is known what it is for, with its place.
type Raw struct{ node *node }

// IsZero says whether no value was given.
func (r Raw) IsZero() bool { return r.node == nil }

// String is the value as a person would write it: text as it is, a date as 2026-07-01, a list with commas.
func (r Raw) String() string {
	if r.node == nil {
		return ""
	}
	return r.node.text()
}

func (n *node) text() string {
	switch v := n.scalar.(type) {
	case nil:
	case time.Time:
		return DateOf(v).String()
	default:
		return fmt.Sprint(v)
	}
	var parts []string
	for _, e := range n.list {
		parts = append(parts, e.text())
	}
	return strings.Join(parts, ", ")
}

// Value is what the profile has under a key such as "address[0].street", as a person would write it; empty
// if it has nothing there, or no single value.
func (a *Applicant) Value(key string) string {
	n := a.tree
	for part := range strings.SplitSeq(key, ".") {
		if n == nil {
			return ""
		}
		name, index, listed := strings.Cut(part, "[")
		if n = n.table[name]; listed && n != nil {
			i, err := strconv.Atoi(strings.TrimSuffix(index, "]"))
			if err != nil || i < 0 || i >= len(n.list) {
				return ""
			}
			n = n.list[i]
		}
	}
	return Raw{n}.String()
}

// A Change puts a value in the place of the profile's own: Key is "contact.email" or
// "address[0].street". Old, if given, is what the profile must have had; New is always given.
type Change struct {
	Key string
	Old Raw
	New Raw
	Pos Pos // of the change itself, for errors
}

func (c Change) apply(tree *node) error {
	parent, last, err := c.parent(tree)
	if err != nil {
		return err
	}
	now := Raw{parent.table[last]}
	if !c.Old.IsZero() && now.String() != c.Old.String() && now.String() != c.New.String() {
		fix := `the profile does not have this key: write old = ""`
		if !now.IsZero() {
			fix = "compare the request with " + now.node.pos.String()
		} else if parent.table[last] = c.Old.node; !c.known(tree) {
			return nil // which is said with all other keys of the profile
		}
		return &Error{c.Old.node.pos, c.Key, "the profile has neither this old value nor the new one", fix}
	}
	if c.New.String() == "" { // taken away; an empty text would not do for a date or a list
		delete(parent.table, last)
		return nil
	}
	parent.table[last] = c.New.node
	return nil
}

// known says whether a profile may have the key. The tree has it.
func (c Change) known(tree *node) bool {
	b := binder{pos: map[string]Pos{}}
	b.table(tree, &Applicant{}, "")
	return !slices.ContainsFunc(b.errs, func(err error) bool {
		var e *Error
		return errors.As(err, &e) && e.Msg == noSuchKey && (e.Key == c.Key || strings.HasPrefix(c.Key, e.Key+"."))
	})
}

// noSuchKey is what is said of a key that a profile does not have.
const noSuchKey = "there is no such key"

// parent finds the table that holds the last part of the key, making tables that were not written.
func (c Change) parent(n *node) (parent *node, last string, err error) {
	bad := func(msg string) error {
		return &Error{c.Pos, c.Key, msg, "write it as in the profile: contact.email, address[0].street"}
	}
	parts := strings.Split(c.Key, ".")
	for _, part := range parts[:len(parts)-1] {
		name, index, listed := strings.Cut(part, "[")
		child := n.table[name]
		if listed {
			i, convErr := strconv.Atoi(strings.TrimSuffix(index, "]"))
			if convErr != nil || child == nil || i < 0 || i >= len(child.list) {
				return nil, "", bad("the profile has no such element")
			}
			child = child.list[i]
		} else if child == nil {
			child = &node{pos: c.Pos, table: map[string]*node{}}
			n.table[name] = child
		}
		if child.table == nil {
			return nil, "", bad("the profile has no such table")
		}
		n = child
	}
	last = parts[len(parts)-1]
	if last == "" || strings.Contains(last, "[") {
		return nil, "", bad("this is not the key of a single value")
	}
	return n, last, nil
}
