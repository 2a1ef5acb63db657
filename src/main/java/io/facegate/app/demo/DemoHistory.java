package io.facegate.app.demo;

import io.facegate.app.server.InProcessGateway;
import io.facegate.call.MachineClock;
import io.facegate.console.DemoNotice;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Set;

/**
 * The demo's earlier days: a gateway in this process whose clock the demo sets takes real calls, and its ledger records
 * them. Then the clock is the machine's again.
 */
final class DemoHistory {
    /** The act of the records that tell which times the demo set. */
    static final String ACT = "demo";

    private static final LocalTime START = LocalTime.of(6, 0);

    /** When the operator takes its own rule back, for which the gateway is restarted. */
    private static final int DAY_OF_RESTART = 13;

    private final Path data;
    private final Path policies;
    private final DemoPictures pictures;

    /** Something that happens at a time. */
    record Event(Instant at, Step step) {}

    /** A step of the demo's story. */
    @FunctionalInterface
    interface Step {
        void run() throws IOException;
    }

    DemoHistory(Path data, Path policies, DemoPictures pictures) {
        this.data = data;
        this.policies = policies;
        this.pictures = pictures;
    }

    /**
     * What was made.
     *
     * @param requests with the keys that the callers have at the end
     */
    record Past(DemoRequests requests, int calls, LocalDate first, String log) {}

    /** Makes the history. */
    Past make() throws IOException {
        var now = Instant.now();
        var first = DemoSchedule.firstDay(now);
        var clock = new DemoClock(MachineClock.SYSTEM, instant(first, START));
        var requests = new DemoRequests(pictures, clock);
        var story = new DemoEvents(data, policies, first, clock, requests);
        var left = events(story, requests, first, now);
        var name = DemoNotice.LOGS + HexFormat.of().formatHex(random());
        var restart = instant(first.plusDays(DAY_OF_RESTART), START);
        var house = DemoHousePolicy.write(policies);
        try (var gateway = open(house.folder(), name, Set.of(), clock)) {
            gateway.record(ACT, "times_set_until:" + now.truncatedTo(ChronoUnit.SECONDS));
            story.use(gateway);
            run(left, restart, clock);
            clock.advanceTo(restart);
        } finally {
            house.delete();
        }
        try (var gateway = open(policies, name, Set.of(DemoHousePolicy.PACK), clock)) {
            story.use(gateway);
            run(left, now, clock);
            clock.catchUp();
            gateway.record(ACT, "times_of_machine_since:" + clock.instant().truncatedTo(ChronoUnit.SECONDS));
            story.propose();
        }
        return new Past(requests, story.calls(), first, name);
    }

    private static Instant instant(LocalDate day, LocalTime time) {
        return day.atTime(time).toInstant(ZoneOffset.UTC);
    }

    /** The usual calls and the story, in their order, as far as the present. */
    private static Deque<Event> events(DemoEvents story, DemoRequests requests, LocalDate first, Instant now) {
        var events = new ArrayList<>(story.events());
        for (var planned : DemoSchedule.plan(first, now)) {
            var call = planned.call();
            events.add(new Event(planned.at(), () -> story.send(call.caller(), call.request(requests))));
        }
        events.removeIf(event -> !event.at.isBefore(now));
        events.sort(Comparator.comparing(Event::at));
        return new ArrayDeque<>(events);
    }

    private InProcessGateway open(Path rules, String log, Set<String> removed, DemoClock clock) throws IOException {
        return InProcessGateway.open(new InProcessGateway.Place(data, rules, log, removed), clock);
    }

    private static void run(Deque<Event> left, Instant end, DemoClock clock) throws IOException {
        for (var next = left.peek(); next != null && next.at.isBefore(end); next = left.peek()) {
            left.remove();
            clock.advanceTo(next.at);
            next.step.run();
        }
    }

    private static byte[] random() {
        var bytes = new byte[4];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }
}
