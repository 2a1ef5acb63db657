package io.facegate.policy;

import io.facegate.call.Obligations;
import io.facegate.call.Refusal;
import java.util.List;

/** What was decided, and by what. */
public sealed interface Decision {
    /** Ids, {@code pack/rule}, of every rule that fired, in the order of the packs. */
    List<String> matched();

    /** The rules that decided nothing, but would have, or were kept from it. */
    Noted noted();

    /** SHA-256, lowercase hex, of the policies that were judged by. */
    String policies();

    /**
     * The call may go on.
     *
     * @param rule the first permitting rule
     * @param obligations what it must meet, those of all rules that fired together
     */
    record Permit(String rule, Obligations obligations, List<String> matched, Noted noted, String policies)
            implements Decision {
        public Permit {
            matched = List.copyOf(matched);
        }

        /** One that asks for nothing and notes nothing. */
        public Permit(String rule, List<String> matched, String policies) {
            this(rule, Obligations.NONE, matched, Noted.NOTHING, policies);
        }
    }

    /**
     * The call ends here.
     *
     * @param clause the condition that decided, in the words of the policies, such as {@code organisation:
     *     law_enforcement.police}
     * @param fact what the call has of the attributes in the clause
     */
    record Refuse(Refusal refusal, String clause, String fact, List<String> matched, Noted noted, String policies)
            implements Decision {
        public Refuse {
            matched = List.copyOf(matched);
        }

        /** One that notes nothing. */
        public Refuse(Refusal refusal, String clause, List<String> matched, String policies) {
            this(refusal, clause, "", matched, Noted.NOTHING, policies);
        }
    }

    /**
     * Ids of rules that decided nothing.
     *
     * @param shadow would have fired, and are only recorded
     * @param warned would have fired, and the caller is told
     * @param excepted spoke of the call, and one of their exceptions held
     * @param overridden are disputed, and an operator decided them
     */
    record Noted(List<String> shadow, List<String> warned, List<String> excepted, List<String> overridden) {
        public static final Noted NOTHING = new Noted(List.of(), List.of(), List.of(), List.of());

        public Noted {
            shadow = List.copyOf(shadow);
            warned = List.copyOf(warned);
            excepted = List.copyOf(excepted);
            overridden = List.copyOf(overridden);
        }
    }
}
