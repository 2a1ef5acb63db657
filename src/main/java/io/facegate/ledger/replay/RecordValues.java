package io.facegate.ledger.replay;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fields of one record, or of a nested object, by name. */
record RecordValues(Map<String, Object> all) {
    /** A required field is missing. */
    static final class Absent extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Absent(String name) {
            super(name, null, false, false);
        }
    }

    @Nullable
    String word(String name) {
        return all.get(name) instanceof String word ? word : null;
    }

    String require(String name) {
        var word = word(name);
        if (word == null) {
            throw new Absent(name);
        }
        return word;
    }

    boolean has(String name) {
        return all.containsKey(name);
    }

    long number(String name) {
        if (all.get(name) instanceof Long number) {
            return number;
        }
        throw new Absent(name);
    }

    /** The words of a list; empty if the field is missing. */
    List<String> words(String name) {
        return list(name).stream().map(RecordValues::word).toList();
    }

    /** The words of a required list. */
    List<String> requireWords(String name) {
        requireList(name);
        return words(name);
    }

    RecordValues object(String name) {
        return object(all.get(name));
    }

    /** The objects of a required list. */
    List<RecordValues> objects(String name) {
        requireList(name);
        return list(name).stream().map(RecordValues::object).toList();
    }

    private void requireList(String name) {
        if (!all.containsKey(name)) {
            throw new Absent(name);
        }
    }

    private List<?> list(String name) {
        return switch (all.get(name)) {
            case List<?> list -> list;
            case null -> List.of();
            default -> throw new IllegalArgumentException(name + " is no list");
        };
    }

    private static String word(Object value) {
        if (value instanceof String word) {
            return word;
        }
        throw new IllegalArgumentException("no word");
    }

    @SuppressWarnings("unchecked")
    private static RecordValues object(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return new RecordValues((Map<String, Object>) map);
        }
        throw new IllegalArgumentException("no object");
    }
}
