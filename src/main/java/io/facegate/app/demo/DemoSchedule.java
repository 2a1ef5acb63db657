package io.facegate.app.demo;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** When the demo's organisations call: at office hours, seldom at weekends, never at night. UTC throughout. */
final class DemoSchedule {
    /** How many days the demo looks back. */
    static final int DAYS = 14;

    /** The hour at which the offices open, and how likely each hour of a working day is. */
    private static final int OPENING = 8;

    private static final int[] WORKING_DAY = {2, 5, 6, 5, 2, 4, 6, 5, 3, 1};
    private static final int[] WEEKEND = {0, 0, 2, 3, 2, 2, 1, 0, 0, 0};

    /** The same calls on every machine, for the same days. */
    private static final long SEED = 20_200_610;

    private DemoSchedule() {}

    /** A call, and when it is made. */
    record Planned(Instant at, DemoCall call) {}

    /** The first day of a demo that is started then. */
    static LocalDate firstDay(Instant now) {
        return now.atZone(ZoneOffset.UTC).toLocalDate().minusDays(DAYS);
    }

    /** All calls from the first day on and before {@code end}, in their order. */
    static List<Planned> plan(LocalDate first, Instant end) {
        var random = new Random(SEED);
        var all = new ArrayList<Planned>();
        for (int day = 0; day <= DAYS; day++) {
            add(all, first.plusDays(day), random);
        }
        all.removeIf(each -> !each.at.isBefore(end));
        all.sort(Comparator.comparing(Planned::at));
        return List.copyOf(all);
    }

    private static void add(List<Planned> all, LocalDate day, Random random) {
        boolean weekend = isWeekend(day);
        for (var caller : DemoCaller.values()) {
            for (int call = 0; call < caller.calls(weekend); call++) {
                int hour = OPENING + choose(weekend ? WEEKEND : WORKING_DAY, random);
                var at = day.atTime(hour, 0)
                        .toInstant(ZoneOffset.UTC)
                        .plus(Duration.ofMillis(random.nextInt(3_600_000)));
                all.add(new Planned(at, choose(caller, random)));
            }
        }
    }

    static boolean isWeekend(LocalDate day) {
        return day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
    }

    private static DemoCall choose(DemoCaller caller, Random random) {
        var calls = DemoCall.of(caller);
        return calls.get(choose(calls.stream().mapToInt(DemoCall::weight).toArray(), random));
    }

    /** An index, as likely as its weight. */
    private static int choose(int[] weights, Random random) {
        int all = 0;
        for (int weight : weights) {
            all += weight;
        }
        int left = random.nextInt(all);
        int index = 0;
        while (left >= weights[index]) {
            left -= weights[index++];
        }
        return index;
    }
}
