package io.facegate.ledger.reading;

import java.util.List;

/**
 * Proofs that records stand in one tree.
 *
 * @param size the records of the tree
 * @param paths one for each record, from the leaf up
 */
public record Paths(long size, byte[] root, List<List<byte[]>> paths) {
    public Paths {
        paths = List.copyOf(paths);
    }
}
