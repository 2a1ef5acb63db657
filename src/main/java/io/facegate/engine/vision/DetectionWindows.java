package io.facegate.engine.vision;

import io.facegate.engine.picture.Pixels;
import io.facegate.engine.picture.Pixels.Square;
import java.util.ArrayList;
import java.util.List;

/** The squares of a picture that the detector looks at: all of it, then overlapping parts for the small faces. */
final class DetectionWindows {
    /** Below this many pixels a side, parts show nothing that the whole does not. */
    private static final int LARGE = 640;
    /** How far apart parts start, of their side; a face up to a third of a part is whole in one of them. */
    private static final double STRIDE = 2 / 3.0;

    private DetectionWindows() {}

    static List<Square> of(Pixels picture) {
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

    private static double[] starts(double length, double side) {
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

    /** Squares half as long as the parts of {@link #of}, where a picture is so large that those shrink it much. */
    static List<Square> small(Pixels picture) {
        double longer = Math.max(picture.width(), picture.height());
        return longer >= 2 * LARGE ? squares(picture, longer / 4) : List.of();
    }

    private static List<Square> squares(Pixels picture, double side) {
        var parts = new ArrayList<Square>();
        for (double top : starts(picture.height(), side)) {
            for (double left : starts(picture.width(), side)) {
                parts.add(new Square(left, top, side));
            }
        }
        return parts;
    }

    /** Whether the face runs over an edge of the part that is not an edge of the picture, which has that size. */
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
