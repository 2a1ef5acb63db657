package io.facegate.ledger.tiles;

/** Source of hash tiles. */
@FunctionalInterface
public interface TileSource {
    /**
     * The hashes of one tile, {@link TilePath#bytes()} of them.
     *
     * @throws io.facegate.call.Fault.LedgerDown if it is unavailable
     */
    byte[] hashes(TilePath tile);
}
