package batch

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"
)

// A Shard is one of N parts of all records; which one a record is in is told by its id alone. I is from 1 to N; the
// zero Shard has all records.
type Shard struct{ I, N int }

// maxShards is more parts than anybody has machines.
const maxShards = 10_000

// ParseShard reads "3/8".
func ParseShard(s string) (Shard, error) {
	first, second, ok := strings.Cut(s, "/")
	i, err := strconv.Atoi(first)
	n, err2 := strconv.Atoi(second)
	if !ok || err != nil || err2 != nil || i < 1 || n < i || n > maxShards {
		return Shard{}, fmt.Errorf("%q is no part of a whole, such as 3/8", s)
	}
	return Shard{i, n}, nil
}

// Has says whether a record is in the shard.
func (s Shard) Has(id string) bool {
	if s.N == 0 {
		return true
	}
	sum := sha256.Sum256([]byte(id))
	return int(binary.BigEndian.Uint64(sum[:])%uint64(s.N)) == s.I-1
}

// Suffix is what the names of its ledger and reports have at their end: "-3-of-8", nothing for all records.
func (s Shard) Suffix() string {
	if s.N == 0 {
		return ""
	}
	return fmt.Sprintf("-%d-of-%d", s.I, s.N)
}

// ShardOf reads a name that ends with the Suffix of a shard.
func ShardOf(name string) (Shard, bool) {
	parts := strings.Split(name, "-")
	if len(parts) < 4 || parts[len(parts)-2] != "of" {
		return Shard{}, false
	}
	s, err := ParseShard(parts[len(parts)-3] + "/" + parts[len(parts)-1])
	return s, err == nil && strings.HasSuffix(name, s.Suffix())
}
