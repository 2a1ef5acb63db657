package io.facegate.policy;

import io.facegate.call.Refusal;
import java.util.List;

/**
 * What was decided, and by what.
 */
public sealed interface Decision {
    /** Ids, {@code pack/rule}, of every rule that matched, permits and refusals, in the order of the packs. */
    List<String> matched();

    /** SHA-256, lowercase hex, of the policies that were judged by. */
    String policies();

    /**
     * The call may go on.
     *
     * @param rule the first permitting rule
     */
    record Permit(String rule, List<String> matched, String policies) implements Decision {
        public Permit {
            matched = List.copyOf(matched);
        }
    }

    /**
     * The call ends here.
     *
     * @param clause the condition that decided, in the words of the policies, such as {@code organisation:
     *     law_enforcement.police}
     */
    record Refuse(Refusal refusal, String clause, List<String> matched, String policies) implements Decision {
        public Refuse {
            matched = List.copyOf(matched);
        }
    }
}
