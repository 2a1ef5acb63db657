package io.facegate.usecase.reconcile;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.facegate.call.Capability;
import io.facegate.call.Fault;
import io.facegate.json.JsonMappers;
import io.facegate.ledger.record.RecordField;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a record of the ledger says of a call and its requests at a vendor.
 *
 * @param words the fields that are one word or number
 * @param requests the vendor's ids of the requests
 * @param capabilities what was decided on
 */
record CallRecord(Map<String, String> words, List<String> requests, Set<Capability> capabilities) {
    private static final Map<String, RecordField> WANTED = wanted();

    private static Map<String, RecordField> wanted() {
        var all = new HashMap<String, RecordField>();
        for (var field : List.of(
                RecordField.KIND,
                RecordField.ID,
                RecordField.TIME,
                RecordField.VERDICT,
                RecordField.PROVIDER,
                RecordField.ACCOUNT,
                RecordField.ENGINE,
                RecordField.WIRE,
                RecordField.OPERATION,
                RecordField.SANDBOX,
                RecordField.DECISION_REF,
                RecordField.STATUS,
                RecordField.HTTP_STATUS,
                RecordField.VENDOR_REQUEST,
                RecordField.VENDOR_REQUESTS,
                RecordField.VENDOR_TRIES,
                RecordField.VENDOR_UNNAMED,
                RecordField.CAPABILITIES)) {
            all.put(field.key(), field);
        }
        return all;
    }

    /** Reads a record that verifies. */
    static CallRecord read(byte[] json) {
        var words = new HashMap<String, String>();
        var requests = new LinkedHashSet<String>();
        var codes = new LinkedHashSet<String>();
        try (var in = JsonMappers.FACTORY.createParser(json)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw new Fault.LedgerDown("A record cannot be read. Run: facegate ledger verify");
            }
            for (var name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
                in.nextToken();
                readField(in, name, words, name.equals(RecordField.CAPABILITIES.key()) ? codes : requests);
            }
        } catch (IOException damaged) {
            throw new Fault.LedgerDown("A record cannot be read. Run: facegate ledger verify");
        }
        return of(words, requests, codes);
    }

    private static CallRecord of(Map<String, String> words, Set<String> requests, Set<String> codes) {
        var newest = words.get(RecordField.VENDOR_REQUEST.key());
        if (newest != null) {
            requests.add(newest);
        }
        var capabilities = EnumSet.noneOf(Capability.class);
        for (var code : codes) {
            var known = Capability.fromCode(code);
            if (known != null) {
                capabilities.add(known);
            }
        }
        return new CallRecord(words, List.copyOf(requests), capabilities);
    }

    private static void readField(JsonParser in, String name, Map<String, String> words, Set<String> list)
            throws IOException {
        if (!WANTED.containsKey(name)) {
            in.skipChildren();
        } else if (in.currentToken() == JsonToken.START_ARRAY) {
            while (in.nextToken() != JsonToken.END_ARRAY) {
                list.add(in.getText());
            }
        } else {
            words.put(name, in.getText());
        }
    }

    boolean is(RecordField field, String value) {
        return value.equals(words.get(field.key()));
    }

    @Nullable
    String get(RecordField field) {
        return words.get(field.key());
    }

    /** The time; null if there is none. */
    @Nullable
    Instant time() {
        var text = get(RecordField.TIME);
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException damaged) {
            return null;
        }
    }

    /** The id in a field, or null. */
    @Nullable
    UUID uuid(RecordField field) {
        return toUuid(get(field));
    }

    /** An id as the ledger writes ids; null if the text is none. */
    static @Nullable UUID toUuid(@Nullable String text) {
        try {
            var id = text == null ? null : UUID.fromString(text);
            return id == null || !id.toString().equals(text) ? null : id;
        } catch (IllegalArgumentException none) {
            return null;
        }
    }

    /** How many requests were sent to the vendor, as far as is on record. */
    int tries() {
        int counted = Math.max(number(RecordField.VENDOR_TRIES), number(RecordField.VENDOR_UNNAMED));
        return Math.max(counted, Math.max(requests.size(), get(RecordField.HTTP_STATUS) == null ? 0 : 1));
    }

    private int number(RecordField field) {
        var text = get(field);
        return text != null && text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
    }
}
