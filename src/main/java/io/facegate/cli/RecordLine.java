package io.facegate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.json.JsonMappers;
import io.facegate.ledger.reading.CheckedRecord;
import io.facegate.ledger.reading.TamperedRecord;
import io.facegate.ledger.reading.VerifiedRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Formats a record as one line for people. */
public final class RecordLine {
    private RecordLine() {}

    /** Prints a record. Returns true if it fails verification; then only that is printed. */
    public static boolean print(CommonOptions settings, CheckedRecord record) {
        switch (record) {
            case VerifiedRecord entry -> {
                var line = new String(entry.json(), StandardCharsets.UTF_8);
                settings.print(settings.json() ? line : of(line));
            }
            case TamperedRecord tampered -> settings.print(of(settings, tampered));
        }
        return record instanceof TamperedRecord;
    }

    /** The line for a record that fails verification. Does not repeat its content. */
    public static String of(CommonOptions settings, TamperedRecord tampered) {
        return settings.json()
                ? "{\"tampered\":" + tampered.index() + ",\"what\":\""
                        + tampered.cause().what() + "\"}"
                : settings.alarming("TAMPERED  record " + (tampered.index() + 1) + " does not verify: "
                        + tampered.cause().what() + "; it does not count as a decision. Run: facegate ledger verify");
    }

    /** Formats a record's canonical JSON. */
    public static String of(String line) {
        try {
            var record = JsonMappers.PLAIN.readTree(line);
            var columns = switch (record.path("kind").asText()) {
                case "DECISION", "EVALUATION" -> decision(record);
                case "OUTCOME" -> words(record, "status", "code", "decision_ref");
                case "AUTH" -> words(record, "attempts", "reason", "source", "id");
                default -> words(record, "act", "subject", "id");
            };
            return LedgerLocator.harmless(words(record, "time", "kind") + "  " + columns);
        } catch (IOException damaged) {
            return "(a record that cannot be read; run: facegate ledger verify)";
        }
    }

    private static String decision(JsonNode record) {
        var capabilities = StreamSupport.stream(record.path("capabilities").spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining(","));
        return words(record, "verdict") + "  "
                + record.path("organisation").path("id").asText() + "  " + capabilities + "  "
                + words(record, "purpose", "rule", "id");
    }

    private static String words(JsonNode record, String... fields) {
        return java.util.Arrays.stream(fields)
                .map(field -> record.path(field).asText("-"))
                .map(word -> word.isEmpty() ? "-" : word)
                .collect(Collectors.joining("  "));
    }
}
