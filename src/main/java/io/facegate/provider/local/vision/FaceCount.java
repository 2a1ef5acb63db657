package io.facegate.provider.local.vision;

import ai.onnxruntime.OrtException;
import io.facegate.call.Fault;
import io.facegate.call.Picture;
import io.facegate.provider.local.picture.Decoder;
import io.facegate.provider.local.picture.Pixels;
import io.facegate.provider.local.picture.Pixels.Square;
import io.facegate.provider.local.picture.TileVisitor;
import io.facegate.provider.local.picture.Unreadable;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts the faces of one picture for rules that hang on the number, in doubt more rather than fewer. A large picture is
 * looked at in several ways, for one that shows a crowd in any of them may show it to a vendor: shrunk by the mean of its
 * pixels, shrunk by leaving pixels out, and in squares at full size.
 */
final class FaceCount implements TileVisitor {
    /** From this score on a small box is a face; a whole picture shows more of what is around one. */
    private static final double SURE = Detector.SURE;
    /** How many small faces inside a large one are a picture made of faces: features of one face look like a few. */
    private static final int MADE_OF_FACES = 4;

    private final Detector detector;
    private final Picture picture;
    private final List<InTile> atFullSize = new ArrayList<>();

    private FaceCount(Detector detector, Picture picture) {
        this.detector = detector;
        this.picture = picture;
    }

    /** A face at full size, and the square that shows it. */
    private record InTile(Sighting face, Square tile) {}

    /**
     * How many faces there are, counting what only may be one.
     *
     * @throws Unreadable when the picture cannot be decoded
     * @throws Fault when the faces cannot be counted
     */
    static int of(Picture picture, Detector detector) throws Unreadable, OrtException {
        if (Decoder.isInterlaced(picture) && Decoder.step(picture.pixels()) > 1) {
            throw new Fault.ProviderDown("The faces of an interlaced PNG of more than "
                    + Decoder.MOST_DECODED / 1_000_000 + " million pixels cannot be counted.");
        }
        return new FaceCount(detector, picture).count();
    }

    private int count() throws Unreadable, OrtException {
        var views = Decoder.views(picture, this);
        var mean = views.mean();
        if (mean.seeThrough()) {
            throw new Fault.ProviderDown("Faces under transparent parts of a picture cannot be counted.");
        }
        var seen = detector.find(mean, Detector.DOUBTFUL);
        var small = new ArrayList<>(detector.findIn(mean, Parts.small(mean), SURE));
        small.addAll(wholeAtFullSize(mean, views.step()));
        int count = seen.size() + more(seen, Suppression.onePerFace(small));
        var thinned = views.thinned();
        return thinned == null ? count : Math.max(count, detector.find(thinned, Detector.DOUBTFUL).size());
    }

    /** What is whole in a square at full size, in pixels of the small picture. */
    private List<Sighting> wholeAtFullSize(Pixels mean, int step) {
        return atFullSize.stream()
                .filter(seen -> !Parts.isCut(
                        seen.face, seen.tile, (double) mean.width() * step, (double) mean.height() * step))
                .map(seen -> seen.face.times(1.0 / step))
                .toList();
    }

    /** How many of the small faces are not among those that were seen. */
    private static int more(List<Sighting> seen, List<Sighting> small) {
        int outside = 0;
        int inside = 0;
        for (var face : small) {
            boolean within = seen.stream().anyMatch(other -> other.containment(face) > Suppression.INSIDE);
            boolean same = seen.stream().anyMatch(other -> other.overlap(face) > Suppression.SAME);
            outside += within || same ? 0 : 1;
            inside += within && !same ? 1 : 0;
        }
        return outside + (inside >= MADE_OF_FACES ? inside : 0);
    }

    @Override
    public void visit(Pixels tile, int left, int top) {
        int side = Math.max(tile.width(), tile.height());
        var where = new Square(left, top, side);
        try {
            for (var seen : detector.look(tile, new Square(0, 0, side))) {
                if (seen.score() >= SURE) {
                    atFullSize.add(new InTile(seen.movedBy(left, top), where));
                }
            }
        } catch (OrtException broken) {
            throw new Fault.ProviderDown("The face engine failed: " + broken.getMessage());
        }
    }
}
