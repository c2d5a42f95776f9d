package app

import (
	"bytes"
	"math"
	"os"
	"runtime/debug"
	"strconv"
)

// collectSeldom lets the garbage collector run when the heap is four times, not twice,
// what is in use: an answer makes a hundred kilobytes that die with it. As half of the
// machine's memory, or of the container's, comes near, it runs as often as it must. Who
// has set GOGC or GOMEMLIMIT is heard.
func collectSeldom() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(300)
	}
	if most := memory(); os.Getenv("GOMEMLIMIT") == "" && most > 0 {
		debug.SetMemoryLimit(most / 2)
	}
}

// memory is what this program may use at the most, in bytes; 0: the system does not say.
func memory() int64 {
	most := int64(math.MaxInt64)
	if info, err := os.ReadFile("/proc/meminfo"); err == nil {
		_, rest, _ := bytes.Cut(info, []byte("MemTotal:"))
		if f := bytes.Fields(rest); len(f) > 1 {
			if kib, err := strconv.ParseInt(string(f[0]), 10, 64); err == nil {
				most = kib << 10
			}
		}
	}
	if limit, err := os.ReadFile("/sys/fs/cgroup/memory.max"); err == nil { // "max" for none
		if n, err := strconv.ParseInt(string(bytes.TrimSpace(limit)), 10, 64); err == nil {
			most = min(most, n)
		}
	}
	if most == math.MaxInt64 {
		return 0
	}
	return most
}
