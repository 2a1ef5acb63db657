package io.facegate.policy.proof.space;

import io.facegate.policy.language.Validity;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** The instants at which the local time of a zone passes a moment, forward or, where clocks are set back, back again. */
public final class Crossings {
    private static final long WIDEST = 20 * 3_600_000L;

    private final Map<Asked, SortedSet<Long>> found = new HashMap<>();

    private record Asked(ZoneId zone, long local) {}

    /** Those of any of these zones; the moment is written as if it were UTC. */
    public SortedSet<Long> of(List<ZoneId> zones, long local) {
        var all = new TreeSet<Long>();
        zones.forEach(zone -> all.addAll(found.computeIfAbsent(new Asked(zone, local), Crossings::find)));
        return all;
    }

    private static SortedSet<Long> find(Asked asked) {
        var candidates = new TreeSet<Long>();
        var rules = asked.zone.getRules();
        var from = Instant.ofEpochMilli(asked.local - WIDEST);
        candidates.add(passing(asked, rules.getOffset(from)));
        for (var change = rules.nextTransition(from);
                change != null && change.getInstant().toEpochMilli() <= asked.local + WIDEST;
                change = rules.nextTransition(change.getInstant())) {
            candidates.add(passing(asked, change.getOffsetAfter()));
            candidates.add(change.getInstant().toEpochMilli());
        }
        candidates.removeIf(at -> isPast(asked, at) == isPast(asked, at - 1));
        return candidates;
    }

    private static long passing(Asked asked, ZoneOffset offset) {
        return asked.local - offset.getTotalSeconds() * 1000L;
    }

    private static boolean isPast(Asked asked, long at) {
        return Validity.local(at, asked.zone) >= asked.local;
    }
}
