package io.facegate.call;

import java.util.List;
import java.util.Locale;

/**
 * The nearest change that would make a refused call permitted, as its caller is told. Never another purpose, type,
 * principal, place or vendor, and never a value of a fact: that would teach callers to lie.
 *
 * @param names the attributes to leave out, the type of evidence, or the fact; empty for a place
 * @param sentence the change in a sentence; empty if the reason of the refusal says it already
 */
public record NearestChange(Kind kind, List<String> names, String sentence) {
    public NearestChange {
        names = List.copyOf(names);
    }

    /** What can be changed. */
    public enum Kind {
        /** The caller asks for fewer attributes of faces. */
        LEAVE_OUT_ATTRIBUTES("caller"),
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
