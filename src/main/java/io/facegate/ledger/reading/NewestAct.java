package io.facegate.ledger.reading;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.call.Fault;
import io.facegate.json.JsonMappers;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.ledger.search.SearchFacet;
import io.facegate.ledger.store.LedgerReader;
import io.facegate.ledger.store.RecordBatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the newest record of an administrative act. The newest records are read from the ledger itself, backwards from
 * the end. Older ones are looked up in the projection, which may lag behind.
 */
public final class NewestAct {
    private static final int CHUNK = 2_000;

    /** Batches held in memory at once; each may have thousands of records. */
    private static final int BATCHES = 32;

    private static final long NEAR = 100_000;
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private final LedgerAddress address;
    private final String act;
    private final byte[] mark;
    private final long near;
    private long place;

    private NewestAct(LedgerAddress address, String act, long near) {
        this.near = near;
        this.address = address;
        this.act = act;
        this.mark = ("\"act\":\"" + act + '"').getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Returns the newest record of that act, by any gateway; empty if there is none.
     *
     * @throws Fault.LedgerDown if the ledger cannot be read
     */
    public static Optional<JsonNode> find(LedgerAddress address, String act) {
        return find(address, act, NEAR);
    }

    /** @param near how many of the newest records are read from the ledger itself */
    static Optional<JsonNode> find(LedgerAddress address, String act, long near) {
        return new NewestAct(address, act, near).find();
    }

    /**
     * Same, for decisions that an older record must not stand in for the newest: the record found and all later ones are
     * read again and verified, or the whole ledger if none is found.
     *
     * @throws Fault.LedgerTampered if one of them was altered or removed
     */
    public static Optional<JsonNode> findVerified(LedgerAddress address, String act) {
        return findVerified(address, act, NEAR);
    }

    /** @param near how many of the newest records are read from the ledger itself at first */
    static Optional<JsonNode> findVerified(LedgerAddress address, String act, long near) {
        return new NewestAct(address, act, near).findVerified();
    }

    private Optional<JsonNode> findVerified() {
        long next = find().isPresent() ? place : 0;
        var newest = new byte[1][];
        try (var ledger = VerifiedReader.open(address)) {
            long size = ledger.head().size();
            while (next < size) {
                next = scanFirst(ledger.readAround(next, BATCHES), next, newest);
            }
            return newest[0] == null ? Optional.empty() : Optional.of(JsonMappers.PLAIN.readTree(newest[0]));
        } catch (SQLException | IOException unreadable) {
            throw new Fault.LedgerDown("The ledger cannot be read: " + unreadable.getMessage());
        }
    }

    /** Scans batches that must follow each other from that record on; returns the record after them. */
    private long scanFirst(List<RecordBatch> batches, long first, byte[][] newest) {
        long next = first;
        for (var batch : batches) {
            if (batch.first() > next) {
                break;
            }
            scanBatch(batch, newest);
            next = Math.max(next, batch.first() + batch.count());
        }
        if (next == first) {
            throw new Fault.LedgerTampered(first, TamperedRecord.Cause.MISSING.description());
        }
        return next;
    }

    private Optional<JsonNode> find() {
        try (var ledger = address.reader();
                var search = ProjectionSearch.open(CHUNK, address)) {
            ledger.awaitIntegration(PATIENCE);
            long size = ledger.head().size();
            long floor = Math.min(search.indexLag().taken(), Math.max(0, size - near));
            for (long until = size; until > floor; until = Math.max(floor, until - CHUNK)) {
                var found = findWithin(ledger, Math.max(floor, until - CHUNK), until);
                if (found != null) {
                    return Optional.of(found);
                }
            }
            if (floor == 0) {
                return Optional.empty();
            }
            var far = search.find(RecordQuery.matchAll(1).withFacet(SearchFacet.ACT, act));
            if (far.isEmpty()) {
                return Optional.empty();
            }
            place = far.getFirst().index();
            return Optional.of(JsonMappers.PLAIN.readTree(far.getFirst().json()));
        } catch (SQLException | IOException unreadable) {
            throw new Fault.LedgerDown("The ledger cannot be read: " + unreadable.getMessage());
        }
    }

    private @Nullable JsonNode findWithin(LedgerReader ledger, long from, long until) throws SQLException, IOException {
        var newest = new byte[1][];
        long next = from;
        while (next < until) {
            var batches = next == from ? ledger.readAround(from, BATCHES) : ledger.batchesFrom(next, BATCHES);
            for (var batch : batches) {
                if (batch.first() < until) {
                    scanBatch(batch, newest);
                }
            }
            next = batches.isEmpty()
                    ? until
                    : batches.getLast().first() + batches.getLast().count();
        }
        return newest[0] == null ? null : verify(newest[0]);
    }

    /** Verifies the record, since decisions depend on it. */
    private JsonNode verify(byte[] record) throws SQLException, IOException {
        var read = JsonMappers.PLAIN.readTree(record);
        try (var ledger = VerifiedReader.open(address)) {
            ledger.readAround(place, 1);
        }
        return read;
    }

    private void scanBatch(RecordBatch batch, byte[][] newest) {
        batch.forEachRecord((at, from, to) -> {
            if (contains(batch.lines(), from, to)) {
                newest[0] = Arrays.copyOfRange(batch.lines(), from, to);
                place = batch.first() + at;
            }
            return true;
        });
    }

    /** True if the record is of this act, which is the record's first field. */
    private boolean contains(byte[] lines, int from, int to) {
        int at = from + 1;
        return at + mark.length <= to && Arrays.equals(lines, at, at + mark.length, mark, 0, mark.length);
    }
}
