package io.facegate.call;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The nearest change that would make a refused call permitted, as its caller is told. Never another purpose, type,
 * principal, place or vendor, and never a value of a fact: that would teach callers to lie.
 *
 * @param names the attributes to leave out, the threshold, the types of evidence, or the fact; empty for a place
 * @param sentence the change in a sentence, with what must change too; empty if the reason of the refusal says it already
 * @param and what must change too, because neither change alone is enough; null if one is
 */
public record NearestChange(
        Kind kind,
        List<String> names,
        String sentence,
        @Nullable NearestChange and) {
    public NearestChange {
        names = List.copyOf(names);
    }

    /** A change that is enough alone. */
    public NearestChange(Kind kind, List<String> names, String sentence) {
        this(kind, names, sentence, null);
    }

    /** What can be changed. */
    public enum Kind {
        /** The caller asks for fewer attributes of faces. */
        LEAVE_OUT_ATTRIBUTES("caller"),
        /** The caller asks for a higher similarity, from 0 to 1. */
        RAISE_THRESHOLD("caller"),
        /** The operator registers evidence that the organisation has. */
        REGISTER_EVIDENCE("operator"),
        /** The operator registers the true value of a fact that is not known; whether it helps depends on the value. */
        REGISTER_FACT("operator"),
        /** The operator registers the exact place; whether it helps depends on the place. */
        REGISTER_PLACE("operator");

        private final String by;

        Kind(String by) {
            this.by = by;
        }

        /** The word in answers. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Who can make the change: {@code caller} or {@code operator}. */
        public String by() {
            return by;
        }
    }
}
