package io.facegate.policy.proof.model;

import io.facegate.policy.language.Validity;
import io.facegate.policy.language.Validity.Version;
import io.facegate.policy.proof.bdd.Bdd;
import io.facegate.policy.proof.space.AttributeAxis;
import io.facegate.policy.proof.space.ConditionBounds;
import io.facegate.policy.proof.space.RequestSpace;
import io.facegate.policy.vocabulary.TruthValue;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Exact model of rule validity by local time at the place of use. Each local time is modelled once, as the requests for
 * which it has passed. A rule holds if its start has passed and its end has not.
 */
final class LocalTimes {
    private static final long HOUR = 3_600_000;

    /** Upper bound of a zone's daylight saving shift, in milliseconds. */
    private static final long SHIFT = 3 * HOUR;

    private final RequestSpace space;
    private final Bdd bdd;
    private final AttributeAxis places;

    /** Places that share the same zones. */
    private final Map<List<ZoneId>, BitSet> groups = new LinkedHashMap<>();

    private final Map<List<ZoneId>, Long> gaps = new HashMap<>();
    private final Map<Long, ConditionBounds> passed = new HashMap<>();
    private final Map<BitSet, Integer> drawn = new HashMap<>();

    LocalTimes(RequestSpace space, AttributeAxis places) {
        this.space = space;
        this.bdd = space.bdd();
        this.places = places;
        for (int at = 0; at < places.atoms().size(); at++) {
            groups.computeIfAbsent(RequestSpace.zones(places.atoms().get(at)), unseen -> new BitSet())
                    .set(at);
        }
    }

    /** When a rule is in force, surely and possibly, as known at the time of the call. */
    ConditionBounds model(Validity validity) {
        var all = ConditionBounds.NEVER;
        var versions = validity.versions();
        for (int at = 0; at < versions.size(); at++) {
            long known = at == 0 ? Long.MIN_VALUE : versions.get(at).known();
            long changed = at + 1 < versions.size() ? versions.get(at + 1).known() : Long.MAX_VALUE;
            int during = space.clock().requestsDuring(known, changed);
            all = all.or(bdd, version(validity, versions.get(at)).and(bdd, ConditionBounds.of(during)));
        }
        return all;
    }

    private ConditionBounds version(Validity validity, Version version) {
        if (validity.review()) {
            return requestsPast(Math.min(version.from(), version.until()));
        }
        var begun = requestsPast(version.from());
        var ended = requestsPast(version.until());
        int surely = bdd.difference(begun.certain(), ended.possible());
        int perhaps = bdd.difference(begun.possible(), ended.certain());
        return new ConditionBounds(surely, excludeGaps(version, perhaps));
    }

    /** Excludes periods when a short window has ended in one possible zone of a place but not started in the next. */
    private int excludeGaps(Version version, int perhaps) {
        if (version.from() == Long.MIN_VALUE || version.until() == Long.MAX_VALUE) {
            return perhaps;
        }
        int left = perhaps;
        for (var group : groups.entrySet()) {
            if (gap(group.getKey()) >= version.until() - version.from()) {
                int here = places.someIn(group.getValue());
                left = bdd.or(bdd.difference(left, here), bdd.and(here, requestsInForce(version, group.getKey())));
            }
        }
        return left;
    }

    private int requestsInForce(Version version, List<ZoneId> zones) {
        var changes = new TreeSet<Long>(space.crossings().find(zones, version.from()));
        changes.addAll(space.crossings().find(zones, version.until()));
        var once = new Validity(List.of(version), true, false, null);
        return space.clock().requestsWhen(changes, now -> once.inForce(now, now, zones) != TruthValue.NOT);
    }

    /** Upper bound of the gap between neighbouring zones of a place. */
    private long gap(List<ZoneId> zones) {
        return gaps.computeIfAbsent(zones, unseen -> {
            var offsets = new TreeSet<Long>();
            zones.forEach(zone -> offsets.add(Validity.local(0, zone)));
            long widest = Long.MIN_VALUE;
            long before = offsets.first();
            for (long offset : offsets) {
                widest = Math.max(widest, offset - before);
                before = offset;
            }
            return zones.size() == 1 ? Long.MIN_VALUE : widest + SHIFT;
        });
    }

    /** Requests for which a local time has passed: in all zones of the place, and in any. */
    private ConditionBounds requestsPast(long local) {
        if (local == Long.MIN_VALUE || local == Long.MAX_VALUE) {
            return local == Long.MIN_VALUE ? ConditionBounds.ALWAYS : ConditionBounds.NEVER;
        }
        return passed.computeIfAbsent(
                local, unseen -> new ConditionBounds(requestsPast(local, true), requestsPast(local, false)));
    }

    private int requestsPast(long local, boolean everywhere) {
        var transitions = new TreeMap<Long, BitSet>();
        groups.forEach((zones, atoms) -> {
            for (long turn : transitionInstants(zones, local, everywhere)) {
                transitions.computeIfAbsent(turn, unseen -> new BitSet()).xor(atoms);
            }
        });
        var changes = transitions.keySet().stream().mapToLong(Long::longValue).toArray();
        var reached = new ArrayList<BitSet>(List.of(new BitSet()));
        transitions.values().forEach(turned -> {
            var now = (BitSet) reached.getLast().clone();
            now.xor(turned);
            reached.add(now);
        });
        int[] functions = reached.stream().mapToInt(this::placesIn).toArray();
        return space.placesLast() ? space.clock().piecewise(changes, functions) : joined(changes, functions);
    }

    private int joined(long[] changes, int[] functions) {
        var parts = new ArrayList<Integer>();
        for (int at = 0; at < functions.length; at++) {
            long from = at == 0 ? Long.MIN_VALUE : changes[at - 1];
            long until = at == changes.length ? Long.MAX_VALUE : changes[at];
            parts.add(bdd.and(functions[at], space.clock().requestsDuring(from, until)));
        }
        return bdd.orAll(parts);
    }

    private int placesIn(BitSet atoms) {
        return drawn.computeIfAbsent(atoms, places::someIn);
    }

    /**
     * Instants at which a local time passes in all zones, or in any, or is set back; before the first, it has not
     * passed.
     */
    private long[] transitionInstants(List<ZoneId> zones, long local, boolean everywhere) {
        if (zones.size() == 1) {
            return space.crossings().find(zones.getFirst(), local);
        }
        long extreme = everywhere ? Long.MIN_VALUE : Long.MAX_VALUE;
        boolean once = true;
        for (var zone : zones) {
            long[] of = space.crossings().find(zone, local);
            once &= of.length == 1;
            extreme = everywhere ? Math.max(extreme, of[0]) : Math.min(extreme, of[0]);
        }
        if (once) {
            return new long[] {extreme};
        }
        return space.crossings().find(zones, local).stream()
                .mapToLong(Long::longValue)
                .filter(turn ->
                        hasPassed(zones, local, turn, everywhere) != hasPassed(zones, local, turn - 1, everywhere))
                .toArray();
    }

    private static boolean hasPassed(List<ZoneId> zones, long local, long now, boolean everywhere) {
        return everywhere
                ? zones.stream().allMatch(zone -> Validity.local(now, zone) >= local)
                : zones.stream().anyMatch(zone -> Validity.local(now, zone) >= local);
    }
}
