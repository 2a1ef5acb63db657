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
 * Counts the faces of a picture for rules that depend on the number; errs on the side of more. Examines a large picture
 * in several ways, because a picture that shows a crowd in any of them may show it to a vendor: box-filtered,
 * subsampled, and in tiles at full size.
 */
final class PictureFaceCounter implements TileVisitor {
    /** Minimum score of a face in a small window. */
    private static final double CLEAR = 0.75;
    /** Minimum score inside a larger face, whose features resemble faces slightly. */
    private static final double INSIDE_CLEAR = 0.85;
    /** Maximum face size relative to the window; the next larger window finds larger faces, with their surroundings. */
    private static final double LARGEST = 0.4;

    private final FaceDetector detector;
    private final Picture picture;
    private final List<InTile> atFullSize = new ArrayList<>();

    private PictureFaceCounter(FaceDetector detector, Picture picture) {
        this.detector = detector;
        this.picture = picture;
    }

    /** A face at full size, and its tile. */
    private record InTile(Detection face, Square tile) {}

    /**
     * Counts faces, including possible ones.
     *
     * @throws UnreadablePictureException if the picture cannot be decoded
     * @throws Fault if the faces cannot be counted
     */
    static int countFaces(Picture picture, FaceDetector detector) throws UnreadablePictureException, OrtException {
        return new PictureFaceCounter(detector, picture).count();
    }

    private int count() throws UnreadablePictureException, OrtException {
        if (PictureDecoder.isAmbiguous(picture)) {
            throw new Fault.ProviderDown(
                    "Decoders read the colours of this JPEG differently; its faces cannot be counted.");
        }
        var views = PictureDecoder.views(picture, this);
        var mean = views.mean();
        if (mean.seeThrough()) {
            throw new Fault.ProviderDown("Faces under transparent parts of a picture cannot be counted.");
        }
        var seen = detectAll(mean);
        var small = detectSmall(mean, DetectionWindows.smallWindows(mean), CLEAR);
        small.addAll(detectAtFullSize(mean, views.step()));
        int count = seen.size() + countNew(seen, NonMaximumSuppression.merge(small));
        var thinned = views.thinned();
        return thinned == null ? count : Math.max(count, detectAll(thinned).size());
    }

    private List<Detection> detectAll(Pixels picture) throws OrtException {
        var parts = DetectionWindows.windows(picture);
        var seen = new ArrayList<>(detector.findIn(picture, parts.subList(0, 1), FaceDetector.DOUBTFUL));
        seen.addAll(detectSmall(picture, parts.subList(1, parts.size()), FaceDetector.DOUBTFUL));
        return NonMaximumSuppression.merge(seen);
    }

    private List<Detection> detectSmall(Pixels picture, List<Square> squares, double leastScore) throws OrtException {
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

    /** Faces that are whole in a full-size tile, in pixels of the small picture. */
    private List<Detection> detectAtFullSize(Pixels mean, int step) {
        return atFullSize.stream()
                .filter(seen -> !DetectionWindows.isCut(
                        seen.face, seen.tile, (double) mean.width() * step, (double) mean.height() * step))
                .map(seen -> seen.face.scaledBy(1.0 / step))
                .toList();
    }

    /** Number of small faces that are not among those already seen. */
    private static int countNew(List<Detection> seen, List<Detection> small) {
        return (int) small.stream()
                .filter(face -> seen.stream().noneMatch(other -> isPartOf(other, face)))
                .count();
    }

    /** True if a small face is the same as the larger one, or looks like one of its features. */
    private static boolean isPartOf(Detection larger, Detection face) {
        return larger.intersectionOverUnion(face) > NonMaximumSuppression.SAME
                || (larger.intersectionOverSmaller(face) > NonMaximumSuppression.INSIDE && face.score() < INSIDE_CLEAR);
    }

    @Override
    public void visit(Pixels tile, int left, int top) {
        int side = Math.max(tile.width(), tile.height());
        var where = new Square(left, top, side);
        try {
            for (var seen : detector.detectIn(tile, new Square(0, 0, side))) {
                if (seen.score() >= CLEAR && isSmall(seen, side)) {
                    atFullSize.add(new InTile(seen.translatedBy(left, top), where));
                }
            }
        } catch (OrtException broken) {
            throw new Fault.ProviderDown("The face engine failed: " + broken.getMessage());
        }
    }
}
