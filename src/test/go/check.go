// Checks a published log with Go's own implementation of notes and trees, which shares no line with Facegate's.
package main

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// tiles reads the tiles of a folder, which Go's own layout names by their height, too.
type tiles struct{ dir string }

func (t tiles) Height() int { return 8 }

func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}

func (t tiles) ReadTiles(asked []tlog.Tile) ([][]byte, error) {
	var found [][]byte
	for _, tile := range asked {
		data, err := os.ReadFile(filepath.Join(t.dir, strings.Replace(tile.Path(), "tile/8/", "tile/", 1)))
		if err != nil {
			return nil, err
		}
		found = append(found, data)
	}
	return found, nil
}

func tree(text []byte, keys note.Verifiers) (tlog.Tree, error) {
	opened, err := note.Open(text, keys)
	if err != nil {
		return tlog.Tree{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != opened.Sigs[0].Name {
		return tlog.Tree{}, errors.New("not a checkpoint: " + opened.Text)
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tlog.Tree{}, err
	}
	root, err := tlog.ParseHash(lines[2])
	return tlog.Tree{N: size, Hash: root}, err
}

// records are the entries of a bundle, each behind its length.
func records(bundle []byte) ([][]byte, error) {
	var found [][]byte
	for len(bundle) > 0 {
		if len(bundle) < 2 || len(bundle) < 2+int(binary.BigEndian.Uint16(bundle)) {
			return nil, errors.New("a bundle is cut off")
		}
		end := 2 + int(binary.BigEndian.Uint16(bundle))
		found = append(found, bundle[2:end])
		bundle = bundle[end:]
	}
	return found, nil
}

func checkEntries(dir string, signed tlog.Tree, hashes tlog.HashReader) error {
	for first := int64(0); first < signed.N; first += 256 {
		tile := tlog.Tile{H: 8, L: -1, N: first / 256, W: int(min(256, signed.N-first))}
		path := strings.Replace(tile.Path(), "tile/8/data/", "tile/entries/", 1)
		bundle, err := os.ReadFile(filepath.Join(dir, path))
		if err != nil {
			return err
		}
		found, err := records(bundle)
		if err != nil || len(found) != tile.W {
			return fmt.Errorf("%s holds %d records: %v", path, len(found), err)
		}
		var places []int64
		for i := range found {
			places = append(places, tlog.StoredHashIndex(0, first+int64(i)))
		}
		leaves, err := hashes.ReadHashes(places)
		if err != nil {
			return err
		}
		for i, record := range found {
			if leaves[i] != tlog.RecordHash(record) {
				return fmt.Errorf("record %d is not the one in the tree", first+int64(i))
			}
		}
		proof, err := tlog.ProveRecord(signed.N, first, hashes)
		if err != nil {
			return err
		}
		if err := tlog.CheckRecord(proof, signed.N, signed.Hash, first, leaves[0]); err != nil {
			return fmt.Errorf("record %d: %w", first, err)
		}
	}
	return nil
}

// checkProof checks a tlog-proof whose extra data is the record.
func checkProof(file string, keys note.Verifiers) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	head, checkpoint, _ := bytes.Cut(text, []byte("\n\n"))
	lines := strings.Split(string(head), "\n")
	if len(lines) < 3 || lines[0] != "c2sp.org/tlog-proof@v1" {
		return errors.New("not a proof")
	}
	record, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(lines[1], "extra "))
	if err != nil {
		return err
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[2], "index "), 10, 64)
	if err != nil {
		return err
	}
	proof, err := parsed(lines[3:])
	if err != nil {
		return err
	}
	signed, err := tree(checkpoint, keys)
	if err != nil {
		return err
	}
	return tlog.CheckRecord(tlog.RecordProof(proof), signed.N, signed.Hash, index, tlog.RecordHash(record))
}

func parsed(lines []string) ([]tlog.Hash, error) {
	var found []tlog.Hash
	for _, line := range lines {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return nil, err
		}
		found = append(found, hash)
	}
	return found, nil
}

// checkGrowth checks lines of: earlier size, its root, later size, its root, proof.
func checkGrowth(file string) (int, error) {
	lines, err := os.Open(file)
	if err != nil {
		return 0, err
	}
	defer lines.Close()
	count := 0
	for scanner := bufio.NewScanner(lines); scanner.Scan(); count++ {
		words := strings.Fields(scanner.Text())
		earlier, _ := strconv.ParseInt(words[0], 10, 64)
		later, _ := strconv.ParseInt(words[2], 10, 64)
		hashes, err := parsed(append([]string{words[1], words[3]}, words[4:]...))
		if err != nil {
			return count, err
		}
		if err := tlog.CheckTree(tlog.TreeProof(hashes[2:]), later, hashes[1], earlier, hashes[0]); err != nil {
			return count, fmt.Errorf("%d to %d: %w", earlier, later, err)
		}
	}
	return count, nil
}

func run(vkey, dir, growth string, proofs []string) error {
	key, err := note.NewVerifier(vkey)
	if err != nil {
		return err
	}
	keys := note.VerifierList(key)
	text, err := os.ReadFile(filepath.Join(dir, "checkpoint"))
	if err != nil {
		return err
	}
	signed, err := tree(text, keys)
	if err != nil {
		return err
	}
	if err := checkEntries(dir, signed, tlog.TileHashReader(signed, tiles{dir})); err != nil {
		return err
	}
	for _, proof := range proofs {
		if err := checkProof(proof, keys); err != nil {
			return fmt.Errorf("%s: %w", proof, err)
		}
	}
	pairs, err := checkGrowth(growth)
	if err == nil {
		fmt.Printf("%d records, %d proofs, %d pairs\n", signed.N, len(proofs), pairs)
	}
	return err
}

func main() {
	if err := run(os.Args[1], os.Args[2], os.Args[3], os.Args[4:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
