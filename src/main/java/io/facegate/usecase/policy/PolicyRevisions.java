package io.facegate.usecase.policy;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.json.JsonMappers;
import io.facegate.ledger.reading.CheckedRecord;
import io.facegate.ledger.reading.TamperedRecord;
import io.facegate.ledger.reading.VerifiedRecord;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.ledger.search.SearchFacet;
import io.facegate.usecase.ledger.AuditedRecords;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which policies came into force when, by the records of the ledger.
 *
 * @param revisions newest first; loads of the same policies one after the other are one revision
 * @param tampered how many records that may tell of policies do not verify
 * @param complete false if older records were left out
 */
public record PolicyRevisions(List<Revision> revisions, int tampered, boolean complete) {
    private static final int MOST = 300;
    private static final int FEW = 21;
    private static final String LOADED = "policies_loaded";

    public PolicyRevisions {
        revisions = List.copyOf(revisions);
    }

    /**
     * Policies that came into force.
     *
     * @param since when they were loaded first
     * @param loads how often they were loaded one after the other, by any gateway of the ledger
     */
    public record Revision(String digest, Instant since, int loads) {}

    /** Reads the newest records. Who looks is on record first. */
    public static PolicyRevisions read(AuditedRecords records, String viewer) {
        var query = RecordQuery.matchAll(MOST + 1).withFacet(SearchFacet.ACT, LOADED);
        return of(records.list(query, viewer).records(), MOST);
    }

    /**
     * The newest records from before a moment. The first revision is the one that was in force then. Who looks is on
     * record first.
     */
    public static PolicyRevisions readBefore(AuditedRecords records, String viewer, Instant moment) {
        var query = RecordQuery.matchAll(FEW).withFacet(SearchFacet.ACT, LOADED).withPeriod(null, moment);
        return of(records.list(query, viewer).records(), FEW - 1);
    }

    private static PolicyRevisions of(List<CheckedRecord> found, int most) {
        var revisions = new ArrayList<Revision>();
        int tampered = 0;
        for (var record : found.subList(0, Math.min(most, found.size())).reversed()) {
            switch (record) {
                case VerifiedRecord verified -> add(revisions, verified);
                case TamperedRecord _ -> tampered++;
            }
        }
        return new PolicyRevisions(revisions.reversed(), tampered, found.size() <= most);
    }

    private static void add(List<Revision> revisions, VerifiedRecord record) {
        try {
            var act = JsonMappers.PLAIN.readTree(record.json());
            var digest = act.path("subject").asText();
            if (!act.path("act").asText().equals(LOADED) || !digest.matches("[0-9a-f]{64}")) {
                return;
            }
            var last = revisions.isEmpty() ? null : revisions.getLast();
            if (last != null && last.digest.equals(digest)) {
                revisions.set(revisions.size() - 1, new Revision(digest, last.since, last.loads + 1));
            } else {
                time(act).ifPresent(since -> revisions.add(new Revision(digest, since, 1)));
            }
        } catch (IOException unreadable) {
            // A verified record of another shape tells of no policies.
        }
    }

    private static Optional<Instant> time(JsonNode act) {
        try {
            return Optional.of(Instant.parse(act.path("time").asText()));
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }

    /** The revision that is in force, if its record is known. */
    public Optional<Revision> current(String digest) {
        return revisions.stream().filter(one -> one.digest.equals(digest)).findFirst();
    }
}
