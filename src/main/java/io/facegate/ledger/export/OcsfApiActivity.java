package io.facegate.ledger.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facegate.json.JsonMappers;
import io.facegate.ledger.reading.VerifiedRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Set;

/**
 * A record as an event of the OCSF class API Activity (6003); fields without a place in that class are in {@code
 * unmapped}.
 */
final class OcsfApiActivity {
    private static final int CATEGORY = 6;
    private static final int CLASS = 6003;
    private static final int OTHER = 99;

    private final JsonNode record;
    private final ObjectNode event = JsonMappers.PLAIN.createObjectNode();

    private OcsfApiActivity(JsonNode record) {
        this.record = record;
    }

    static byte[] encode(VerifiedRecord entry, OcsfVersion version) throws IOException {
        var of = new OcsfApiActivity(JsonMappers.PLAIN.readTree(entry.json()));
        of.classified();
        of.metadata(entry, version);
        of.actor();
        of.call();
        of.event.set("unmapped", of.record);
        return of.event.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void classified() {
        int activity = activity();
        boolean refused = record.path("verdict").asText().equals("refuse");
        boolean failed =
                refused || Set.of("vendor_error", "fault", "not_forwarded").contains(text("status"));
        event.put("category_uid", CATEGORY).put("class_uid", CLASS).put("type_uid", CLASS * 100 + activity);
        event.put("activity_id", activity);
        if (activity == OTHER) {
            event.put("activity_name", text("kind"));
        }
        event.put("severity_id", failed ? 2 : 1).put("time", millis());
        event.put("status_id", failed ? 2 : 1);
        if (record.has("code")) {
            event.put("status_code", text("code"));
        }
    }

    /** The activity id: create, read, update or delete, if a capability is one of them. */
    private int activity() {
        for (var capability : record.path("capabilities")) {
            var word = capability.asText();
            if (word.startsWith("gallery_erase")) {
                return 4;
            }
            if (word.startsWith("enroll")) {
                return 1;
            }
            if (word.startsWith("gallery_admin") || word.startsWith("gallery_transfer")) {
                return 3;
            }
        }
        return record.path("capabilities").isEmpty() ? OTHER : 2;
    }

    private void metadata(VerifiedRecord entry, OcsfVersion version) {
        var metadata = event.putObject("metadata");
        metadata.put("version", version.number()).put("uid", text("id")).put("sequence", entry.index());
        metadata.put("log_name", "ledger").put("log_version", text("schema"));
        metadata.put("original_time", text("time"));
        if (record.has("decision_ref")) {
            metadata.put("correlation_uid", text("decision_ref"));
        }
        var labels = metadata.putArray("labels").add("leaf:" + HexFormat.of().formatHex(entry.leaf()));
        if (record.has("sandbox")) {
            labels.add("sandbox");
        }
        metadata.putObject("product").put("name", "Facegate").put("vendor_name", "Facegate");
    }

    private void actor() {
        var actor = event.putObject("actor");
        var organisation = record.at("/organisation/id");
        actor.put("app_name", organisation.isTextual() ? organisation.asText() : "facegate");
        if (record.has("key")) {
            actor.put("app_uid", text("key"));
        }
        if (record.has("verdict")) {
            var authorization = actor.putArray("authorizations").addObject();
            authorization.put("decision", text("verdict").equals("permit") ? "allowed" : "denied");
            authorization.putObject("policy").put("name", text("rule")).put("uid", text("policies"));
        }
        event.putObject("src_endpoint").put("name", record.has("source") ? text("source") : "unknown");
    }

    private void call() {
        var api = event.putObject("api");
        api.put(
                "operation",
                record.has("operation") ? text("operation") : record.has("act") ? text("act") : text("kind"));
        if (record.has("provider")) {
            api.putObject("service").put("name", text("provider"));
        }
        if (record.has("status")) {
            api.putObject("response").put("message", text("status"));
        }
    }

    private String text(String field) {
        return record.path(field).asText();
    }

    private long millis() {
        try {
            return Instant.parse(text("time")).toEpochMilli();
        } catch (DateTimeException damaged) {
            return 0;
        }
    }
}
