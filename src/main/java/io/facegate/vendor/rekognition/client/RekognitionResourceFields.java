package io.facegate.vendor.rekognition.client;

import io.facegate.call.ResourceKind;
import io.facegate.catalogue.ResourceField;
import io.facegate.catalogue.VendorApi;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Fields of requests and replies that name stored resources, at any depth. */
final class RekognitionResourceFields {
    static final String TOKEN = "ClientRequestToken";
    static final String PAGE = "NextToken";

    /** ResourceArn: the resource type is part of the ARN. */
    private static final String RESOURCE = "ResourceArn";

    /** By name, or by {@code Parent/Name} where the meaning depends on the enclosing field. */
    private static final Map<String, ResourceField> KNOWN =
            VendorApi.REKOGNITION.catalogue().resources();

    private static final Set<String> WRITTEN = Stream.concat(
                    KNOWN.keySet().stream().filter(name -> name.indexOf('/') < 0), Stream.of(RESOURCE, TOKEN))
            .collect(Collectors.toUnmodifiableSet());
    private static final Set<String> LOWER =
            WRITTEN.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());

    private RekognitionResourceFields() {}

    /** Replacement of one name; null removes the field. */
    interface Change {
        /**
         * Returns the replacement.
         *
         * @param kind the kind of resource, or null when it is unknown
         */
        @Nullable
        Object apply(@Nullable ResourceKind kind, String field, @Nullable Object value);
    }

    /** Returns a copy of the body with every name replaced. */
    static Map<String, @Nullable Object> changeAll(Map<String, @Nullable Object> body, Change change) {
        return object("", body, change);
    }

    /** Returns true if a field is a naming field in another case, which a provider might accept as that field. */
    static boolean isDisguised(String field) {
        return !WRITTEN.contains(field) && LOWER.contains(field.toLowerCase(Locale.ROOT));
    }

    private static Map<String, @Nullable Object> object(String parent, Map<?, ?> from, Change change) {
        var to = new LinkedHashMap<String, @Nullable Object>();
        from.forEach((key, value) -> {
            var after = field(parent, String.valueOf(key), value, change);
            if (after != null || value == null) {
                to.put(String.valueOf(key), after);
            }
        });
        return to;
    }

    private static @Nullable Object field(String parent, String key, @Nullable Object value, Change change) {
        boolean names = known(parent, key) != null || key.equals(RESOURCE);
        if (value == null || (!names && !isDisguised(key))) {
            return changeInside(key, value, change);
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> all = new ArrayList<>(list.size());
            list.forEach(item -> all.add(change.apply(kind(parent, key, item), key, item)));
            all.removeIf(Objects::isNull);
            return all;
        }
        return change.apply(kind(parent, key, value), key, value);
    }

    private static @Nullable Object changeInside(String key, @Nullable Object value, Change change) {
        return switch (value) {
            case Map<?, ?> map -> object(key, map, change);
            case List<?> list -> {
                List<@Nullable Object> all = new ArrayList<>(list.size());
                list.forEach(item -> all.add(changeInside(key, item, change)));
                yield all;
            }
            case null, default -> value;
        };
    }

    private static @Nullable ResourceKind kind(String parent, String key, @Nullable Object value) {
        if (!(value instanceof String text)) {
            return null;
        }
        var known = known(parent, key);
        return key.equals(RESOURCE) ? RekognitionNamespace.kind(text) : known == null ? null : known.kind();
    }

    private static @Nullable ResourceField known(String parent, String key) {
        return KNOWN.getOrDefault(parent + '/' + key, KNOWN.get(key));
    }
}
