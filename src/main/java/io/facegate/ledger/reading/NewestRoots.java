package io.facegate.ledger.reading;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.integrity.RegistryRoots;
import io.facegate.json.JsonMappers;
import io.facegate.ledger.record.AdministrativeActMac;
import io.facegate.ledger.record.RecordField;
import io.facegate.ledger.store.LedgerReader;
import io.facegate.ledger.store.RecordBatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Finds the newest record with a registry's roots, backwards from the end of a ledger. */
final class NewestRoots {
    /** First step, small because records newer than the root are verified, and a gateway's run ends with a root. */
    private static final int STEP = 8;

    private static final int LONGEST_STEP = 65_536;
    private static final byte[] BEGINNING =
            ('"' + RecordField.REGISTRY.key() + "\":\"").getBytes(StandardCharsets.US_ASCII);

    private final byte[] sought;
    private final byte @Nullable [] macKey;
    private @Nullable RegistryRoots newest;

    private NewestRoots(String key, byte @Nullable [] macKey) {
        this.macKey = macKey;
        var tail = key.getBytes(StandardCharsets.US_ASCII);
        this.sought = Arrays.copyOf(BEGINNING, BEGINNING.length + tail.length);
        System.arraycopy(tail, 0, sought, BEGINNING.length, tail.length);
    }

    /**
     * Returns the newest roots of a registry whose name starts with {@code key}, or null.
     *
     * @param macKey the ledger's key if only records with its HMAC count, or null
     */
    static @Nullable RegistryRoots find(LedgerReader ledger, String key, byte @Nullable [] macKey) throws SQLException {
        return find(ledger, key, macKey, Long.MAX_VALUE);
    }

    /**
     * As above, in the newest records only.
     *
     * @param most how many records are read
     */
    static @Nullable RegistryRoots find(LedgerReader ledger, String key, byte @Nullable [] macKey, long most)
            throws SQLException {
        var search = new NewestRoots(key, macKey);
        long to = ledger.head().size();
        long least = Math.max(0, to - most);
        for (long step = STEP; to > least && search.newest == null; step = Math.min(2 * step, LONGEST_STEP)) {
            long from = Math.max(least, to - step);
            search.scanRange(ledger, from, to);
            to = from;
        }
        return search.newest;
    }

    private void scanRange(LedgerReader ledger, long from, long to) throws SQLException {
        ledger.forEachBatch(from, batch -> {
            batch.forEachRecord((_, start, end) -> {
                scanBatch(batch, start, end);
                return true;
            });
            return batch.first() + batch.count() < to;
        });
    }

    private void scanBatch(RecordBatch batch, int from, int to) {
        if (isIn(batch.lines(), from, to)) {
            read(batch.lines(), from, to);
        }
    }

    private boolean isIn(byte[] lines, int from, int to) {
        for (int at = from; at + sought.length <= to; at++) {
            if (lines[at] == '"' && Arrays.equals(lines, at, at + sought.length, sought, 0, sought.length)) {
                return true;
            }
        }
        return false;
    }

    private void read(byte[] lines, int from, int to) {
        var found = parse(lines, from, to, macKey);
        if (found != null) {
            newest = found;
        }
    }

    /**
     * The roots in a record; null if it has none.
     *
     * @param macKey as above
     */
    static @Nullable RegistryRoots parse(byte[] lines, int from, int to, byte @Nullable [] macKey) {
        try {
            var record = JsonMappers.PLAIN.readTree(lines, from, to - from);
            var registry = record.path(RecordField.REGISTRY.key()).asText();
            var after = record.path(RecordField.REGISTRY_AFTER.key()).asText();
            if (!record.path("kind").asText().equals("ADMIN") || after.isEmpty()) {
                return null;
            }
            var before = record.path(RecordField.REGISTRY_BEFORE.key());
            var version = record.path(RecordField.REGISTRY_VERSION.key()).asLong();
            var roots = new RegistryRoots(registry, before.isTextual() ? before.asText() : null, after, version);
            return macKey == null || isAuthentic(record, roots, macKey) ? roots : null;
        } catch (IOException damaged) {
            // Command verify reports the cause.
            return null;
        }
    }

    /** True if a holder of the ledger's key wrote the record. The heads of stores have no HMAC. */
    private static boolean isAuthentic(JsonNode record, RegistryRoots roots, byte[] key) {
        if (!AdministrativeActMac.isRequiredFor(roots)) {
            return true;
        }
        var subject =
                AdministrativeActMac.registrySubject(record.path("subject").asText(), roots);
        var mac = AdministrativeActMac.compute(
                key, record.path("id").asText(), record.path("act").asText(), subject);
        return MessageDigest.isEqual(
                mac.getBytes(StandardCharsets.US_ASCII),
                record.path("mac").asText().getBytes(StandardCharsets.UTF_8));
    }

    /** True if a record may have the roots of a registry whose name starts with that. */
    static boolean mayHave(String key, byte[] lines, int from, int to) {
        return new NewestRoots(key, null).isIn(lines, from, to);
    }
}
