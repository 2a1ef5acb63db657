package io.facegate.catalogue;

import io.facegate.call.ResourceKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an operation does to stored resources.
 *
 * @param makes the kind of resource that it creates, or null
 * @param field the field that names the created resource: of the request if the caller names it, else of the reply
 * @param act what it does to the existing resource that it names
 * @param lists the lists of its reply that mix organisations; lists after the first are parallel to it
 * @param hasNames true if its reply holds names
 * @param readOnly true if it changes nothing, so that it may be sent again
 */
public record OperationEffect(
        @Nullable ResourceKind makes, String field, Act act, List<String> lists, boolean hasNames, boolean readOnly) {
    public OperationEffect {
        lists = List.copyOf(lists);
    }

    /** What it does to the resource that it names. */
    public enum Act {
        USES,
        /** It has the capabilities of the call that created the resource. */
        INHERITS,
        /** It stops or erases, which is allowed for any purpose. */
        STOPS,
        /** It erases the resource itself. */
        FORGETS;

        /** Returns true if it is allowed for any purpose. */
        public boolean stops() {
            return this == STOPS || this == FORGETS;
        }
    }
}
