package io.facegate.provider.azure;

import io.facegate.call.ResourceId;
import io.facegate.call.ResourceKind;
import io.facegate.call.RestOperation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where one call names what is kept: in its path, in its query, in its body. */
final class AzureResourceFields {
    private static final String PATH = "path";
    private static final String QUERY = "query";
    private static final String BODY = "body";

    /** A list goes on after the name that it is given. */
    private static final String START = "start";

    private final RestOperation route;
    private final Map<String, @Nullable Object> params;

    AzureResourceFields(RestOperation route, Map<String, @Nullable Object> params) {
        this.route = route;
        this.params = params;
    }

    /** What becomes of one name. */
    interface Change {
        /** What it becomes; the value is whatever stands where a name should. */
        @Nullable
        Object of(AzureResourceRef thing, String field, @Nullable Object value);
    }

    /** The parameters, each name changed. */
    Map<String, @Nullable Object> changed(Change change) {
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

    /** The galleries that the call names. */
    Set<ResourceId> galleries(AzureGalleryNames names) {
        var all = new HashSet<ResourceId>();
        changed((thing, field, value) -> {
            if (thing.kind() == ResourceKind.COLLECTION && !field.equals(START) && value instanceof String given) {
                all.add(names.handle(thing, given));
            }
            return value;
        });
        return all;
    }

    /** What the query has under that name, or null. */
    @Nullable
    Object asked(String name) {
        return params.get(QUERY) instanceof Map<?, ?> query ? query.get(name) : null;
    }

    /** What the path or the body has under that name, or null. */
    @Nullable
    Object given(String name) {
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
            all.put(field, thing == null ? value : each(thing, field, value, change));
        });
        return all;
    }

    /** A person of a group is reached through its group only. */
    private @Nullable AzureResourceRef thing(String field) {
        var thing = AzureResourceRef.of(route, field);
        boolean inGroup = given("personGroupId") != null || given("largePersonGroupId") != null;
        return thing != null && thing.kind() == ResourceKind.PERSON && inGroup ? null : thing;
    }

    private static @Nullable Object each(AzureResourceRef thing, String field, @Nullable Object value, Change change) {
        if (!(value instanceof List<?> list)) {
            return change.of(thing, field, value);
        }
        List<@Nullable Object> all = new ArrayList<>(list.size());
        list.forEach(item -> all.add(change.of(thing, field, item)));
        return all;
    }

    private Map<String, @Nullable Object> query(Map<?, ?> query, Change change) {
        var all = new LinkedHashMap<String, @Nullable Object>();
        var list = AzureSharedList.of(route);
        var gallery = list != null && list.thing().kind() == ResourceKind.COLLECTION ? list.thing() : null;
        query.forEach((key, value) -> all.put(
                String.valueOf(key), gallery != null && key.equals(START) ? change.of(gallery, START, value) : value));
        return all;
    }
}
