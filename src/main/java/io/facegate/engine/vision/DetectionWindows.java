package io.facegate.engine.vision;

import io.facegate.engine.picture.Pixels;
import io.facegate.engine.picture.Pixels.Square;
import java.util.ArrayList;
import java.util.List;

/** Square windows of a picture for the detector: the whole picture, then overlapping parts for small faces. */
final class DetectionWindows {
    /** Minimum side in pixels for parts; below it they show nothing more than the whole. */
    private static final int LARGE = 640;
    /** Stride of the parts relative to their side; a face of up to a third of a part is whole in one of them. */
    private static final double STRIDE = 2 / 3.0;

    private DetectionWindows() {}

    static List<Square> windows(Pixels picture) {
        double wide = picture.width();
        double high = picture.height();
        double longer = Math.max(wide, high);
        var parts = new ArrayList<Square>();
        parts.add(new Square((wide - longer) / 2, (high - longer) / 2, longer));
        if (longer >= LARGE) {
            parts.addAll(squares(picture, longer / 2));
        }
        return parts;
    }

    private static double[] offsets(double length, double side) {
        if (length <= side) {
            return new double[] {(length - side) / 2};
        }
        int count = (int) Math.ceil((length - side) / (side * STRIDE)) + 1;
        var starts = new double[count];
        for (int i = 0; i < count; i++) {
            starts[i] = i * (length - side) / (count - 1);
        }
        return starts;
    }

    /** Windows of half the side of {@link #windows}, for pictures so large that those downscale much. */
    static List<Square> smallWindows(Pixels picture) {
        double longer = Math.max(picture.width(), picture.height());
        return longer >= 2 * LARGE ? squares(picture, longer / 4) : List.of();
    }

    private static List<Square> squares(Pixels picture, double side) {
        var parts = new ArrayList<Square>();
        for (double top : offsets(picture.height(), side)) {
            for (double left : offsets(picture.width(), side)) {
                parts.add(new Square(left, top, side));
            }
        }
        return parts;
    }

    /** True if the face crosses an edge of the part that is not an edge of the picture of that size. */
    static boolean isCut(Detection face, Square part, double wide, double high) {
        return isCut(part.left(), part.side(), wide, face.left(), face.width())
                || isCut(part.top(), part.side(), high, face.top(), face.height());
    }

    private static boolean isCut(double partStart, double part, double picture, double faceStart, double face) {
        boolean before = partStart > 0 && faceStart < partStart;
        boolean after = partStart + part < picture && faceStart + face > partStart + part;
        return before || after;
    }
}
