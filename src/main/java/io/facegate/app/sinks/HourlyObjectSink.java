package io.facegate.app.sinks;

import io.facegate.ledger.export.EventEncoding;
import io.facegate.ledger.export.ExportFormat;
import io.facegate.ledger.export.RecordSink;
import io.facegate.ledger.publish.S3Target;
import io.facegate.ledger.reading.VerifiedRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Sink that writes the records of each hour into an object of a bucket, once the hour is over. Until then it confirms
 * none of them, so that they come again after a restart and the object is whole.
 */
final class HourlyObjectSink implements RecordSink {
    private static final int MOST = 1000;

    /** A larger hour becomes several objects. */
    private static final long LARGEST = 64L * 1024 * 1024;

    /** Records of the last moments of an hour have arrived by then. */
    private static final Duration GRACE = Duration.ofMinutes(1);

    private static final DateTimeFormatter HOUR =
            DateTimeFormatter.ofPattern("yyyy/MM/dd/HH", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String MEDIA_TYPE = "application/gzip";
    private static final int LEAF_BYTES = 8;

    private final Supplier<S3Target> opener;
    private final EventEncoding encoding;
    private final InstantSource clock;
    private @Nullable S3Target bucket;
    private @Nullable OpenObject open;
    private long confirmed;

    /** @param opener opens the bucket, once there is something to write */
    HourlyObjectSink(Supplier<S3Target> opener, EventEncoding encoding, InstantSource clock) {
        this.opener = opener;
        this.encoding = encoding;
        this.clock = clock;
    }

    /** An object that is not written yet. */
    private static final class OpenObject {
        private final Instant hour;
        private final String name;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final GZIPOutputStream lines;
        private long size;
        private long end;

        OpenObject(Instant hour, String name) throws IOException {
            this.hour = hour;
            this.name = name;
            this.lines = new GZIPOutputStream(bytes);
        }

        void add(byte[] event, long index) throws IOException {
            lines.write(event);
            lines.write('\n');
            size += event.length + 1;
            end = index + 1;
        }
    }

    @Override
    public int most() {
        return MOST;
    }

    @Override
    public void begin() {
        open = null;
        confirmed = 0;
    }

    @Override
    public long send(List<VerifiedRecord> records) throws IOException {
        for (var record : records) {
            add(record, hour(record));
        }
        var last = open;
        if (records.isEmpty()
                && last != null
                && clock.instant().isAfter(last.hour.plus(1, ChronoUnit.HOURS).plus(GRACE))) {
            put(last);
        }
        return confirmed;
    }

    private void add(VerifiedRecord record, Instant hour) throws IOException {
        var to = open;
        if (to != null && (hour.isAfter(to.hour) || to.size >= LARGEST)) {
            put(to);
            to = null;
        }
        if (to == null) {
            to = new OpenObject(hour, name(record, hour));
            open = to;
        }
        to.add(encoding.encode(record), record.index());
    }

    /** The same records have the same name, and no two ledgers write the same name. */
    private String name(VerifiedRecord first, Instant hour) {
        var kind = encoding.format() == ExportFormat.JSONL
                ? ""
                : '.' + encoding.format().key();
        return "%s-%012d-%s%s.jsonl.gz"
                .formatted(
                        HOUR.format(hour), first.index(), HexFormat.of().formatHex(first.leaf(), 0, LEAF_BYTES), kind);
    }

    private void put(OpenObject whole) throws IOException {
        whole.lines.finish();
        bucket().put(whole.name, whole.bytes.toByteArray(), MEDIA_TYPE);
        confirmed = whole.end;
        open = null;
    }

    private S3Target bucket() {
        var there = bucket;
        if (there == null) {
            there = opener.get();
            bucket = there;
        }
        return there;
    }

    private static Instant hour(VerifiedRecord record) throws IOException {
        try {
            return Instant.parse(record.fields().path("time").asText()).truncatedTo(ChronoUnit.HOURS);
        } catch (DateTimeException none) {
            throw new IOException("record " + (record.index() + 1) + " has no time", none);
        }
    }

    @Override
    public void close() {
        if (bucket != null) {
            bucket.close();
        }
    }
}
