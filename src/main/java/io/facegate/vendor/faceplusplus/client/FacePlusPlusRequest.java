package io.facegate.vendor.faceplusplus.client;

import io.facegate.catalogue.VendorApi;
import io.facegate.catalogue.VendorOperation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One Face++ request before it is serialised.
 *
 * @param fields texts and pictures of its form, without credentials
 */
record FacePlusPlusRequest(VendorOperation operation, Map<String, @Nullable Object> fields) {
    static final String OUTER_ID = "outer_id";
    static final String FACE_SET = "faceset_token";
    static final String TOKENS = "face_tokens";

    static FacePlusPlusRequest of(String operation, Map<String, ? extends @Nullable Object> fields) {
        return new FacePlusPlusRequest(VendorApi.FACEPLUSPLUS.requireOperation(operation), new LinkedHashMap<>(fields));
    }

    boolean is(String name) {
        return operation.name().equals(name);
    }

    Optional<String> text(String field) {
        return fields.get(field) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** Returns the tokens of faces in its list. */
    List<String> tokens() {
        return text(TOKENS).map(text -> List.of(text.split(",", -1))).orElse(List.of());
    }

    FacePlusPlusRequest with(String field, String value) {
        Map<String, @Nullable Object> other = new LinkedHashMap<>(fields);
        other.put(field, value);
        return new FacePlusPlusRequest(operation, other);
    }
}
