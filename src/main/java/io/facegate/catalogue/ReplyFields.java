package io.facegate.catalogue;

import io.facegate.call.Capability;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All fields of an API's replies; a name means the same wherever it stands.
 *
 * @param reveals each field with the capabilities that it reveals
 * @param results fields that are lists of results; other lists are parts of one result
 * @param objects fields that hold an object or a list of objects, and nothing else
 * @param whole fields whose content is given as the vendor wrote it; the objects in all other fields are filtered too
 * @param similarity where similarities stand, or null if replies hold none
 * @param answersLists true if a reply can itself be a list of results
 * @param unrequested true if the vendor returns more than was requested, so that every reply is filtered
 */
public record ReplyFields(
        Map<String, Set<Capability>> reveals,
        Set<String> results,
        Set<String> objects,
        Set<String> whole,
        @Nullable Similarity similarity,
        boolean answersLists,
        boolean unrequested) {
    static final ReplyFields NONE = new ReplyFields(Map.of(), Set.of(), Set.of(), Set.of(), null, false, false);

    /**
     * Where similarities stand. Elsewhere, a field of the same name is something else.
     *
     * @param field the field with the similarity
     * @param lists the lists of results whose items must have it; if empty, an item of any list of results can have it
     * @param beside fields of which an item that has a similarity has one; if empty, every item can have it
     * @param alone the field that marks an object as a comparison by itself, or null. It can be the similarity's own
     */
    public record Similarity(
            String field,
            Set<String> lists,
            Set<String> beside,
            @Nullable String alone) {}

    /** Returns the capabilities that a field reveals, or null when no reply has the field. */
    public @Nullable Set<Capability> revealedCapabilities(String field) {
        return reveals.get(field);
    }
}
