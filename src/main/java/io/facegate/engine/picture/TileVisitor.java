package io.facegate.engine.picture;

/** Visitor of the tiles of a large picture, each at full size and upright. */
@FunctionalInterface
public interface TileVisitor {
    /**
     * Visits one tile.
     *
     * @param left column of its first pixel in the full-size upright picture
     * @param top row of its first pixel
     */
    void visit(Pixels tile, int left, int top);
}
