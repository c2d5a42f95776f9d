// Command long writes the long scan of package scan into the file that it is given:
// what the browser's tests upload.
package main

import (
	"bufio"
	"fmt"
	"os"

	"ecabinet/internal/testkit/scan"
)

func main() {
	if err := write(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "write the long scan:", err)
		os.Exit(1)
	}
}

func write(name string) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(f)
	if err := scan.Large(w); err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Close()
}
