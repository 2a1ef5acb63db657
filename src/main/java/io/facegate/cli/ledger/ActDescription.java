package io.facegate.cli.ledger;

import io.facegate.cli.ActorOptions;
import io.facegate.json.JsonMappers;
import io.facegate.ledger.reading.VerifiedRecord;
import io.facegate.ledger.record.RecordField;
import io.facegate.ledger.store.SaltFile;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Describes an administrative act: what was done, by whom and why. Person and reason need the record's salts. */
final class ActDescription {
    private ActDescription() {}

    /** The sentences about the record of one act. */
    static List<String> of(VerifiedRecord entry, Path data) throws SQLException, IOException {
        var record = JsonMappers.PLAIN.readTree(entry.json());
        var told = told(record.path("id").asText(), data);
        var said = new ArrayList<String>();
        said.add(record.path("act").asText() + " of " + record.path("subject").asText() + ", on "
                + record.path("time").asText() + '.');
        boolean other = record.has(RecordField.ACTOR.key());
        if (record.has(RecordField.PERSON.key())) {
            said.add((other ? "About: " : "By: ") + named(told, RecordField.PERSON));
        }
        if (other) {
            said.add("By: " + named(told, RecordField.ACTOR));
        }
        if (record.has(RecordField.STATED_REASON.key())) {
            said.add("Reason: " + named(told, RecordField.STATED_REASON));
        }
        if (record.has(RecordField.REGISTRY_AFTER.key())) {
            said.add("Registry's root after it: "
                    + record.path(RecordField.REGISTRY_AFTER.key()).asText());
        }
        return said;
    }

    private static Map<RecordField, String> told(String id, Path data) throws SQLException {
        var told = new EnumMap<RecordField, String>(RecordField.class);
        try (var salts = SaltFile.read(data)) {
            for (var salt : salts.of(id)) {
                var value = salt.value();
                if (value != null && salt.opens(value)) {
                    told.put(salt.field(), value);
                }
            }
        }
        return told;
    }

    private static String named(Map<RecordField, String> told, RecordField field) {
        var value = told.get(field);
        if (value == null) {
            return "hidden: the name or text is not kept here, or was erased.";
        }
        return value.startsWith(ActorOptions.UNNAMED)
                ? value.substring(ActorOptions.UNNAMED.length()) + " (the operating system's user; no name was given)"
                : value;
    }
}
