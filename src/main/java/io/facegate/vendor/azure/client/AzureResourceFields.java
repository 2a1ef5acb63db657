package io.facegate.vendor.azure.client;

import io.facegate.call.ResourceId;
import io.facegate.call.ResourceKind;
import io.facegate.catalogue.RestOperation;
import io.facegate.catalogue.VendorOperation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds and changes resource names in a call's path, query and body. */
final class AzureResourceFields {
    private static final String PATH = "path";
    private static final String QUERY = "query";
    private static final String BODY = "body";

    /** A list continues after the name in this parameter. */
    private static final String START = "start";

    private final VendorOperation operation;
    private final RestOperation route;
    private final Map<String, @Nullable Object> params;

    AzureResourceFields(VendorOperation operation, Map<String, @Nullable Object> params) {
        this.operation = operation;
        this.route = Objects.requireNonNull(operation.route());
        this.params = params;
    }

    /** Replacement of one name. */
    interface Change {
        /** Returns the replacement; the value may be of any type. */
        @Nullable
        Object apply(AzureResourceRef thing, String field, @Nullable Object value);
    }

    /** Returns the parameters with each name replaced. */
    Map<String, @Nullable Object> changeAll(Change change) {
        var all = new LinkedHashMap<String, @Nullable Object>(params);
        if (params.get(PATH) instanceof Map<?, ?> path) {
            all.put(PATH, fields(path, change));
        }
        if (params.get(QUERY) instanceof Map<?, ?> query && query.get(START) != null) {
            all.put(QUERY, query(query, change));
        }
        if (params.get(BODY) instanceof Map<?, ?> body) {
            all.put(BODY, fields(body, change));
        }
        return all;
    }

    /** Returns the resources that the call names; where a list begins is no name. */
    Set<ResourceId> named(AzureGalleryNames names) {
        var all = new HashSet<ResourceId>();
        changeAll((thing, field, value) -> {
            if (!field.equals(START) && value instanceof String given) {
                all.add(names.handle(thing, given));
            }
            return value;
        });
        return all;
    }

    /** Returns a query parameter, or null. */
    @Nullable
    Object queryParameter(String name) {
        return params.get(QUERY) instanceof Map<?, ?> query ? query.get(name) : null;
    }

    /** Returns a field of the path or the body, or null. */
    @Nullable
    Object field(String name) {
        for (var place : List.of(PATH, BODY)) {
            if (params.get(place) instanceof Map<?, ?> fields && fields.get(name) != null) {
                return fields.get(name);
            }
        }
        return null;
    }

    private Map<String, @Nullable Object> fields(Map<?, ?> fields, Change change) {
        var all = new LinkedHashMap<String, @Nullable Object>();
        fields.forEach((key, value) -> {
            var field = String.valueOf(key);
            var thing = value == null ? null : thing(field);
            all.put(field, thing == null ? value : changeEach(thing, field, value, change));
        });
        return all;
    }

    /** A person in a group is identified by its group only. */
    private @Nullable AzureResourceRef thing(String field) {
        var thing = AzureResourceRef.forField(route, field);
        boolean inGroup = field("personGroupId") != null || field("largePersonGroupId") != null;
        return thing != null && thing.kind() == ResourceKind.PERSON && inGroup ? null : thing;
    }

    private static @Nullable Object changeEach(
            AzureResourceRef thing, String field, @Nullable Object value, Change change) {
        if (!(value instanceof List<?> list)) {
            return change.apply(thing, field, value);
        }
        List<@Nullable Object> all = new ArrayList<>(list.size());
        list.forEach(item -> all.add(change.apply(thing, field, item)));
        return all;
    }

    private Map<String, @Nullable Object> query(Map<?, ?> query, Change change) {
        var all = new LinkedHashMap<String, @Nullable Object>();
        var list = operation.effect().lists();
        var gallery = list != null && AzureResourceRef.isGallery(list.item())
                ? AzureResourceRef.forField(route, list.item())
                : null;
        query.forEach((key, value) -> all.put(
                String.valueOf(key),
                gallery != null && key.equals(START) ? change.apply(gallery, START, value) : value));
        return all;
    }
}
