package io.facegate.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DemoScheduleTest {
    private static final LocalDate MONDAY = LocalDate.parse("2026-11-16");

    private static Instant midnightAfter(LocalDate first, int days) {
        return first.plusDays(days).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    @Test
    void theSameDaysHaveTheSameCalls() {
        var end = midnightAfter(MONDAY, DemoSchedule.DAYS);
        assertThat(DemoSchedule.plan(MONDAY, end)).isEqualTo(DemoSchedule.plan(MONDAY, end));
    }

    /** Whatever the day on which somebody starts the demo. */
    @Property(tries = 30)
    void callsComeAtOfficeHoursAndNeverAtNight(@ForAll @IntRange(max = 400) int later) {
        var first = MONDAY.plusDays(later);
        var plan = DemoSchedule.plan(first, midnightAfter(first, DemoSchedule.DAYS));
        assertThat(plan)
                .hasSizeBetween(300, 500)
                .isSortedAccordingTo((one, other) -> one.at().compareTo(other.at()));
        for (var planned : plan) {
            var at = planned.at().atZone(ZoneOffset.UTC);
            boolean weekend = DemoSchedule.isWeekend(at.toLocalDate());
            assertThat(at.getHour()).as("%s", at).isBetween(weekend ? 10 : 8, weekend ? 14 : 17);
        }
    }

    @Property(tries = 30)
    void weekendsAreQuietAndOfficesAreClosed(@ForAll @IntRange(max = 400) int later) {
        var first = MONDAY.plusDays(later);
        var days = DemoSchedule.plan(first, midnightAfter(first, DemoSchedule.DAYS)).stream()
                .collect(Collectors.groupingBy(
                        planned -> planned.at().atZone(ZoneOffset.UTC).toLocalDate()));
        assertThat(days).hasSize(DemoSchedule.DAYS);
        days.forEach((day, calls) -> {
            boolean weekend = DemoSchedule.isWeekend(day);
            assertThat(calls).hasSizeBetween(weekend ? 1 : 25, weekend ? 10 : 50);
            assertThat(calls.stream().map(each -> each.call().caller()))
                    .as("%s", day)
                    .allMatch(caller -> !weekend || caller != DemoCaller.BANK);
        });
    }

    @Test
    void endsBeforeTheDemoBegan() {
        var now = Instant.parse("2026-11-28T09:30:00Z");
        var plan = DemoSchedule.plan(DemoSchedule.firstDay(now), now);
        assertThat(plan.getLast().at()).isBefore(now);
        assertThat(plan.getFirst().at()).isAfter(Instant.parse("2026-11-14T08:00:00Z"));
    }

    @Test
    void everyUsualCallIsMade() {
        var made = DemoSchedule.plan(MONDAY, midnightAfter(MONDAY, DemoSchedule.DAYS)).stream()
                .map(DemoSchedule.Planned::call)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(DemoCall.class)));
        assertThat(made)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(DemoCall.values()).toList());
    }
}
