package io.facegate.ledger.tiles;

/** Where tiles of hashes are had from. */
@FunctionalInterface
public interface TileSource {
    /**
     * The hashes of one tile, {@link TilePath#bytes()} of them.
     *
     * @throws io.facegate.call.Fault.LedgerDown when it is not to be had
     */
    byte[] hashes(TilePath tile);
}
