package io.facegate.vendor.client;

import io.facegate.call.ResourceKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Effect of one operation on the resources that its vendor keeps.
 *
 * @param makes the kind of resource that it creates, or null
 * @param field the field that names the created resource; empty if none
 * @param isNamedByCaller true if that field is one of the request, false if it is one of the reply
 * @param act what it does to the existing resources that it names
 * @param lists the lists of its reply that mix organisations; lists after the first are parallel to it
 * @param hasNames true if its reply holds names, which differ between the vendor and the caller on a shared account
 */
public record OperationEffect(
        @Nullable ResourceKind makes,
        String field,
        boolean isNamedByCaller,
        Act act,
        List<String> lists,
        boolean hasNames) {
    public OperationEffect {
        lists = List.copyOf(lists);
    }

    /** What an operation does to an existing resource. */
    public enum Act {
        USES,
        /** It has the capabilities of the call that created the resource. */
        INHERITS,
        /** It stops or erases something, which is allowed for any purpose. */
        STOPS,
        /** It erases the resource itself. */
        FORGETS;

        /** Returns true if it is allowed for any purpose. */
        public boolean stops() {
            return this == STOPS || this == FORGETS;
        }
    }
}
