package io.facegate.policy.language;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a rule does to the calls it matches. */
public sealed interface Effect {
    /**
     * The call may go on, as far as this capability and this organisation go.
     *
     * @param text why, in one sentence, or null
     */
    record Permit(@Nullable String text, @Nullable Citation citation) implements Effect {}

    /**
     * The call ends here, unless one of the exceptions holds.
     *
     * @param code stable, such as {@code moratorium}
     * @param text why, in one sentence to the caller
     */
    record Refuse(String code, String text, Citation citation, String appeal, List<Match> unless) implements Effect {
        public Refuse {
            unless = List.copyOf(unless);
        }
    }
}
