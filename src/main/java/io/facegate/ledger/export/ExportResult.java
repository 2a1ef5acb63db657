package io.facegate.ledger.export;

import io.facegate.call.Digests;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.reading.ProjectionSearch;
import io.facegate.ledger.reading.VerifiedRecord;
import io.facegate.ledger.search.RecordQuery;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Result of an export.
 *
 * @param digest SHA-256 of the leaf hashes in their order, lowercase hex; the same in every format
 */
public record ExportResult(long records, String digest) {
    /** The act of every export. */
    public static final String ACT = "export";

    /**
     * Writes the matching records, oldest first.
     *
     * @param ocsf the version that OCSF events name
     */
    public static ExportResult write(
            ProjectionSearch archive, RecordQuery query, ExportFormat format, OcsfVersion ocsf, OutputStream out)
            throws IOException {
        var leaves = Digests.newSha256();
        var count = new long[1];
        try (var writer = format.openWriter(out, ocsf)) {
            archive.forEachMatch(query, entry -> {
                writeRecord(writer, entry);
                leaves.update(entry.leaf());
                count[0]++;
                return true;
            });
        } catch (UncheckedIOException full) {
            throw full.getCause();
        }
        return new ExportResult(count[0], HexFormat.of().formatHex(leaves.digest()));
    }

    /** Writes these records, in their order. */
    public static ExportResult write(List<VerifiedRecord> records, ExportFormat format, OutputStream out)
            throws IOException {
        var leaves = Digests.newSha256();
        try (var writer = format.openWriter(out, OcsfVersion.DEFAULT)) {
            for (var record : records) {
                writer.write(record);
                leaves.update(record.leaf());
            }
        }
        return new ExportResult(records.size(), HexFormat.of().formatHex(leaves.digest()));
    }

    private static void writeRecord(ExportWriter writer, VerifiedRecord entry) {
        try {
            writer.write(entry);
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    /**
     * The act that records an export: its format, and the digest of its query. The record holds only a commitment to
     * the number of a case.
     */
    public static Ledger.Administrative act(String format, RecordQuery query, String by, @Nullable String matter) {
        return new Ledger.Administrative(ACT, subject(format, query.describe()), by, matter, Instant.now());
    }

    /** The act that records a continuous export of all records; the destination is given by its digest. */
    public static Ledger.Administrative continuousExportAct(String format, String place, @Nullable String by) {
        return new Ledger.Administrative(ACT, subject(format, place), by, Instant.now());
    }

    private static String subject(String format, String text) {
        var digest = Digests.sha256(text.getBytes(StandardCharsets.UTF_8));
        return format + '/' + HexFormat.of().formatHex(digest);
    }
}
