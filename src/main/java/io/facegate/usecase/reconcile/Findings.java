package io.facegate.usecase.reconcile;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** All findings of a comparison: counted, and the first ones of each kind in full. */
public final class Findings {
    /** How many findings of a kind are kept in full. */
    public static final int LISTED = 10_000;

    private final Map<Finding.Kind, Long> counts = new EnumMap<>(Finding.Kind.class);
    private final Map<Finding.Kind, List<Finding>> listed = new EnumMap<>(Finding.Kind.class);

    void add(Finding finding) {
        var kind = finding.reason().kind();
        counts.merge(kind, 1L, Long::sum);
        var list = listed.computeIfAbsent(kind, _ -> new ArrayList<>());
        if (list.size() < LISTED) {
            list.add(finding);
        }
    }

    /** How many there are of a kind. */
    public long count(Finding.Kind kind) {
        return counts.getOrDefault(kind, 0L);
    }

    /** The first findings of a kind, in the order of the trail. */
    public List<Finding> listed(Finding.Kind kind) {
        return List.copyOf(listed.getOrDefault(kind, List.of()));
    }

    /** True if nothing was found that counts. */
    public boolean isNothingRound() {
        return counts.keySet().stream().noneMatch(Finding.Kind::counts);
    }
}
