package io.facegate.catalogue;

import io.facegate.call.Capability;
import io.facegate.catalogue.ReplyFields.Similarity;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Loader of the reply fields of an API. */
final class ReplyFieldsReader {
    private final MappingReader entry;
    private final Map<String, Set<Capability>> reveals = new HashMap<>();

    private ReplyFieldsReader(MappingReader entry) {
        this.entry = entry;
    }

    static ReplyFields read(MappingReader api) {
        var entry = api.mappingOrNull("reply_fields");
        if (entry == null) {
            return ReplyFields.NONE;
        }
        var fields = new ReplyFieldsReader(entry).fields();
        entry.end();
        return fields;
    }

    private ReplyFields fields() {
        entry.words("plain").forEach(field -> reveals.put(field, Set.of()));
        var whole = entry.words("whole");
        whole.stream().filter(reveals::containsKey).findFirst().ifPresent(field -> {
            throw entry.error("whole", "has a field that is also plain: " + field);
        });
        addRevealing();
        whole.forEach(field -> reveals.putIfAbsent(field, Set.of()));
        var objects = known("objects", entry.words("objects"));
        objects.stream().filter(whole::contains).findFirst().ifPresent(field -> {
            throw entry.error("objects", "has a field that is also whole: " + field);
        });
        return new ReplyFields(
                Map.copyOf(reveals),
                known("results", entry.words("results")),
                objects,
                whole,
                similarity(),
                entry.flag("answers_lists"),
                entry.flag("unrequested"));
    }

    private void addRevealing() {
        var entries = entry.mapping("reveals");
        for (var field : entries.names()) {
            var capabilities = entries.capabilities(field);
            if (capabilities.isEmpty()) {
                throw entries.error(field, "reveals nothing, so it is plain");
            }
            if (reveals.put(field, capabilities) != null) {
                throw entry.error("reveals", "has a field that is also plain: " + field);
            }
        }
    }

    private @Nullable Similarity similarity() {
        var similarity = entry.mappingOrNull("similarity");
        if (similarity == null) {
            return null;
        }
        var read = new Similarity(
                similarity.text("field"),
                similarity.words("lists"),
                similarity.words("beside"),
                similarity.textOrNull("alone"));
        similarity.end();
        known("similarity", Set.of(read.field()));
        known("similarity", read.beside());
        known("similarity", read.alone() == null ? Set.of() : Set.of(read.alone()));
        if (!entry.words("results").containsAll(read.lists())) {
            throw entry.error("similarity", "has lists that are no results: " + String.join(", ", read.lists()));
        }
        return read;
    }

    private <T extends Collection<String>> T known(String key, T fields) {
        for (var field : fields) {
            if (!reveals.containsKey(field)) {
                throw entry.error(key, "has an unknown field: " + field);
            }
        }
        return fields;
    }
}
