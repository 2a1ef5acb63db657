package io.facegate.policy;

import io.facegate.call.Obligations;
import io.facegate.call.Refusal;
import java.util.List;
import java.util.stream.Stream;

/** What was decided, and by what. */
public sealed interface Decision {
    /** The rule that decided, {@code pack/rule}. */
    String rule();

    /** The condition that decided, in the words of the policies: {@code organisation: law_enforcement.police}. */
    String clause();

    /** What the call has of the attributes in the clause. */
    String fact();

    /** Ids, {@code pack/rule}, of every rule that fired, in the order of the packs; unmodifiable. */
    List<String> matched();

    /** The rules that decided nothing, but would have, or were kept from it. */
    Noted noted();

    /** SHA-256, lowercase hex, of the policies that were judged by. */
    String policies();

    /**
     * The call may go on.
     *
     * @param rule the first permitting rule
     * @param reason its condition, and what the call has of it
     * @param demands what it must meet, rule by rule
     */
    record Permit(String rule, Reason reason, List<Demand> demands, List<String> matched, Noted noted, String policies)
            implements Decision {
        /** One by a rule that speaks of every call, which asks for nothing and notes nothing. */
        public Permit(String rule, List<String> matched, String policies) {
            this(rule, Reason.EVERY_CALL, List.of(), matched, Noted.NOTHING, policies);
        }

        @Override
        public String clause() {
            return reason.clause();
        }

        @Override
        public String fact() {
            return reason.fact();
        }

        /** What all rules that fired ask together. */
        public Obligations obligations() {
            var all = Obligations.NONE;
            for (var demand : demands) {
                all = all.and(demand.obligations());
            }
            return all;
        }

        /** This permit with what another one asks, for a call that needs both. */
        public Permit and(Permit also) {
            var asked = Stream.concat(demands.stream(), also.demands.stream())
                    .distinct()
                    .toList();
            return new Permit(rule, reason, asked, Noted.both(matched, also.matched), noted.and(also.noted), policies);
        }

        /** This permit with nothing asked but what another one asks too. */
        public Permit common(Permit other) {
            var both = demands.stream().filter(other.demands::contains).toList();
            return new Permit(rule, reason, both, matched, noted, policies);
        }

        /** The refusal that stands in this permit's place, because something that it asks is not met. */
        public Refuse refused(Refusal refusal, String clause) {
            return new Refuse(refusal, clause, "", matched, noted, policies);
        }
    }

    /** What one rule that fired asks. */
    record Demand(String rule, Obligations obligations) {}

    /** The call ends here. */
    record Refuse(Grounds grounds, List<String> matched, Noted noted, String policies) implements Decision {
        /** One whose grounds are told already. */
        public Refuse(Refusal refusal, String clause, String fact, List<String> matched, Noted noted, String policies) {
            this(Grounds.of(refusal, clause, fact), matched, noted, policies);
        }

        /** One that notes nothing. */
        public Refuse(Refusal refusal, String clause, List<String> matched, String policies) {
            this(refusal, clause, "", matched, Noted.NOTHING, policies);
        }

        @Override
        public String rule() {
            return refusal().rule();
        }

        public Refusal refusal() {
            return grounds.refusal();
        }

        @Override
        public String clause() {
            return grounds.clause();
        }

        @Override
        public String fact() {
            return grounds.fact();
        }
    }

    /** The condition that decided, and what the call has of it; told in words only when somebody asks. */
    interface Reason {
        Reason EVERY_CALL = new Told("every call", "");

        String clause();

        String fact();

        /** A reason in words. */
        record Told(String clause, String fact) implements Reason {}
    }

    /** Why a call is refused. */
    interface Grounds extends Reason {
        Refusal refusal();

        static Grounds of(Refusal refusal, String clause, String fact) {
            return new Stated(refusal, clause, fact);
        }

        /** Grounds in words. */
        record Stated(Refusal refusal, String clause, String fact) implements Grounds {}
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

        private Noted and(Noted also) {
            return new Noted(
                    both(shadow, also.shadow),
                    both(warned, also.warned),
                    both(excepted, also.excepted),
                    both(overridden, also.overridden));
        }

        private static List<String> both(List<String> one, List<String> other) {
            return Stream.concat(one.stream(), other.stream()).distinct().toList();
        }
    }
}
