package io.facegate.policy;

import io.facegate.call.Obligations;
import io.facegate.call.Refusal;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Policy decision for one call: permit or refuse, with the deciding rule and clause. */
public sealed interface Decision {
    /** Id of the deciding rule, {@code pack/rule}. */
    String rule();

    /** The deciding clause in policy words, such as {@code organisation: law_enforcement.police}. */
    String clause();

    /** The call's values of the attributes in the clause. */
    String fact();

    /** Ids ({@code pack/rule}) of all rules that fired, in pack order; unmodifiable. */
    List<String> matched();

    /** Rules that did not decide: shadow, warn, excepted and overridden ones. */
    NonDecidingRules nonDeciding();

    /** SHA-256 of the policies that decided, lowercase hex. */
    String policies();

    /** Same, with clause and fact rendered to text once, for a reader of both. */
    Decision rendered();

    /**
     * The call may proceed.
     *
     * @param rule the first permitting rule
     * @param reason its clause and the call's matching values
     * @param demands the obligations, rule by rule
     */
    record Permit(
            String rule,
            Reason reason,
            List<Demand> demands,
            List<String> matched,
            NonDecidingRules nonDeciding,
            String policies)
            implements Decision {
        /** A permit by a rule that applies to every call, without obligations or notes. */
        public Permit(String rule, List<String> matched, String policies) {
            this(rule, Reason.RenderedReason.EVERY_CALL, List.of(), matched, NonDecidingRules.NOTHING, policies);
        }

        @Override
        public String clause() {
            return reason.clause();
        }

        @Override
        public String fact() {
            return reason.fact();
        }

        @Override
        public Permit rendered() {
            return new Permit(rule, reason.rendered(), demands, matched, nonDeciding, policies);
        }

        /** The combined obligations of all rules that fired. */
        public Obligations obligations() {
            var all = Obligations.NONE;
            for (var demand : demands) {
                all = all.mergeWith(demand.obligations());
            }
            return all;
        }

        /** Adds another permit's obligations, for a call that needs both. */
        public Permit mergeWith(Permit also) {
            var asked = Stream.concat(demands.stream(), also.demands.stream())
                    .distinct()
                    .toList();
            return new Permit(
                    rule,
                    reason,
                    asked,
                    NonDecidingRules.concatDistinct(matched, also.matched),
                    nonDeciding.mergeWith(also.nonDeciding),
                    policies);
        }

        /** Keeps only the obligations that another permit has too. */
        public Permit withCommonDemands(Permit other) {
            var both = demands.stream().filter(other.demands::contains).toList();
            return new Permit(rule, reason, both, matched, nonDeciding, policies);
        }

        /** Turns this permit into a refusal, because one of its obligations cannot be met. */
        public Refuse toRefusal(Refusal refusal, String clause) {
            return new Refuse(refusal, clause, "", matched, nonDeciding, policies);
        }
    }

    /** Obligations of one rule that fired. */
    record Demand(String rule, Obligations obligations) {}

    /** The call is refused. */
    record Refuse(Grounds grounds, List<String> matched, NonDecidingRules nonDeciding, String policies)
            implements Decision {
        /** A refusal whose clause and facts are already text. */
        public Refuse(
                Refusal refusal,
                String clause,
                String fact,
                List<String> matched,
                NonDecidingRules noted,
                String policies) {
            this(Grounds.of(refusal, clause, fact), matched, noted, policies);
        }

        /** A refusal without noted rules. */
        public Refuse(Refusal refusal, String clause, List<String> matched, String policies) {
            this(refusal, clause, "", matched, NonDecidingRules.NOTHING, policies);
        }

        @Override
        public String rule() {
            return refusal().rule();
        }

        @Override
        public Refuse rendered() {
            return new Refuse(grounds.rendered(), matched, nonDeciding, policies);
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

    /** The deciding clause and the call's matching values; rendered to text only on demand. */
    interface Reason {
        String clause();

        String fact();

        /** The legal instrument of the deciding rule; null if it names none. */
        default @Nullable String source() {
            return null;
        }

        /** Same, as text. */
        Reason rendered();

        /** A reason already rendered to text. */
        record RenderedReason(String clause, String fact) implements Reason {
            public static final RenderedReason EVERY_CALL = new RenderedReason("every call", "");

            @Override
            public RenderedReason rendered() {
                return this;
            }
        }
    }

    /** Why a call is refused. */
    interface Grounds extends Reason {
        Refusal refusal();

        @Override
        Grounds rendered();

        static Grounds of(Refusal refusal, String clause, String fact) {
            return new RenderedGrounds(refusal, clause, fact);
        }

        /** Grounds already rendered to text. */
        record RenderedGrounds(Refusal refusal, String clause, String fact) implements Grounds {
            @Override
            public RenderedGrounds rendered() {
                return this;
            }
        }
    }

    /**
     * Ids of rules that did not decide.
     *
     * @param shadow would have fired; only recorded
     * @param warned would have fired; the caller is warned
     * @param excepted matched, but one of their exceptions held
     * @param overridden disputed rules that an operator has overridden
     */
    record NonDecidingRules(List<String> shadow, List<String> warned, List<String> excepted, List<String> overridden) {
        public static final NonDecidingRules NOTHING = new NonDecidingRules(List.of(), List.of(), List.of(), List.of());

        public NonDecidingRules {
            shadow = List.copyOf(shadow);
            warned = List.copyOf(warned);
            excepted = List.copyOf(excepted);
            overridden = List.copyOf(overridden);
        }

        private NonDecidingRules mergeWith(NonDecidingRules also) {
            return new NonDecidingRules(
                    concatDistinct(shadow, also.shadow),
                    concatDistinct(warned, also.warned),
                    concatDistinct(excepted, also.excepted),
                    concatDistinct(overridden, also.overridden));
        }

        private static List<String> concatDistinct(List<String> one, List<String> other) {
            return Stream.concat(one.stream(), other.stream()).distinct().toList();
        }
    }
}
