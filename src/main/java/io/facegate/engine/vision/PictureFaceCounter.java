package io.facegate.engine.vision;

import ai.onnxruntime.OrtException;
import io.facegate.call.Fault;
import io.facegate.call.Picture;
import io.facegate.engine.picture.PictureDecoder;
import io.facegate.engine.picture.Pixels;
import io.facegate.engine.picture.Pixels.Square;
import io.facegate.engine.picture.TileVisitor;
import io.facegate.engine.picture.UnreadablePictureException;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts the faces of one picture for rules that hang on the number, in doubt more rather than fewer. A large picture is
 * looked at in several ways, for one that shows a crowd in any of them may show it to a vendor: shrunk by the mean of its
 * pixels, shrunk by leaving pixels out, and in squares at full size.
 */
final class PictureFaceCounter implements TileVisitor {
    /** From this score on a box in a small square is a face. */
    private static final double CLEAR = 0.75;
    /** The same inside a larger face, whose features look a little like faces. */
    private static final double INSIDE_CLEAR = 0.85;
    /** Of the side of a square: a larger face is seen in the next larger square, which shows what is around it. */
    private static final double LARGEST = 0.4;

    private final FaceDetector detector;
    private final Picture picture;
    private final List<InTile> atFullSize = new ArrayList<>();

    private PictureFaceCounter(FaceDetector detector, Picture picture) {
        this.detector = detector;
        this.picture = picture;
    }

    /** A face at full size, and the square that shows it. */
    private record InTile(Detection face, Square tile) {}

    /**
     * How many faces there are, counting what only may be one.
     *
     * @throws UnreadablePictureException when the picture cannot be decoded
     * @throws Fault when the faces cannot be counted
     */
    static int of(Picture picture, FaceDetector detector) throws UnreadablePictureException, OrtException {
        return new PictureFaceCounter(detector, picture).count();
    }

    private int count() throws UnreadablePictureException, OrtException {
        var views = PictureDecoder.views(picture, this);
        var mean = views.mean();
        if (mean.seeThrough()) {
            throw new Fault.ProviderDown("Faces under transparent parts of a picture cannot be counted.");
        }
        var seen = seen(mean);
        var small = smallIn(mean, DetectionWindows.small(mean), CLEAR);
        small.addAll(wholeAtFullSize(mean, views.step()));
        int count = seen.size() + more(seen, NonMaximumSuppression.onePerFace(small));
        var thinned = views.thinned();
        return thinned == null ? count : Math.max(count, seen(thinned).size());
    }

    private List<Detection> seen(Pixels picture) throws OrtException {
        var parts = DetectionWindows.of(picture);
        var seen = new ArrayList<>(detector.findIn(picture, parts.subList(0, 1), FaceDetector.DOUBTFUL));
        seen.addAll(smallIn(picture, parts.subList(1, parts.size()), FaceDetector.DOUBTFUL));
        return NonMaximumSuppression.onePerFace(seen);
    }

    private List<Detection> smallIn(Pixels picture, List<Square> squares, double leastScore) throws OrtException {
        var small = new ArrayList<Detection>();
        for (var seen : detector.findIn(picture, squares, leastScore)) {
            if (isSmall(seen, squares.getFirst().side())) {
                small.add(seen);
            }
        }
        return small;
    }

    private static boolean isSmall(Detection face, double side) {
        return Math.max(face.width(), face.height()) <= side * LARGEST;
    }

    /** What is whole in a square at full size, in pixels of the small picture. */
    private List<Detection> wholeAtFullSize(Pixels mean, int step) {
        return atFullSize.stream()
                .filter(seen -> !DetectionWindows.isCut(
                        seen.face, seen.tile, (double) mean.width() * step, (double) mean.height() * step))
                .map(seen -> seen.face.times(1.0 / step))
                .toList();
    }

    /** How many of the small faces are not among those that were seen. */
    private static int more(List<Detection> seen, List<Detection> small) {
        return (int) small.stream()
                .filter(face -> seen.stream().noneMatch(other -> isPartOf(other, face)))
                .count();
    }

    /** Whether a small face is the larger one, or looks as if it were a feature of it. */
    private static boolean isPartOf(Detection larger, Detection face) {
        return larger.overlap(face) > NonMaximumSuppression.SAME
                || (larger.containment(face) > NonMaximumSuppression.INSIDE && face.score() < INSIDE_CLEAR);
    }

    @Override
    public void visit(Pixels tile, int left, int top) {
        int side = Math.max(tile.width(), tile.height());
        var where = new Square(left, top, side);
        try {
            for (var seen : detector.look(tile, new Square(0, 0, side))) {
                if (seen.score() >= CLEAR && isSmall(seen, side)) {
                    atFullSize.add(new InTile(seen.movedBy(left, top), where));
                }
            }
        } catch (OrtException broken) {
            throw new Fault.ProviderDown("The face engine failed: " + broken.getMessage());
        }
    }
}
