// Where tiles and entry bundles lie in a directory (C2SP tlog-tiles) and how they are read.

package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

const tileHeight = 8
const tileWidth = 1 << tileHeight

// resourcePath is the C2SP path of a tile or, at level -1, of an entry bundle.
func resourcePath(tile tlog.Tile) string {
	level := "entries"
	if tile.L >= 0 {
		level = strconv.Itoa(tile.L)
	}
	index := fmt.Sprintf("%03d", tile.N%1000)
	for n := tile.N / 1000; n > 0; n /= 1000 {
		index = fmt.Sprintf("x%03d/%s", n%1000, index)
	}
	path := "tile/" + level + "/" + index
	if tile.W < tileWidth {
		path += ".p/" + strconv.Itoa(tile.W)
	}
	return path
}

// parsePath is the inverse of resourcePath.
func parsePath(path string) (tlog.Tile, error) {
	bad := fmt.Errorf("%s: not a tile path", path)
	level, rest, found := strings.Cut(strings.TrimPrefix(path, "tile/"), "/")
	if !found {
		return tlog.Tile{}, bad
	}
	tile := tlog.Tile{H: tileHeight, L: -1, W: tileWidth}
	if level != "entries" {
		number, err := parseNumber(level)
		if err != nil || number > 63 {
			return tlog.Tile{}, bad
		}
		tile.L = int(number)
	}
	index, width, partial := strings.Cut(rest, ".p/")
	if partial {
		number, err := parseNumber(width)
		if err != nil || number < 1 || number >= tileWidth {
			return tlog.Tile{}, bad
		}
		tile.W = int(number)
	}
	for _, group := range strings.Split(index, "/") {
		number, err := strconv.ParseInt(strings.TrimPrefix(group, "x"), 10, 64)
		if err != nil {
			return tlog.Tile{}, bad
		}
		tile.N = tile.N*1000 + number
	}
	if resourcePath(tile) != path {
		return tlog.Tile{}, bad
	}
	return tile, nil
}

// readResource returns the bytes under the path; a missing partial one is replaced by the full one.
func readResource(dir string, tile tlog.Tile) ([]byte, tlog.Tile, error) {
	data, err := os.ReadFile(filepath.Join(dir, resourcePath(tile)))
	if os.IsNotExist(err) && tile.W < tileWidth {
		full := tile
		full.W = tileWidth
		if fullData, fullErr := os.ReadFile(filepath.Join(dir, resourcePath(full))); fullErr == nil {
			return fullData, full, nil
		}
	}
	return data, tile, err
}

// parseBundle cuts a bundle into its entries and insists on their number.
func parseBundle(data []byte, count int) ([][]byte, error) {
	var entries [][]byte
	for len(data) > 0 {
		if len(data) < 2 || len(data) < 2+int(data[0])<<8+int(data[1]) {
			return nil, errors.New("the bundle is cut")
		}
		end := 2 + int(data[0])<<8 + int(data[1])
		entries = append(entries, data[2:end])
		data = data[end:]
	}
	if len(entries) != count {
		return nil, fmt.Errorf("%d entries instead of %d", len(entries), count)
	}
	return entries, nil
}
