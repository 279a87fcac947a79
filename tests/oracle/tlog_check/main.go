// tlog_check judges logs, checkpoints and receipts with Go's golang.org/x/mod/sumdb, which shares
// no line with this project.
//
//	tlog_check log DIR VKEY                     every tile, bundle and the root of a log directory
//	tlog_check consistency DIR VKEY OLDNOTE     an older checkpoint is a prefix of the log
//	tlog_check receipt FILE VKEY [ENTRYHEX]     a tlog-proof; the entry is SHA-256(extra) or ENTRYHEX
//
// Prints one line; exits with 0 if all is well, else with 1.
// Build: GOPATH=/usr/share/gocode GO111MODULE=off go build (Debian's golang-golang-x-mod-dev).
package main

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func main() {
	verdict, err := run(os.Args[1:])
	if err != nil {
		fmt.Println("tlog_check: FAILED:", err)
		os.Exit(1)
	}
	fmt.Println("tlog_check: ok:", verdict)
}

func run(args []string) (string, error) {
	switch {
	case len(args) == 3 && args[0] == "log":
		return checkLog(args[1], args[2])
	case len(args) == 4 && args[0] == "consistency":
		return checkConsistency(args[1], args[2], args[3])
	case len(args) == 3 && args[0] == "receipt":
		return checkReceipt(args[1], args[2], "")
	case len(args) == 4 && args[0] == "receipt":
		return checkReceipt(args[1], args[2], args[3])
	}
	return "", errors.New("usage: tlog_check log DIR VKEY | consistency DIR VKEY OLDNOTE | " +
		"receipt FILE VKEY [ENTRYHEX]")
}

// openCheckpoint verifies the note and reads the tree it speaks of.
func openCheckpoint(text []byte, vkey string) (tlog.Tree, error) {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return tlog.Tree{}, fmt.Errorf("vkey: %w", err)
	}
	opened, err := note.Open(text, note.VerifierList(verifier))
	if err != nil {
		return tlog.Tree{}, fmt.Errorf("checkpoint: %w", err)
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 || lines[0] != verifier.Name() {
		return tlog.Tree{}, errors.New("checkpoint: the origin is not the key's name")
	}
	size, err := parseNumber(lines[1])
	if err != nil {
		return tlog.Tree{}, fmt.Errorf("checkpoint: size: %w", err)
	}
	root, err := tlog.ParseHash(lines[2])
	if err != nil {
		return tlog.Tree{}, fmt.Errorf("checkpoint: root: %w", err)
	}
	return tlog.Tree{N: size, Hash: root}, nil
}

func readCheckpoint(path, vkey string) (tlog.Tree, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return tlog.Tree{}, err
	}
	return openCheckpoint(text, vkey)
}

// parseNumber accepts a decimal without sign and leading zeros.
func parseNumber(text string) (int64, error) {
	number, err := strconv.ParseInt(text, 10, 64)
	if err == nil && (number < 0 || strconv.FormatInt(number, 10) != text) {
		err = fmt.Errorf("not a canonical number: %q", text)
	}
	return number, err
}
