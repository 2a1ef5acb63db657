package io.facegate.policy.proof.space;

import io.facegate.policy.language.Validity;
import java.nio.LongBuffer;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneRules;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** Instants at which the local time of a zone crosses a moment, forward or, when clocks are set back, backward. */
public final class LocalTimeCrossings {
    private static final long WIDEST = 20 * 3_600_000L;

    private final long[] moments;
    private final Map<ZoneRules, Offsets> offsets = new HashMap<>();
    private final Map<LongBuffer, Integer> habits = new HashMap<>();
    private final Map<ZoneRules, Integer> known = new HashMap<>();

    /** @param moments all local times that may be queried, encoded as if they were UTC */
    LocalTimeCrossings(SortedSet<Long> moments) {
        this.moments = moments.stream().mapToLong(Long::longValue).toArray();
    }

    /** Offsets of a zone with their start instants, in milliseconds; the first also applies to all earlier times. */
    private record Offsets(long[] from, long[] offset) {}

    /** Crossings in any of these zones, ascending. */
    public SortedSet<Long> find(List<ZoneId> zones, long local) {
        var all = new TreeSet<Long>();
        for (var zone : zones) {
            for (long crossing : find(zone, local)) {
                all.add(crossing);
            }
        }
        return all;
    }

    /** Crossings in one zone, ascending. */
    public long[] find(ZoneId zone, long local) {
        var kept = offsets.computeIfAbsent(zone.getRules(), this::read);
        int at = Arrays.binarySearch(kept.from, local - WIDEST);
        at = Math.max(0, at >= 0 ? at : -at - 2);
        if (at + 1 == kept.from.length || kept.from[at + 1] > local + WIDEST) {
            return new long[] {local - kept.offset[at]};
        }
        var candidates = new TreeSet<Long>();
        candidates.add(local - kept.offset[at]);
        for (int next = at + 1; next < kept.from.length && kept.from[next] <= local + WIDEST; next++) {
            candidates.add(local - kept.offset[next]);
            candidates.add(kept.from[next]);
        }
        return candidates.stream()
                .mapToLong(Long::longValue)
                .filter(moment -> isPast(zone, local, moment) != isPast(zone, local, moment - 1))
                .toArray();
    }

    /** Equivalence class of a zone; zones of one class cross all moments at the same instants. */
    int equivalenceClass(ZoneId zone) {
        return known.computeIfAbsent(zone.getRules(), unseen -> {
            long[] all = Arrays.stream(moments)
                    .flatMap(moment -> Arrays.stream(find(zone, moment)))
                    .toArray();
            return habits.computeIfAbsent(LongBuffer.wrap(all), unknown -> habits.size());
        });
    }

    /** Offsets of a zone around all moments. */
    private Offsets read(ZoneRules rules) {
        var all = new TreeSet<Long>();
        long first = moments.length == 0 ? 0 : moments[0] - 2 * WIDEST;
        long last = moments.length == 0 ? 0 : moments[moments.length - 1] + 2 * WIDEST;
        all.add(first);
        for (var change = rules.nextTransition(Instant.ofEpochMilli(first));
                change != null && change.getInstant().toEpochMilli() <= last;
                change = rules.nextTransition(change.getInstant())) {
            all.add(change.getInstant().toEpochMilli());
        }
        long[] from = all.stream().mapToLong(Long::longValue).toArray();
        return new Offsets(
                from,
                Arrays.stream(from)
                        .map(at -> rules.getOffset(Instant.ofEpochMilli(at)).getTotalSeconds() * 1000L)
                        .toArray());
    }

    private static boolean isPast(ZoneId zone, long local, long at) {
        return Validity.local(at, zone) >= local;
    }
}
