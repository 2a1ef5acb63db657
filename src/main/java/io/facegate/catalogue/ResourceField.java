package io.facegate.catalogue;

import io.facegate.call.ResourceKind;

/**
 * A field that names a stored resource, wherever it stands.
 *
 * @param family what the name is unique within, such as the path of a list; empty when it is unique within the kind
 * @param replyOnly true if no request has it
 */
public record ResourceField(ResourceKind kind, String family, boolean replyOnly) {
    /** The parameter that holds the field: itself, or the one before the slash of {@code Parent/Field}. */
    static String parameter(String field) {
        int slash = field.indexOf('/');
        return slash > 0 ? field.substring(0, slash) : field.substring(slash + 1);
    }
}
