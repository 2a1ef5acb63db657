package io.facegate.engine.vision;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Non-maximum suppression: merges overlapping detections of the same face. */
final class NonMaximumSuppression {
    static final double SAME = 0.3;
    static final double INSIDE = 0.6;

    private NonMaximumSuppression() {}

    /** Merges detections, largest first; each face is the score-weighted mean of its boxes. */
    static List<Detection> merge(List<Detection> seen) {
        var rest = new ArrayList<>(seen);
        rest.sort(Comparator.comparingDouble(Detection::score).reversed());
        var faces = new ArrayList<Detection>();
        while (!rest.isEmpty()) {
            var best = rest.getFirst();
            var same = rest.stream()
                    .filter(other -> other.equals(best) || best.intersectionOverUnion(other) > SAME)
                    .toList();
            rest.removeAll(same);
            var face = weightedMean(same);
            if (faces.stream().noneMatch(other -> other.intersectionOverSmaller(face) > INSIDE)) {
                faces.add(face);
            }
        }
        faces.sort(Comparator.comparingDouble(Detection::area).reversed());
        return faces;
    }

    private static Detection weightedMean(List<Detection> same) {
        double left = 0;
        double top = 0;
        double width = 0;
        double height = 0;
        double sum = 0;
        for (var one : same) {
            left += one.left() * one.score();
            top += one.top() * one.score();
            width += one.width() * one.score();
            height += one.height() * one.score();
            sum += one.score();
        }
        var points = new ArrayList<PixelPoint>();
        for (int point = 0; point < Detection.POINTS; point++) {
            points.add(weightedMean(same, point, sum));
        }
        return new Detection(
                left / sum,
                top / sum,
                width / sum,
                height / sum,
                same.getFirst().score(),
                points);
    }

    private static PixelPoint weightedMean(List<Detection> same, int point, double sum) {
        double x = 0;
        double y = 0;
        for (var one : same) {
            x += one.points().get(point).x() * one.score();
            y += one.points().get(point).y() * one.score();
        }
        return new PixelPoint(x / sum, y / sum);
    }
}
