// Does a receipt (C2SP tlog-proof) prove that its entry is in the signed tree?

package main

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

type receipt struct {
	extra      []byte
	index      int64
	proof      tlog.RecordProof
	checkpoint string
}

func parseReceipt(text string) (receipt, error) {
	var parsed receipt
	head, checkpoint, found := strings.Cut(text, "\n\n")
	lines := strings.Split(head, "\n")
	if !found || lines[0] != "c2sp.org/tlog-proof@v1" {
		return parsed, errors.New("not a tlog-proof")
	}
	parsed.checkpoint = checkpoint
	lines = lines[1:]
	var err error
	if len(lines) > 0 && strings.HasPrefix(lines[0], "extra ") {
		parsed.extra, err = base64.StdEncoding.Strict().DecodeString(lines[0][len("extra "):])
		if err != nil {
			return parsed, fmt.Errorf("extra: %w", err)
		}
		lines = lines[1:]
	}
	if len(lines) == 0 || !strings.HasPrefix(lines[0], "index ") {
		return parsed, errors.New("there is no index")
	}
	if parsed.index, err = parseNumber(lines[0][len("index "):]); err != nil {
		return parsed, fmt.Errorf("index: %w", err)
	}
	for _, line := range lines[1:] {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return parsed, fmt.Errorf("proof: %w", err)
		}
		parsed.proof = append(parsed.proof, hash)
	}
	return parsed, nil
}

func checkReceipt(path, vkey, entryHex string) (string, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	parsed, err := parseReceipt(string(text))
	if err != nil {
		return "", err
	}
	tree, err := openCheckpoint([]byte(parsed.checkpoint), vkey)
	if err != nil {
		return "", err
	}
	hashed := sha256.Sum256(parsed.extra)
	entry := hashed[:]
	if entryHex != "" {
		if entry, err = hex.DecodeString(entryHex); err != nil {
			return "", fmt.Errorf("entry: %w", err)
		}
	} else if len(parsed.extra) == 0 {
		return "", errors.New("without an extra line the entry must be given")
	}
	if parsed.index >= tree.N {
		return "", fmt.Errorf("index %d is not in a tree of size %d", parsed.index, tree.N)
	}
	leaf := tlog.RecordHash(entry)
	if err := tlog.CheckRecord(parsed.proof, tree.N, tree.Hash, parsed.index, leaf); err != nil {
		return "", err
	}
	return fmt.Sprintf("entry %x is number %d of %d", entry, parsed.index, tree.N), nil
}
