package io.facegate.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.json.JsonMappers;
import org.jspecify.annotations.Nullable;

/**
 * A list of decisions that a person saved under a name.
 *
 * @param address the list's address in the console, which holds its filters
 * @param owner the id of the person who saved it
 * @param shared true if everybody who may read records sees it
 */
public record SavedList(String id, String name, String address, String owner, boolean shared) {
    /** What the id of each begins with; it stands in a row of a setting. */
    static final String PREFIX = "list-";

    /** The text that the row holds. */
    String text() {
        return JsonMappers.PLAIN
                .createObjectNode()
                .put("address", address)
                .put("name", name)
                .put("owner", owner)
                .put("shared", shared)
                .toString();
    }

    /** The list of a row; null for a row of another setting, and for a list that was removed. */
    static @Nullable SavedList of(RowColumns row) {
        var id = row.text("id");
        return !id.startsWith(PREFIX) || row.has("removed") ? null : of(id, row.text("value"));
    }

    private static @Nullable SavedList of(String id, String text) {
        JsonNode said;
        try {
            said = JsonMappers.PLAIN.readTree(text);
        } catch (JsonProcessingException other) {
            return null;
        }
        return new SavedList(
                id,
                said.path("name").asText(),
                said.path("address").asText(),
                said.path("owner").asText(),
                said.path("shared").asBoolean());
    }
}
