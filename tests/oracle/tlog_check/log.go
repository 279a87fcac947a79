// Does every file of a log directory follow from its entries, and the root too?

package main

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/mod/sumdb/tlog"
)

// hashStore holds all hashes of a tree in the order of tlog.StoredHashIndex.
type hashStore []tlog.Hash

func (store hashStore) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	hashes := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		if index >= int64(len(store)) {
			return nil, fmt.Errorf("hash %d is beyond the tree", index)
		}
		hashes[i] = store[index]
	}
	return hashes, nil
}

// Debian 12 has Go 1.19, which knows neither min nor max.
func smaller(a, b int64) int64 {
	if a < b {
		return a
	}
	return b
}

// levelOf gives the level that limits a tile: an entry bundle lies below level 0.
func levelOf(tile tlog.Tile) int {
	if tile.L < 0 {
		return 0
	}
	return tile.L
}

// storeFromBundles computes every hash of the tree from its entries alone.
func storeFromBundles(dir string, size int64) (hashStore, error) {
	var store hashStore
	for first := int64(0); first < size; first += tileWidth {
		width := smaller(size-first, tileWidth)
		wanted := tlog.Tile{H: tileHeight, L: -1, N: first / tileWidth, W: int(width)}
		data, found, err := readResource(dir, wanted)
		if err != nil {
			return nil, err
		}
		entries, err := parseBundle(data, found.W)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", resourcePath(found), err)
		}
		for i, entry := range entries[:width] {
			hashes, err := tlog.StoredHashes(first+int64(i), entry, store)
			if err != nil {
				return nil, err
			}
			store = append(store, hashes...)
		}
	}
	return store, nil
}

func checkLog(dir, vkey string) (string, error) {
	tree, err := readCheckpoint(filepath.Join(dir, "checkpoint"), vkey)
	if err != nil {
		return "", err
	}
	store, err := storeFromBundles(dir, tree.N)
	if err != nil {
		return "", err
	}
	if tree.N == 0 {
		if tree.Hash != tlog.Hash(sha256.Sum256(nil)) {
			return "", errors.New("the root of the empty tree is wrong")
		}
		return "size 0", nil
	}
	root, err := tlog.TreeHash(tree.N, store)
	if err != nil {
		return "", err
	}
	if root != tree.Hash {
		return "", fmt.Errorf("the entries have the root %v, the checkpoint says %v", root, tree.Hash)
	}
	if err := checkPresence(dir, tree.N); err != nil {
		return "", err
	}
	checked, ahead, err := checkFiles(dir, tree.N, store)
	if err != nil {
		return "", err
	}
	const verdict = "size %d, %d files agree with the entries and the root, %d beyond it"
	return fmt.Sprintf(verdict, tree.N, checked, ahead), nil
}

// checkPresence looks for every tile that a tree of that size has; a full one also stands for a
// partial one.
func checkPresence(dir string, size int64) error {
	for level := 0; size>>(tileHeight*level) > 0; level++ {
		hashes := size >> (tileHeight * level)
		for first := int64(0); first < hashes; first += tileWidth {
			width := int(smaller(hashes-first, tileWidth))
			tile := tlog.Tile{H: tileHeight, L: level, N: first / tileWidth, W: width}
			if _, _, err := readResource(dir, tile); err != nil {
				return err
			}
		}
	}
	return nil
}

// checkFiles compares each file under tile/ with what the entries make of it.
func checkFiles(dir string, size int64, store hashStore) (checked, ahead int, err error) {
	walk := func(path string, info os.DirEntry, err error) error {
		if err != nil || info.IsDir() {
			return err
		}
		relative, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		tile, err := parsePath(filepath.ToSlash(relative))
		if err != nil {
			return err
		}
		if end := tile.N<<tileHeight + int64(tile.W); end > size>>(tileHeight*levelOf(tile)) {
			ahead++ // written before the checkpoint that needs it
			return nil
		}
		checked++
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return checkFile(tile, data, store)
	}
	err = filepath.WalkDir(filepath.Join(dir, "tile"), walk)
	return checked, ahead, err
}

func checkFile(tile tlog.Tile, data []byte, store hashStore) error {
	if tile.L < 0 {
		return checkBundle(tile, data, store)
	}
	expected, err := tlog.ReadTileData(tile, store)
	if err != nil {
		return err
	}
	if string(expected) != string(data) {
		return fmt.Errorf("%s: its hashes are not those of the entries", resourcePath(tile))
	}
	return nil
}

func checkBundle(tile tlog.Tile, data []byte, store hashStore) error {
	entries, err := parseBundle(data, tile.W)
	if err != nil {
		return fmt.Errorf("%s: %w", resourcePath(tile), err)
	}
	for i, entry := range entries {
		index := tlog.StoredHashIndex(0, tile.N<<tileHeight+int64(i))
		if store[index] != tlog.RecordHash(entry) {
			return fmt.Errorf("%s: entry %d is not that of the tree", resourcePath(tile), i)
		}
	}
	return nil
}
