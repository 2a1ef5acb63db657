package io.facegate.ledger.retention;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.call.Digests;
import io.facegate.json.JsonMappers;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.clock.ConfirmedTime;
import io.facegate.ledger.clock.NewestTime;
import io.facegate.ledger.record.AdministrativeActMac;
import io.facegate.ledger.record.RecordField;
import io.facegate.ledger.record.RecordScanner;
import io.facegate.ledger.store.LedgerReader;
import io.facegate.ledger.store.MerkleTreeVerifier.Damage;
import java.io.IOException;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Audit of recorded prunes. Each must have been ordered by a person, against no hold, on records that were old enough,
 * and checked by this program before it was recorded.
 */
public final class PruneAudit {
    /** How much later than the records before it a prune may be dated. */
    private static final Duration SLACK = Duration.ofMinutes(10);

    private static final System.Logger LOG = System.getLogger(PruneAudit.class.getName());
    private final byte @Nullable [] key;
    private final long since;
    private final ConfirmedTime clock = new ConfirmedTime();
    private final Map<String, LegalHold> holds = new LinkedHashMap<>();
    private final List<Prune> prunes = new ArrayList<>();
    private @Nullable Damage damage;

    /** A record that states that the records before {@code minimum} were removed. */
    private record Prune(
            long index, String id, long minimum, Instant time, Instant confirmed, String person, boolean checked) {
        boolean isUnconfirmed() {
            return time.isAfter(confirmed.plus(SLACK));
        }
    }

    /**
     * Creates an audit.
     *
     * @param key the ledger's, or null if unavailable: then the writer of a record is unknown
     * @param since the index from which on such records carry an HMAC
     */
    public PruneAudit(byte @Nullable [] key, long since) {
        this.key = key == null ? null : key.clone();
        this.since = since;
    }

    /** Logs the findings of {@link #findNewestDamage}. A prune cannot be undone, so findings do not prevent a start. */
    public static void logNewestDamage(LedgerAddress ledger) throws SQLException {
        try (var reader = ledger.reader()) {
            var found = findNewestDamage(reader);
            if (found != null) {
                LOG.log(
                        System.Logger.Level.ERROR,
                        "Record {0} is of a prune that was not allowed: {1}. Run: facegate ledger verify",
                        Long.toString(found.index() + 1),
                        found.description());
            }
        }
    }

    /**
     * Finds a prune among the newest records that removed records too young by the confirmed time; null if there is
     * none.
     */
    public static @Nullable Damage findNewestDamage(LedgerReader ledger) throws SQLException {
        var check = new PruneAudit(null, Long.MAX_VALUE);
        var scanner = new RecordScanner();
        ledger.forEachBatch(Math.max(0, ledger.head().size() - NewestTime.RECORDS), batch -> {
            batch.forEachRecord((place, from, to) -> {
                if (scanner.scan(batch.lines(), from, to)) {
                    check.followClock(scanner);
                    if (scanner.pruneMinimum() > 0) {
                        check.process(batch.first() + place, batch.lines(), from, to);
                    }
                }
                return true;
            });
            return true;
        });
        return check.damage;
    }

    /** Takes the next record of any kind, to follow the confirmed time. */
    public void followClock(RecordScanner record) {
        clock.process(record);
    }

    /** Takes the next record of an act that removes or keeps records. */
    public void process(long index, byte[] lines, int from, int to) {
        try {
            process(index, JsonMappers.PLAIN.readTree(lines, from, to - from));
        } catch (IOException | DateTimeException malformed) {
            recordDamage(index, null, "it is about pruning or a hold, and cannot be read");
        }
    }

    private void process(long index, JsonNode record) {
        var id = record.path("id").asText();
        var act = record.path("act").asText();
        var subject = record.path("subject").asText();
        var said = record.path(RecordField.NEWEST_REMOVED.key());
        var newest = said.isMissingNode() ? null : Instant.parse(said.asText());
        boolean genuine = key != null
                && AdministrativeActMac.compute(key, id, act, AdministrativeActMac.pruneSubject(subject, newest))
                        .equals(record.path("mac").asText());
        if (key != null && index >= since && !genuine) {
            recordDamage(
                    index,
                    id,
                    "it is about pruning or a hold, and no gateway checked it: its HMAC is"
                            + (record.has("mac") ? " not the ledger's" : " missing"));
        }
        var time = Instant.parse(record.path("time").asText());
        switch (act) {
            case LegalHold.ADD -> {
                var hold = LegalHold.parse(subject, time);
                if (hold != null) {
                    holds.put(hold.name(), hold);
                }
            }
            case LegalHold.LIFT -> holds.remove(subject);
            default -> {
                long minimum = subject.matches("\\d{1,18}") ? Long.parseLong(subject) : 0;
                boolean byCommand = record.path("build").asText().equals(NewestTime.COMMAND);
                var confirmed = clock.latestTime(time, byCommand);
                var person = record.path("person").asText();
                prune(new Prune(index, id, minimum, time, confirmed, person, genuine), newest);
            }
        }
    }

    private void prune(Prune prune, @Nullable Instant newest) {
        prunes.add(prune);
        if (newest != null && isYoung(prune, newest)) {
            recordDamage(
                    prune.index,
                    prune.id,
                    "it prunes a record of " + newest + ", which was not six months old by the confirmed time, "
                            + prune.confirmed);
        }
        if (prune.person.isEmpty()) {
            recordDamage(prune.index, prune.id, "it says that records were pruned, but not who ordered it");
        }
        if (prune.minimum > prune.index) {
            recordDamage(prune.index, prune.id, "it says that later records were pruned");
        }
        for (var hold : holds.values()) {
            if (prune.minimum > hold.from()) {
                recordDamage(
                        prune.index,
                        prune.id,
                        "it prunes up to record " + prune.minimum + ", and the hold " + hold.name() + " kept record "
                                + (hold.from() + 1) + " and all that follow");
            }
        }
    }

    private void recordDamage(long index, @Nullable String id, String what) {
        damage = damage == null ? new Damage(index, id, what) : damage;
    }

    /**
     * Returns the first problem, or null.
     *
     * @param kept index of the first record whose bytes exist
     */
    public @Nullable Damage finish(LedgerReader ledger, long kept) throws SQLException {
        for (var prune : prunes) {
            if (damage == null && prune.minimum > kept) {
                checkAges(ledger, prune, kept);
            }
        }
        return damage;
    }

    /** Checks the age of records that a prune should have removed, but that still exist. */
    private void checkAges(LedgerReader ledger, Prune prune, long kept) throws SQLException {
        ledger.forEachBatch(kept, batch -> {
            batch.forEachRecord((place, from, to) -> {
                boolean counts = batch.first() + place < prune.minimum;
                if (counts && time(batch.lines(), from, to).isAfter(latestPrunable(prune.confirmed))) {
                    recordDamage(
                            prune.index,
                            prune.id,
                            "it prunes up to record " + prune.minimum + ", and record " + (batch.first() + place + 1)
                                    + " was not six months old"
                                    + (prune.isUnconfirmed() ? " by the confirmed time, " + prune.confirmed : ""));
                }
                return counts && damage == null;
            });
            return damage == null && batch.first() + batch.count() < prune.minimum;
        });
    }

    private static boolean isYoung(Prune prune, Instant record) {
        return record.isAfter(latestPrunable(prune.confirmed).plus(SLACK));
    }

    private static Instant latestPrunable(Instant pruned) {
        return pruned.atZone(ZoneOffset.UTC).minus(PrunePlan.SHORTEST).toInstant();
    }

    private static Instant time(byte[] lines, int from, int to) {
        try {
            return Instant.parse(JsonMappers.PLAIN
                    .readTree(lines, from, to - from)
                    .path("time")
                    .asText());
        } catch (IOException | DateTimeException unreadable) {
            return Instant.MIN;
        }
    }

    /** Describes what was pruned, when and by whom, in sentences. */
    public List<String> notes() {
        var notes = new ArrayList<String>();
        long from = 0;
        for (var prune : prunes) {
            if (prune.minimum > from) {
                notes.add("Records " + (from + 1) + " to " + prune.minimum + " were pruned on " + prune.time
                        + ", says record " + (prune.index + 1) + " (" + prune.id + "). " + describePerson(prune)
                        + describeChecked(prune)
                        + describeClock(prune));
                from = prune.minimum;
            }
        }
        return notes;
    }

    private static String describePerson(Prune prune) {
        return prune.person.isEmpty()
                ? "It names nobody."
                : "It commits to who ordered it (" + Digests.shorten(prune.person)
                        + "…); try a name: facegate ledger search --where act=prune --person NAME.";
    }

    private static String describeClock(Prune prune) {
        return prune.isUnconfirmed()
                ? " The clock was not confirmed then: by the records before it was at most " + prune.confirmed + '.'
                : "";
    }

    private String describeChecked(Prune prune) {
        if (prune.checked) {
            return " It was checked when it was written: age, holds and person.";
        }
        return key == null
                ? " Use the data folder with ledger.key to see whether the prune was checked."
                : " The prune predates HMACs, so the age of its records cannot be checked.";
    }
}
