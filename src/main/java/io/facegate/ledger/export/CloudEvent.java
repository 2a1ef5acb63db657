package io.facegate.ledger.export;

import io.facegate.json.JsonMappers;
import io.facegate.ledger.reading.VerifiedRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;

/** A record as a CloudEvents 1.0 event in JSON; its data is the record, byte for byte. */
public final class CloudEvent {
    /** The source of all events of a ledger. */
    public static final String SOURCE = "urn:facegate:ledger";

    /** The media type of an event. */
    public static final String TYPE = "application/cloudevents+json; charset=UTF-8";

    private CloudEvent() {}

    /** Returns the event of a record. */
    public static byte[] of(VerifiedRecord entry) throws IOException {
        var record = JsonMappers.PLAIN.readTree(entry.json());
        var event = JsonMappers.PLAIN.createObjectNode();
        event.put("specversion", "1.0").put("id", record.path("id").asText()).put("source", SOURCE);
        event.put("type", "facegate.ledger." + record.path("kind").asText().toLowerCase(Locale.ROOT));
        event.put("time", record.path("time").asText());
        if (record.at("/organisation/id").isTextual()) {
            event.put("subject", record.at("/organisation/id").asText());
        }
        event.put("datacontenttype", "application/json");
        event.put("ledgerindex", Long.toString(entry.index()));
        event.put("ledgerleaf", HexFormat.of().formatHex(entry.leaf()));
        var head = event.toString();
        var all = new ByteArrayOutputStream();
        all.writeBytes(head.substring(0, head.length() - 1).getBytes(StandardCharsets.UTF_8));
        all.writeBytes(",\"data\":".getBytes(StandardCharsets.UTF_8));
        all.writeBytes(entry.json());
        all.write('}');
        return all.toByteArray();
    }
}
