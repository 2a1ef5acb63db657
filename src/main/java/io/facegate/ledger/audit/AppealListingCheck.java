package io.facegate.ledger.audit;

import io.facegate.ledger.reading.ProjectionSearch;
import io.facegate.ledger.reading.VerifiedRecord;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.ledger.search.SearchFacet;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Check that whatever the search projection lists as appealed against has a verified record of that step of an appeal.
 * Nothing in the listed decision tells, so the record of the appeal itself is read.
 */
final class AppealListingCheck {
    private static final String APPEAL = "appeal_";
    private static final int AT_ONCE = 500;

    private final ProjectionSearch archive;

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
        var id = decision.fields().path("id").asText();
        var steps = RecordQuery.matchAll(AT_ONCE).withFacet(SearchFacet.ACT, APPEAL + step);
        // Nearly always the record writes the id as the decision does; if not, every record of such a step is read.
        return anyAbout(steps.withFacet(SearchFacet.SUBJECT, id), step, id) || anyAbout(steps, step, id);
    }

    private boolean anyAbout(RecordQuery steps, String step, String decision) {
        var places = archive.tally(file -> file.match(steps)).newest(Integer.MAX_VALUE);
        for (int from = 0; from < places.size(); from += AT_ONCE) {
            var some = archive.checkedAt(places.subList(from, Math.min(places.size(), from + AT_ONCE)));
            if (some.stream()
                    .anyMatch(each -> each instanceof VerifiedRecord record && isAbout(record, step, decision))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAbout(VerifiedRecord record, String step, String decision) {
        var fields = record.fields();
        var id = uuid(decision);
        return fields.path("act").asText().equals(APPEAL + step)
                && id != null
                && id.equals(uuid(fields.path("subject").asText()));
    }

    private static @Nullable UUID uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException other) {
            return null;
        }
    }
}
