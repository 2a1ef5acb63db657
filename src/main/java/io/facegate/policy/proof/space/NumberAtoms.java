package io.facegate.policy.proof.space;

import io.facegate.call.Pictures;
import io.facegate.policy.language.NumberRange;
import io.facegate.policy.vocabulary.Attribute.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.DoubleStream;

/** Atoms of a numeric attribute: the intervals between the numbers it is compared with. */
public final class NumberAtoms {
    private static final double DAY = 86_400_000;
    private static final double MOST_ROUNDED = 1e15;

    private final Scale scale;
    private final double[] starts;

    /**
     * Possible numbers of an attribute.
     *
     * @param lowest smallest number
     * @param end upper bound (exclusive)
     * @param steps granularity
     */
    record Scale(Kind kind, double lowest, double end, Steps steps) {
        /** The smallest possible number not below a cut. */
        double roundUp(double cut) {
            return switch (steps) {
                case ANY -> cut;
                case WHOLE -> Math.ceil(cut);
                case ROUNDED -> cut > 0 && cut < MOST_ROUNDED ? Pictures.roundUp((long) Math.ceil(cut)) : cut;
            };
        }
    }

    /** Granularity of the numbers. */
    enum Steps {
        ANY,
        WHOLE,
        /** Whole numbers, rounded like the picture sizes of a call. */
        ROUNDED
    }

    NumberAtoms(Scale scale, SortedSet<Double> cuts) {
        this.scale = scale;
        var all = new TreeSet<Double>();
        all.add(scale.lowest);
        for (double cut : cuts) {
            double exact = scale.roundUp(cut);
            if (exact > scale.lowest && exact < scale.end) {
                all.add(exact);
            }
        }
        starts = all.stream().mapToDouble(Double::doubleValue).toArray();
    }

    List<ValueAtom> atoms() {
        var atoms = new ArrayList<ValueAtom>();
        for (int at = 0; at < starts.length; at++) {
            var values = DoubleStream.of(example(at), starts[at], last(at))
                    .filter(Double::isFinite)
                    .mapToObj(Double::toString)
                    .distinct()
                    .toList();
            atoms.add(new ValueAtom(label(at), values, 1));
        }
        return atoms;
    }

    /** Atoms in a range. */
    public BitSet atomsIn(NumberRange range) {
        var found = new BitSet();
        for (int at = 0; at < starts.length; at++) {
            found.set(at, starts[at] >= scale.roundUp(range.atLeast()) && starts[at] < scale.roundUp(range.below()));
        }
        return found;
    }

    private double end(int at) {
        return at + 1 < starts.length ? starts[at + 1] : scale.end;
    }

    /** The last number of an atom, if the granularity allows one. */
    private double last(int at) {
        return switch (scale.steps) {
            case ANY -> Math.nextDown(end(at));
            case WHOLE -> end(at) - 1;
            case ROUNDED -> starts[at];
        };
    }

    /** A simple number inside an atom. */
    private double example(int at) {
        double low = starts[at];
        double end = end(at);
        if (low <= 0 && end > 0) {
            return 0;
        }
        if (Double.isInfinite(low)) {
            return scale.kind == Kind.NUMBER ? end - 1 : end - DAY;
        }
        double middle = Math.rint((low + Math.min(end, low + 1)) / 2 * 1000) / 1000;
        return scale.steps != Steps.ANY || isShort(low) || middle < low || middle >= end ? low : middle;
    }

    private static boolean isShort(double number) {
        return Double.toString(number).length() <= 6;
    }

    private String label(int at) {
        var low = at == 0 ? "" : "at least " + text(starts[at]);
        var high = at + 1 == starts.length ? "" : "below " + text(end(at));
        if (low.isEmpty() && high.isEmpty()) {
            return "any number";
        }
        return low.isEmpty() ? high : high.isEmpty() ? low : low + " and " + high;
    }

    private String text(double number) {
        return switch (scale.kind) {
            case DATE -> Instant.ofEpochMilli((long) number).toString();
            case DURATION -> Duration.ofMillis((long) number).toString();
            default -> number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
        };
    }
}
