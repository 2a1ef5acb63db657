package io.facegate.ledger.proof;

import io.facegate.call.Outcome.Receipt;
import io.facegate.ledger.note.StrictBase64;
import io.facegate.ledger.note.VerificationException;
import io.facegate.ledger.proof.VerificationResult.ReceiptResult;
import io.facegate.ledger.record.RecordScanner;
import io.facegate.ledger.tiles.LogSource;
import io.facegate.ledger.tree.Rfc6962;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.UUID;

/** Search for the records of receipts, all in one pass over the leaf hashes of a log. */
public final class ReceiptSearch {
    private static final long STEP = 1 << 14;
    private static final int BACK = 64;

    /** How much earlier the time in an id may be than that of a record written before it. */
    private static final long SLACK_MILLIS = 60_000;

    private final List<Receipt> sought;
    private final String origin;
    private final Map<Hash, OptionalLong> places = new HashMap<>();

    private record Hash(long one, long two, long three, long four) {
        static Hash readAt(byte[] bytes, int from) {
            var long4 = java.nio.ByteBuffer.wrap(bytes, from, Rfc6962.HASH);
            return new Hash(long4.getLong(), long4.getLong(), long4.getLong(), long4.getLong());
        }
    }

    ReceiptSearch(List<Receipt> sought, String origin) {
        this.sought = sought;
        this.origin = origin;
    }

    /** Parses a receipt in the format of the header {@code Facegate-Receipt}. */
    public static Receipt parse(String words) throws VerificationException {
        var parts = words.strip().replaceFirst("^(?i)Facegate-Receipt:\\s*", "").split(" ", -1);
        var leaf = parts.length == 3 ? StrictBase64.bytes(parts[2]) : new byte[0];
        if (leaf.length != Rfc6962.HASH || !parts[1].matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")) {
            throw new VerificationException(
                    "a receipt is a log's name, a decision's id and a hash, with one space between two");
        }
        return new Receipt(parts[0], parts[1], leaf);
    }

    /** Finds the index of each receipt's record in a verified log. */
    List<ReceiptResult> search(LogSource log) {
        sought.forEach(receipt -> places.put(Hash.readAt(receipt.leaf(), 0), OptionalLong.empty()));
        for (long from = 0; from < log.size() && !sought.isEmpty(); from += STEP) {
            var leaves = log.leaves(from, Math.min(log.size(), from + STEP));
            for (int i = 0; i < leaves.length; i += Rfc6962.HASH) {
                long index = from + i / Rfc6962.HASH;
                places.computeIfPresent(Hash.readAt(leaves, i), (_, at) -> at.isEmpty() ? OptionalLong.of(index) : at);
            }
        }
        long ends = sought.isEmpty() ? 0 : newestTime(log);
        var found = new ArrayList<ReceiptResult>();
        for (var receipt : sought) {
            var place = Objects.requireNonNull(places.get(Hash.readAt(receipt.leaf(), 0)));
            boolean its =
                    place.isPresent() && receipt.log().equals(origin) && names(log, place.getAsLong(), receipt.id());
            found.add(new ReceiptResult(
                    receipt, its ? place : OptionalLong.empty(), millis(receipt.id()) > ends - SLACK_MILLIS));
        }
        return found;
    }

    private static boolean names(LogSource log, long place, String id) {
        if (place < log.minimum()) {
            // Only the hash is left of a pruned record, and it matches the receipt's.
            return true;
        }
        var record = log.records(place, place + 1).getFirst();
        var scanner = new RecordScanner();
        return scanner.scan(record, 0, record.length)
                && id.equals(scanner.id())
                && Arrays.equals(new Rfc6962().leaf(record), log.leaves(place, place + 1));
    }

    /** The newest time in the ids of the last records. */
    private static long newestTime(LogSource log) {
        long newest = 0;
        var scanner = new RecordScanner();
        for (var record : log.records(Math.max(log.minimum(), log.size() - BACK), log.size())) {
            var id = scanner.scan(record, 0, record.length) ? scanner.id() : null;
            newest = Math.max(newest, id == null ? 0 : millis(id));
        }
        return newest;
    }

    private static long millis(String id) {
        try {
            return UUID.fromString(id).getMostSignificantBits() >>> 16;
        } catch (IllegalArgumentException none) {
            return 0;
        }
    }
}
