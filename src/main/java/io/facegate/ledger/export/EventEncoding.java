package io.facegate.ledger.export;

import io.facegate.ledger.reading.VerifiedRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * Encoding of the records that are sent to a sink, one event a record.
 *
 * @param format one of {@link #FORMATS}
 * @param ocsf the version of OCSF events
 */
public record EventEncoding(ExportFormat format, OcsfVersion ocsf) {
    /** The formats that have one event a record. */
    public static final Set<ExportFormat> FORMATS =
            Set.of(ExportFormat.JSONL, ExportFormat.OCSF, ExportFormat.CLOUDEVENTS);

    public EventEncoding {
        if (!FORMATS.contains(format)) {
            throw new IllegalArgumentException(format + " has no events");
        }
    }

    /** The encoding in a format, in OCSF's usual version. */
    public static EventEncoding of(ExportFormat format) {
        return new EventEncoding(format, OcsfVersion.DEFAULT);
    }

    /** The event of a record. */
    public byte[] encode(VerifiedRecord record) throws IOException {
        return switch (format) {
            case OCSF -> OcsfApiActivity.encode(record, ocsf);
            case CLOUDEVENTS -> CloudEvent.encode(record);
            default -> record.json();
        };
    }

    /** The media type of one event. */
    public String mediaType() {
        return format == ExportFormat.CLOUDEVENTS ? CloudEvent.TYPE : "application/json";
    }

    /** The media type of several events together. */
    public String mediaTypeOfAll() {
        return switch (format) {
            case CLOUDEVENTS -> "application/cloudevents-batch+json; charset=UTF-8";
            case JSONL -> "application/x-ndjson";
            default -> "application/json";
        };
    }

    /** Several events together: a JSON array; records as they are, one a line. */
    public byte[] encodeAll(List<VerifiedRecord> records) throws IOException {
        boolean isArray = format != ExportFormat.JSONL;
        var all = new ByteArrayOutputStream();
        for (var record : records) {
            if (isArray) {
                all.write(all.size() == 0 ? '[' : ',');
            }
            all.writeBytes(encode(record));
            if (!isArray) {
                all.write('\n');
            }
        }
        if (isArray) {
            all.write(']');
        }
        return all.toByteArray();
    }
}
