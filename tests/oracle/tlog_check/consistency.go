// Does the log begin with the tree of an older checkpoint?

package main

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"path/filepath"

	"golang.org/x/mod/sumdb/tlog"
)

// dirTiles lets tlog read and authenticate tiles as they lie.
type dirTiles string

func (dir dirTiles) Height() int                     { return tileHeight }
func (dir dirTiles) SaveTiles([]tlog.Tile, [][]byte) {}

func (dir dirTiles) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range tiles {
		data, found, err := readResource(string(dir), tile)
		if err != nil {
			return nil, err
		}
		if len(data) != found.W*tlog.HashSize {
			return nil, fmt.Errorf("%s: the length is wrong", resourcePath(found))
		}
		all = append(all, data[:tile.W*tlog.HashSize])
	}
	return all, nil
}

func checkConsistency(dir, vkey, oldNote string) (string, error) {
	newer, err := readCheckpoint(filepath.Join(dir, "checkpoint"), vkey)
	if err != nil {
		return "", err
	}
	older, err := readCheckpoint(oldNote, vkey)
	if err != nil {
		return "", fmt.Errorf("older %w", err)
	}
	if older.N > newer.N {
		return "", fmt.Errorf("the older tree is larger (%d, %d)", older.N, newer.N)
	}
	verdict := fmt.Sprintf("the tree of size %d begins with that of size %d", newer.N, older.N)
	if older.N == 0 {
		if older.Hash != tlog.Hash(sha256.Sum256(nil)) {
			return "", errors.New("the root of the empty tree is wrong")
		}
		return verdict, nil
	}
	proof, err := tlog.ProveTree(newer.N, older.N, tlog.TileHashReader(newer, dirTiles(dir)))
	if err != nil {
		return "", err
	}
	if err := tlog.CheckTree(proof, newer.N, newer.Hash, older.N, older.Hash); err != nil {
		return "", err
	}
	return verdict, nil
}
