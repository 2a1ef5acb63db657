package io.facegate.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.ledger.reading.Entry;
import io.facegate.ledger.record.Field;
import io.facegate.ledger.salts.SaltFile;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Says in words what somebody administered, who it was and why, as long as the salts of the record are kept. */
final class ActStory {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ActStory() {}

    /** The sentences about one record of an act. */
    static List<String> of(Entry entry, Path data) throws SQLException, IOException {
        var record = JSON.readTree(entry.json());
        var told = told(record.path("id").asText(), data);
        var said = new ArrayList<String>();
        said.add(record.path("act").asText() + " of " + record.path("subject").asText() + ", on "
                + record.path("time").asText() + '.');
        boolean other = record.has(Field.ACTOR.key());
        if (record.has(Field.PERSON.key())) {
            said.add((other ? "About: " : "By: ") + named(told, Field.PERSON));
        }
        if (other) {
            said.add("By: " + named(told, Field.ACTOR));
        }
        if (record.has(Field.STATED_REASON.key())) {
            said.add("Reason: " + named(told, Field.STATED_REASON));
        }
        if (record.has(Field.REGISTRY_AFTER.key())) {
            said.add("Registry's root after it: "
                    + record.path(Field.REGISTRY_AFTER.key()).asText());
        }
        return said;
    }

    private static Map<Field, String> told(String id, Path data) throws SQLException {
        var told = new EnumMap<Field, String>(Field.class);
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

    private static String named(Map<Field, String> told, Field field) {
        var value = told.get(field);
        if (value == null) {
            return "hidden: the name or text is not kept here, or was erased.";
        }
        return value.startsWith(Acting.UNNAMED)
                ? value.substring(Acting.UNNAMED.length()) + " (the operating system's user; no name was given)"
                : value;
    }
}
