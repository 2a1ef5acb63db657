package io.facegate.ledger.export;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.json.JsonMappers;
import io.facegate.ledger.reading.VerifiedRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Column of an exported table: the most requested fields, and last the record itself. */
enum ExportColumn {
    INDEX(""),
    LEAF(""),
    ID("/id"),
    TIME("/time"),
    KIND("/kind"),
    VERDICT("/verdict"),
    CODE("/code"),
    RULE("/rule"),
    ORGANISATION("/organisation/id"),
    ORGANISATION_TYPE("/organisation/type"),
    ON_BEHALF_OF("/on_behalf_of"),
    PURPOSE("/purpose"),
    PROVIDER("/provider"),
    OPERATION("/operation"),
    CAPABILITIES("/capabilities"),
    JURISDICTIONS("/jurisdictions"),
    KEY("/key"),
    POLICIES("/policies"),
    DECISION_REF("/decision_ref"),
    STATUS("/status"),
    RESULTS("/results"),
    ACT("/act"),
    SUBJECT("/subject"),
    SANDBOX("/sandbox"),
    RECORD("");

    private static final List<ExportColumn> ALL = List.of(values());

    private final String pointer;

    ExportColumn(String pointer) {
        this.pointer = pointer;
    }

    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the cells of a record, in the order of the columns; null for a missing field. */
    static List<@Nullable String> cellsOf(VerifiedRecord entry) throws IOException {
        var record = JsonMappers.PLAIN.readTree(entry.json());
        return ALL.stream()
                .<@Nullable String>map(column -> column.cell(entry, record))
                .toList();
    }

    private @Nullable String cell(VerifiedRecord entry, JsonNode record) {
        return switch (this) {
            case INDEX -> Long.toString(entry.index());
            case LEAF -> HexFormat.of().formatHex(entry.leaf());
            case RECORD -> new String(entry.json(), StandardCharsets.UTF_8);
            default -> text(record.at(pointer));
        };
    }

    private static @Nullable String text(JsonNode value) {
        if (value.isArray()) {
            return StreamSupport.stream(value.spliterator(), false)
                    .map(each -> each.isObject() ? each.path("id").asText() : each.asText())
                    .collect(Collectors.joining(" "));
        }
        return value.isMissingNode() ? null : value.asText();
    }
}
