package io.facegate.ledger.audit;

import io.facegate.ledger.reading.ProjectionSearch;
import io.facegate.ledger.reading.VerifiedRecord;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.ledger.search.SearchFacet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Check that whatever the search projection lists as appealed against has a verified record of that step of an appeal.
 * Nothing in the listed decision tells, so the record of the appeal itself is read. A check serves one pass: in it, the
 * records of a step are read at most once each.
 */
final class AppealListingCheck {
    private static final String APPEAL = "appeal_";
    private static final int AT_ONCE = 500;

    private final ProjectionSearch archive;
    private final Map<String, ReadStep> steps = new HashMap<>();

    /** What was read of a step because an id alone did not find it: where, and which decisions it is about. */
    private record ReadStep(Set<Long> places, Set<UUID> decisions) {}

    AppealListingCheck(ProjectionSearch archive) {
        this.archive = archive;
    }

    /** The first record from one index to before another that is listed under a step which no record is. */
    OptionalLong findUnfounded(long from, long until) {
        var listed = archive.tally(file -> file.listed().listedAsAppealed(from, until));
        for (var one : listed.entrySet()) {
            for (var step : one.getValue()) {
                if (!isFounded(one.getKey(), step)) {
                    return OptionalLong.of(one.getKey());
                }
            }
        }
        return OptionalLong.empty();
    }

    private boolean isFounded(long place, String step) {
        if (!(archive.checkedAt(List.of(place)).getFirst() instanceof VerifiedRecord decision)) {
            // The check of the log tells of it, and every list shows it as tampered.
            return true;
        }
        var text = decision.fields().path("id").asText();
        var id = uuid(text);
        if (id == null) {
            return false;
        }
        var known = steps.computeIfAbsent(step, _ -> new ReadStep(new HashSet<>(), new HashSet<>()));
        if (known.decisions.contains(id)) {
            return true;
        }
        var records = RecordQuery.matchAll(AT_ONCE).withFacet(SearchFacet.ACT, APPEAL + step);
        // Nearly always the record writes the id as the decision does; if not, the others of the step are read.
        read(known, step, records.withFacet(SearchFacet.SUBJECT, text));
        if (!known.decisions.contains(id)) {
            read(known, step, records);
        }
        return known.decisions.contains(id);
    }

    /** Reads what a query finds of a step, save what was read before in this pass. */
    private void read(ReadStep known, String step, RecordQuery query) {
        var places = archive.tally(file -> file.match(query)).newest(Integer.MAX_VALUE).stream()
                .filter(place -> !known.places.contains(place))
                .toList();
        for (int from = 0; from < places.size(); from += AT_ONCE) {
            var some = places.subList(from, Math.min(places.size(), from + AT_ONCE));
            for (var each : archive.checkedAt(some)) {
                var about = each instanceof VerifiedRecord record ? decision(record, step) : null;
                if (about != null) {
                    known.decisions.add(about);
                }
            }
            known.places.addAll(some);
        }
    }

    /** The decision that a record of this step is about; null if it is none. */
    private static @Nullable UUID decision(VerifiedRecord record, String step) {
        var fields = record.fields();
        return fields.path("act").asText().equals(APPEAL + step)
                ? uuid(fields.path("subject").asText())
                : null;
    }

    /** The number of records of appeals that were read in this pass. */
    long recordsRead() {
        return steps.values().stream().mapToLong(step -> step.places.size()).sum();
    }

    private static @Nullable UUID uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException other) {
            return null;
        }
    }
}
