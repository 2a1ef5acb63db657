package io.facegate.provider.local.vision;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Makes one face of the several boxes that a detector puts on it. */
final class Suppression {
    static final double SAME = 0.3;
    static final double INSIDE = 0.6;

    private Suppression() {}

    /** The faces, the largest first; each is the mean of its boxes, weighed by their scores. */
    static List<Sighting> onePerFace(List<Sighting> seen) {
        var rest = new ArrayList<>(seen);
        rest.sort(Comparator.comparingDouble(Sighting::score).reversed());
        var faces = new ArrayList<Sighting>();
        while (!rest.isEmpty()) {
            var best = rest.getFirst();
            var same = rest.stream()
                    .filter(other -> other.equals(best) || best.overlap(other) > SAME)
                    .toList();
            rest.removeAll(same);
            var face = mean(same);
            if (faces.stream().noneMatch(other -> other.containment(face) > INSIDE)) {
                faces.add(face);
            }
        }
        faces.sort(Comparator.comparingDouble(Sighting::area).reversed());
        return faces;
    }

    private static Sighting mean(List<Sighting> same) {
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
        var points = new ArrayList<Point>();
        for (int point = 0; point < Sighting.POINTS; point++) {
            points.add(mean(same, point, sum));
        }
        return new Sighting(
                left / sum,
                top / sum,
                width / sum,
                height / sum,
                same.getFirst().score(),
                points);
    }

    private static Point mean(List<Sighting> same, int point, double sum) {
        double x = 0;
        double y = 0;
        for (var one : same) {
            x += one.points().get(point).x() * one.score();
            y += one.points().get(point).y() * one.score();
        }
        return new Point(x / sum, y / sum);
    }
}
