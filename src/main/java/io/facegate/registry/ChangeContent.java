package io.facegate.registry;

import com.fasterxml.jackson.core.JsonGenerator;
import io.facegate.call.Digests;
import io.facegate.json.JsonMappers;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a change made of the rows: each column before and after, as JSON with a random salt. The ledger has its hash,
 * which tells nobody the values. No secret is in it, nor the hash of one.
 */
final class ChangeContent {
    /**
     * Columns that name a person or hold a person's words, by table. They are left out: the record has them as
     * commitments that can be erased.
     */
    private static final Map<String, Set<String>> ABOUT_PEOPLE = Map.of(
            SealedTable.PERSON.name(), Set.of("issuer", "subject"),
            SealedTable.PROPOSAL.name(), Set.of("document", "decided_by"),
            SealedTable.EXEMPTION.name(), Set.of("granted_by"),
            SealedTable.STOP.name(),
                    Set.of("set_by", "set_reason", "requested_by", "requested_reason", "lifted_by", "lifted_reason"));

    private static final SecureRandom RANDOM = new SecureRandom();

    /** Columns that tell nothing about the change. */
    private static final Set<String> OMITTED = Set.of("version", "id", "sealed_secret", "api_key_sha256");

    /** Columns that hold seconds. */
    private static final Set<String> TIMES = Set.of(
            "expires",
            "created",
            "revoked",
            "accepted",
            "added",
            "removed",
            "holds_from",
            "holds_until",
            "verified_on",
            "verified_until",
            "decided",
            "set_at",
            "requested_at",
            "lifted_at");

    /** A row has {@code added} for itself, so that moment has another name. */
    private static final Map<String, String> OTHER_NAMES = Map.of("added", "since");

    private ChangeContent() {}

    /** One row of a change; before is null for a new one. */
    record Row(String ref, List<String> children, @Nullable RowColumns before, RowColumns after) {
        String table() {
            return ref.substring(0, ref.indexOf('/'));
        }
    }

    /** The hash that the ledger has. */
    static String digest(String content) {
        return HexFormat.of().formatHex(Digests.sha256(content.getBytes(StandardCharsets.UTF_8)));
    }

    static String write(List<Row> rows) {
        var salt = new byte[16];
        RANDOM.nextBytes(salt);
        var text = new StringWriter();
        try (var to = JsonMappers.FACTORY.createGenerator(text)) {
            to.writeStartObject();
            to.writeStringField("salt", HexFormat.of().formatHex(salt));
            to.writeArrayFieldStart("rows");
            for (var row : rows) {
                write(to, row);
            }
            to.writeEndArray();
            to.writeEndObject();
        } catch (IOException never) {
            throw new UncheckedIOException(never);
        }
        return text.toString();
    }

    private static void write(JsonGenerator to, Row row) throws IOException {
        var before = row.before == null ? Map.<String, Object>of() : values(row, row.before);
        var after = values(row, row.after);
        var names = new TreeSet<>(after.keySet());
        names.addAll(before.keySet());
        names.removeIf(name -> Objects.equals(before.get(name), after.get(name)));
        to.writeStartObject();
        to.writeStringField("row", row.ref);
        to.writeBooleanField("added", row.before == null);
        for (var name : names) {
            to.writeObjectFieldStart(name);
            value(to, "before", before.get(name));
            value(to, "after", after.get(name));
            to.writeEndObject();
        }
        to.writeEndObject();
    }

    private static void value(JsonGenerator to, String name, @Nullable Object value) throws IOException {
        switch (value) {
            case null -> to.writeNullField(name);
            case Number number -> to.writeNumberField(name, number.longValue());
            case List<?> several -> {
                to.writeArrayFieldStart(name);
                for (var one : several) {
                    to.writeString(String.valueOf(one));
                }
                to.writeEndArray();
            }
            default -> to.writeStringField(name, value.toString());
        }
    }

    private static Map<String, Object> values(Row row, RowColumns columns) {
        var table = row.table();
        var all = own(table, columns);
        for (int at = 0; at < row.children.size(); at++) {
            var below = new ArrayList<String>();
            for (var child : columns.children().get(at)) {
                var text = new TreeMap<>(own(table, child));
                text.remove(table);
                below.add(
                        text.size() == 1
                                ? String.valueOf(text.firstEntry().getValue())
                                : text.toString().replaceAll("[{}]", ""));
            }
            if (!below.isEmpty()) {
                all.put(row.children.get(at), List.copyOf(below));
            }
        }
        return all;
    }

    private static Map<String, Object> own(String table, RowColumns columns) {
        var all = new TreeMap<String, Object>();
        var omitted = ABOUT_PEOPLE.getOrDefault(table, Set.of());
        columns.byName().forEach((name, value) -> {
            if (!OMITTED.contains(name) && !omitted.contains(name) && !(value instanceof byte[])) {
                all.put(
                        OTHER_NAMES.getOrDefault(name, name),
                        TIMES.contains(name)
                                ? SqlStatements.toInstant(((Number) value).longValue())
                                        .toString()
                                : value);
            }
        });
        if (all.remove("suspended") != null) {
            all.put("state", OrganisationRows.state(columns).code());
        }
        return all;
    }

    /** The row of a person or a reviewer by the organisation alone: the record has the person, as above. */
    private static String nameless(String ref, RowColumns columns) {
        if (ref.startsWith(SealedTable.REVIEWER.ref(""))) {
            return ref.substring(0, ref.lastIndexOf('/'));
        }
        return ref.startsWith(SealedTable.PERSON.ref(""))
                ? SealedTable.PERSON.ref(columns.byName().getOrDefault("organisation", "-"))
                : ref;
    }

    /** Every content that was kept, by its hash. */
    static Map<String, String> readAll(Connection connection) throws SQLException {
        var all = new HashMap<String, String>();
        SqlStatements.rows(connection, row -> row.getString(1), "SELECT content FROM registry_change")
                .forEach(content -> all.put(digest(content), content));
        return all;
    }

    /** Takes along what another store kept. */
    static void copyAll(Map<String, String> contents, Connection to) throws SQLException {
        for (var content : contents.entrySet()) {
            SqlStatements.run(
                    to,
                    "INSERT INTO registry_change (digest, content) VALUES (?, ?) ON CONFLICT DO NOTHING",
                    content.getKey(),
                    content.getValue());
        }
    }

    /** Keeps what a change is; returns its hash, or null if only a person's own saved lists change. */
    static @Nullable String keep(Connection connection, List<RowSealing.Sealed> rows, Map<String, RowColumns> before)
            throws SQLException {
        var kept = rows.stream()
                .filter(row -> !row.ref().startsWith(SealedTable.SETTING.ref(SavedList.PREFIX)))
                .map(row -> new Row(
                        nameless(row.ref(), row.columns()), row.children(), before.get(row.ref()), row.columns()))
                .toList();
        if (kept.isEmpty()) {
            return null;
        }
        var content = write(kept);
        var digest = digest(content);
        // Not by the head's version, which can be one that there was before.
        SqlStatements.run(connection, "INSERT INTO registry_change (digest, content) VALUES (?, ?)", digest, content);
        return digest;
    }
}
