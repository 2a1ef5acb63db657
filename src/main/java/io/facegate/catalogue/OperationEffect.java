package io.facegate.catalogue;

import io.facegate.call.ResourceKind;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an operation does to stored resources.
 *
 * @param makes the resource that it creates, or that its reply names for the first time; or null
 * @param act what it does to the existing resource that it names
 * @param lists the list of its reply that mixes organisations, or null
 * @param collection what it does to the organisation's only collection, where no parameter names one; or null
 * @param hasNames true if its reply holds names
 * @param soleOwnerOnly true if it reaches resources whose owners cannot be told apart
 * @param readOnly true if it changes nothing, so that it may be sent again
 */
public record OperationEffect(
        @Nullable Made makes,
        Act act,
        @Nullable MixedList lists,
        @Nullable CollectionUse collection,
        boolean hasNames,
        boolean soleOwnerOnly,
        boolean readOnly) {
    /**
     * A resource that an operation creates.
     *
     * @param field the field that names it: of the request if the operation takes it and makes one, else of the reply
     * @param anyNumber true if the reply names any number of them, also none
     * @param lifetime after which the vendor forgets it, or null if it keeps it until it is erased
     * @param onlyFor the only operation that may use it, or empty for any
     */
    public record Made(
            ResourceKind kind,
            String field,
            boolean anyNumber,
            @Nullable Duration lifetime,
            String onlyFor) {}

    /**
     * A list that holds the resources of all organisations.
     *
     * @param fields the fields that hold it; those after the first are parallel to it; none where the reply is the list
     * @param item the field that names an item, or empty where an item is the name
     */
    public record MixedList(List<String> fields, ResourceKind kind, String item) {
        public MixedList {
            fields = List.copyOf(fields);
        }
    }

    /** What it does to the organisation's only collection. */
    public enum CollectionUse {
        USED,
        /** It begins the collection if there is none. */
        BEGUN,
        ERASED
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
