package io.facegate.engine.vision;

import io.facegate.call.Face;
import io.facegate.call.Face.Box;
import io.facegate.call.Face.Landmark;
import io.facegate.call.Face.Pose;
import io.facegate.call.Face.Quality;
import io.facegate.engine.picture.Pixels;
import io.facegate.engine.picture.Pixels.Square;
import java.util.List;

/** Describes a face in normalized terms: box, landmarks, pose and quality. */
final class FaceDescriber {
    /** Distance of the nose tip in front of the eyes, in interocular distances. */
    private static final double NOSE_DEPTH = 0.6;
    /** Nose position of a level face, as a fraction of the way from the eyes to the mouth. */
    private static final double NOSE_LEVEL = 0.51;

    /** Fraction of the box that is analysed: its middle, which is face and inside the picture. */
    private static final double INNER = 0.7;

    private static final int SIDE = 112;
    /** Edge spread at which sharpness reaches 63 of 100. */
    private static final double SHARP = 12;

    private FaceDescriber() {}

    static Face describe(Pixels picture, Detection seen) {
        double wide = picture.width();
        double high = picture.height();
        var box = new Box(seen.left() / wide, seen.top() / high, seen.width() / wide, seen.height() / high);
        return new Face(box, seen.score(), landmarks(picture, seen), pose(seen), quality(picture, seen));
    }

    /** Only landmarks with the same meaning for all vendors; excludes the middle of the mouth and the ears. */
    private static List<Landmark> landmarks(Pixels picture, Detection seen) {
        return List.of(
                landmark("eyeLeft", seen.points().get(Detection.LEFT_EYE), picture),
                landmark("eyeRight", seen.points().get(Detection.RIGHT_EYE), picture),
                landmark("nose", seen.points().get(Detection.NOSE), picture));
    }

    private static Landmark landmark(String name, PixelPoint point, Pixels picture) {
        return new Landmark(name, point.x() / picture.width(), point.y() / picture.height());
    }

    /** Roll is measured from the eyes; yaw and pitch are estimated from a nose of average length. */
    private static Pose pose(Detection seen) {
        var left = seen.points().get(Detection.LEFT_EYE);
        var right = seen.points().get(Detection.RIGHT_EYE);
        double roll = Math.atan2(right.y() - left.y(), right.x() - left.x());
        double apart = Math.max(1e-6, left.distanceTo(right));
        var eyes = left.midway(right);
        var nose = rotateAround(eyes, seen.points().get(Detection.NOSE), -roll);
        var mouth = rotateAround(eyes, seen.points().get(Detection.MOUTH), -roll);
        double yaw = Math.atan(nose.x() / apart / NOSE_DEPTH);
        double pitch = Math.atan((NOSE_LEVEL * mouth.y() - nose.y()) / apart / NOSE_DEPTH);
        return new Pose(Math.toDegrees(roll), Math.toDegrees(yaw), Math.toDegrees(pitch));
    }

    private static PixelPoint rotateAround(PixelPoint origin, PixelPoint point, double angle) {
        double x = point.x() - origin.x();
        double y = point.y() - origin.y();
        return new PixelPoint(x * Math.cos(angle) - y * Math.sin(angle), x * Math.sin(angle) + y * Math.cos(angle));
    }

    private static Quality quality(Pixels picture, Detection seen) {
        double side = Math.max(seen.width(), seen.height()) * INNER;
        double left = seen.left() + (seen.width() - side) / 2;
        double top = seen.top() + (seen.height() - side) / 2;
        var grey = toGrey(picture.square(new Square(left, top, side), SIDE));
        double sum = 0;
        for (double value : grey) {
            sum += value;
        }
        double brightness = sum / grey.length / 255 * 100;
        return new Quality(brightness, 100 * (1 - Math.exp(-edges(grey) / SHARP)));
    }

    private static double[] toGrey(float[] rgb) {
        var grey = new double[SIDE * SIDE];
        for (int i = 0; i < grey.length; i++) {
            grey[i] = 0.299 * rgb[3 * i] + 0.587 * rgb[3 * i + 1] + 0.114 * rgb[3 * i + 2];
        }
        return grey;
    }

    /** Root mean square difference of each pixel from its four neighbours. */
    private static double edges(double[] grey) {
        double sum = 0;
        int count = 0;
        for (int y = 1; y < SIDE - 1; y++) {
            for (int at = y * SIDE + 1; at < (y + 1) * SIDE - 1; at++) {
                double edge = 4 * grey[at] - grey[at - 1] - grey[at + 1] - grey[at - SIDE] - grey[at + SIDE];
                sum += edge * edge;
                count++;
            }
        }
        return Math.sqrt(sum / count);
    }
}
