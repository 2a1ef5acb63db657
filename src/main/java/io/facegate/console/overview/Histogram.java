package io.facegate.console.overview;

import io.facegate.console.ListFilters;
import io.facegate.console.PageLanguage;
import io.facegate.usecase.overview.DecisionStatistics;
import io.facegate.usecase.overview.DecisionStatistics.Day;
import io.facegate.usecase.overview.DecisionStatistics.Tally;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The stacked bars of a period. A bar is a link to the list of its days.
 *
 * @param top the number that the full height stands for
 */
record Histogram(PageLanguage speech, List<Bar> bars, long top) {
    private static final double HEIGHT = 100;

    /** A part that is not zero is at least so high, to be seen. */
    private static final double LEAST = 1;

    static Histogram of(PageLanguage speech, DecisionStatistics found, int step) {
        var sums = new ArrayList<Sum>();
        for (int at = 0; at < found.days().size(); at += step) {
            sums.add(Sum.of(
                    found.days().subList(at, Math.min(at + step, found.days().size()))));
        }
        long top = Math.max(
                1, sums.stream().mapToLong(sum -> sum.tally().all()).max().orElse(1));
        return new Histogram(
                speech, sums.stream().map(sum -> new Bar(speech, sum, top)).toList(), top);
    }

    /** The decisions of a bar's days. */
    record Sum(LocalDate from, LocalDate until, Tally tally) {
        static Sum of(List<Day> days) {
            return new Sum(
                    days.getFirst().day(),
                    days.getLast().day(),
                    days.stream().map(Day::tally).reduce(new Tally(0, 0, 0), Tally::plus));
        }
    }

    /** A part of a bar, in hundredths of the height. */
    record Part(String kind, String y, String height) {}

    /** One bar. */
    record Bar(PageLanguage speech, Sum sum, long top) {
        public String from() {
            return sum.from.toString();
        }

        public String until() {
            return sum.until.toString();
        }

        public String days() {
            var first = day(speech, sum.from);
            return sum.from.equals(sum.until) ? first : first + " – " + day(speech, sum.until);
        }

        public String address() {
            return ListFilters.with(filters(""));
        }

        public String permitted() {
            return Numbers.format(speech, sum.tally.permitted());
        }

        public String faults() {
            return Numbers.format(speech, sum.tally.faults());
        }

        public String refused() {
            return Numbers.format(speech, sum.tally.refused());
        }

        public String addressOf(String outcome) {
            return ListFilters.with(filters(outcome));
        }

        private Map<String, String> filters(String outcome) {
            return PeriodFilters.filters(sum.from, sum.until, outcome);
        }

        /** From the bottom to the top. */
        public List<Part> parts() {
            var parts = new ArrayList<Part>();
            double below = 0;
            below = add(parts, "permit", sum.tally.sound(), below);
            below = add(parts, "fault", sum.tally.faults(), below);
            add(parts, "refuse", sum.tally.refused(), below);
            return parts;
        }

        private double add(List<Part> parts, String kind, long count, double below) {
            if (count <= 0) {
                return below;
            }
            double height = Math.max(LEAST, HEIGHT * count / top);
            double y = Math.max(0, HEIGHT - below - height);
            parts.add(new Part(kind, Numbers.plain(y), Numbers.plain(height)));
            return below + height;
        }
    }

    public String highest() {
        return Numbers.format(speech, top);
    }

    public String first() {
        return bars.getFirst().days();
    }

    public String last() {
        return bars.getLast().days();
    }

    static String day(PageLanguage speech, LocalDate day) {
        return speech.time("time.day", day.atStartOfDay(ZoneOffset.UTC).toInstant());
    }
}
