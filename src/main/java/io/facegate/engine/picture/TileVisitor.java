package io.facegate.engine.picture;

/** Looks at the squares of a large picture, each at full size and upright. */
@FunctionalInterface
public interface TileVisitor {
    /**
     * Looks at one.
     *
     * @param left where its first column is in the upright picture at full size
     * @param top where its first row is
     */
    void visit(Pixels tile, int left, int top);
}
