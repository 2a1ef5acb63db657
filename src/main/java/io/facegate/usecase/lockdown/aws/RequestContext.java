package io.facegate.usecase.lockdown.aws;

import io.facegate.usecase.lockdown.account.WildcardPattern;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known of the condition keys of the requests that are meant. A key of which nothing is said may be anything. */
final class RequestContext {
    static final RequestContext EMPTY = new RequestContext(Map.of(), null);

    private final Map<String, ContextValue> values;
    private final @Nullable RequestContext outer;

    private RequestContext(Map<String, ContextValue> values, @Nullable RequestContext outer) {
        this.values = values;
        this.outer = outer;
    }

    /**
     * What is known of a key.
     *
     * @param pattern its values are texts of this pattern; null if nothing is known of them
     */
    record ContextValue(Presence presence, @Nullable WildcardPattern pattern) {
        static final ContextValue UNKNOWN = new ContextValue(Presence.MAYBE, null);
        static final ContextValue ABSENT = new ContextValue(Presence.NO, null);

        /** The text that it surely has, or null. */
        @Nullable
        String literal() {
            return presence == Presence.YES && pattern != null && pattern.isLiteral() ? pattern.toString() : null;
        }
    }

    /** Whether a request has a key. */
    enum Presence {
        NO,
        MAYBE,
        YES
    }

    ContextValue get(String key) {
        var lower = key.toLowerCase(Locale.ROOT);
        for (var at = this; at != null; at = at.outer) {
            var value = at.values.get(lower);
            if (value != null) {
                return value;
            }
        }
        for (var at = this; at != null; at = at.outer) {
            var value = at.values.get(family(lower));
            if (value != null) {
                return value;
            }
        }
        return ContextValue.UNKNOWN;
    }

    /** The name under which all keys of a family are known, such as those of tags. */
    private static String family(String key) {
        return key.substring(0, key.indexOf('/') + 1) + '*';
    }

    RequestContext with(String key, String value) {
        return with(key, new ContextValue(Presence.YES, WildcardPattern.literal(value)));
    }

    RequestContext withPattern(String key, String pattern) {
        return with(key, new ContextValue(Presence.YES, WildcardPattern.of(pattern)));
    }

    RequestContext without(String key) {
        return with(key, ContextValue.ABSENT);
    }

    RequestContext withAny(String key) {
        return with(key, ContextValue.UNKNOWN);
    }

    RequestContext with(String key, ContextValue value) {
        return new RequestContext(Map.of(key.toLowerCase(Locale.ROOT), value), this);
    }

    RequestContext with(Map<String, ContextValue> more) {
        var lower = new HashMap<String, ContextValue>();
        more.forEach((key, value) -> lower.put(key.toLowerCase(Locale.ROOT), value));
        return new RequestContext(lower, this);
    }
}
