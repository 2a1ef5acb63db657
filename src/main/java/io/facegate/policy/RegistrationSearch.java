package io.facegate.policy;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.NearestChange;
import io.facegate.identity.Caller;
import io.facegate.policy.language.Rule;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.policy.vocabulary.TruthValue;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Searches for one change, else for exactly two, that would make a refused call permitted: a higher threshold, evidence,
 * a fact that is not known, or a more exact place. Each proposal is decided before it is made. No value of a fact is
 * told: the caller learns that the true value matters, not which value helps.
 */
final class RegistrationSearch {
    /** Most decisions that one search makes: of the refusal and single changes, and then of two changes together. */
    static final int MOST_DECISIONS = 20;

    private static final int MOST_ALONE = 10;

    /** What remains to be decided of two changes that help: whether either does alone. */
    private static final int EACH_ALONE = 2;

    /** Most changes that are combined with each other. */
    private static final int MOST_COMBINED = 40;

    /** What no change here makes another. */
    private static final Set<Attribute> FIXED = Set.of(Attribute.ORGANISATION, Attribute.PURPOSE, Attribute.CAPABILITY);

    private final PolicyEngine policies;
    private final List<Rule> rules;
    private final Caller caller;
    private final FaceCall call;
    private final Instant now;
    private int left = MOST_ALONE;

    RegistrationSearch(PolicyEngine policies, List<Rule> rules, Caller caller, FaceCall call, Instant now) {
        this.policies = policies;
        this.rules = rules;
        this.caller = caller;
        this.call = call;
        this.now = now;
    }

    /** Returns the change, or null if the call is permitted, is refused unseen, or no such change helps. */
    @Nullable
    NearestChange find() {
        if (caller.preconditionFailure() != null
                || call.preconditionFailure() != null
                || !(decide(caller, call) instanceof Decision.Refuse refuse)) {
            return null;
        }
        var fired = new HashSet<>(refuse.matched());
        var refusing = rules.stream()
                .filter(rule -> rule.refuses() && fired.contains(rule.id()))
                .toList();
        var permitting = rules.stream()
                .filter(rule -> rule.permits() && couldApply(rule))
                .toList();
        var candidates = candidates(refuse, refusing, permitting);
        var rulesAtWork = new RulesAtWork(refusing, permitting);
        var reason = refuse.refusal().reason();
        var alone = candidates.stream()
                .filter(one -> rulesAtWork.couldPermit(
                        one.caller().apply(caller), one.call().apply(call)))
                .filter(this::isPermitted)
                .findFirst();
        return alone.isPresent() ? alone.get().told(reason) : findTwo(rulesAtWork, candidates, reason);
    }

    private List<CandidateChange> candidates(Decision.Refuse refuse, List<Rule> refusing, List<Rule> permitting) {
        var relevant = Stream.concat(refusing.stream(), permitting.stream()).toList();
        var all = new ChangeCandidates(relevant, caller, call, now);
        var ofTheCall = Stream.concat(all.thresholds(), all.evidence(refuse));
        // A caller for others learns nothing of what is registered about its principals.
        return (caller.principals().isEmpty()
                        ? Stream.concat(ofTheCall, Stream.concat(all.facts(), all.places()))
                        : ofTheCall)
                .toList();
    }

    /** True unless the rule is about another type, purpose or capability, which no change here makes another. */
    private boolean couldApply(Rule rule) {
        var words = rule.match().words();
        return sides(caller, call).stream()
                .anyMatch(side -> call.facts().effectiveCapabilities().stream()
                        .anyMatch(able -> FIXED.stream()
                                .filter(words::containsKey)
                                .allMatch(one -> side.matches(one, rule.match().words(one), able) != TruthValue.NOT)));
    }

    private List<EvaluationContext> sides(Caller other, FaceCall asked) {
        return EvaluationContext.forChain(other, asked, now.toEpochMilli());
    }

    private Decision decide(Caller other, FaceCall asked) {
        left--;
        return policies.decideForVendors(other, asked, now).decision();
    }

    private boolean isPermitted(CandidateChange one) {
        return left > 0 && decide(one.caller().apply(caller), one.call().apply(call)) instanceof Decision.Permit;
    }

    /** The first two changes that make the call permitted together, and neither alone. */
    private @Nullable NearestChange findTwo(RulesAtWork rulesAtWork, List<CandidateChange> candidates, String reason) {
        left = MOST_DECISIONS - MOST_ALONE;
        var some = candidates.stream().limit(MOST_COMBINED).toList();
        for (int at = 0; at < some.size(); at++) {
            var one = some.get(at);
            for (var other : some.subList(at + 1, some.size())) {
                var changed = one.callerWith(other).apply(caller);
                var asked = one.callWith(other).apply(call);
                if (left > EACH_ALONE
                        && !one.excludes(other)
                        && rulesAtWork.couldPermit(changed, asked)
                        && decide(changed, asked) instanceof Decision.Permit) {
                    return isPermitted(one)
                            ? one.told(reason)
                            : isPermitted(other) ? other.told(reason) : one.toldWith(other);
                }
            }
        }
        return null;
    }

    /** The rules that refused, and those that could permit: by them most changes are passed over without a decision. */
    private final class RulesAtWork {
        private final List<Rule> refusing;
        private final List<Rule> permitting;

        RulesAtWork(List<Rule> refusing, List<Rule> permitting) {
            this.refusing = refusing;
            this.permitting = permitting;
        }

        /** False if a rule that refused still does, or no rule permits a capability of the call. */
        boolean couldPermit(Caller other, FaceCall asked) {
            var sides = sides(other, asked);
            return asked.facts().effectiveCapabilities().stream()
                    .allMatch(able -> refusing.stream()
                                    .filter(rule -> rule.when() == null)
                                    .noneMatch(rule -> sides.stream()
                                            .anyMatch(side -> side.matches(rule.match(), able) != TruthValue.NOT
                                                    && !isExcepted(rule, side, able)))
                            && permitting.stream()
                                    .anyMatch(rule -> sides.stream()
                                            .anyMatch(side -> side.matches(rule.match(), able) == TruthValue.SURELY)));
        }

        private static boolean isExcepted(Rule rule, EvaluationContext side, Capability capability) {
            return rule.unless().stream()
                    .anyMatch(condition -> side.matches(condition, capability) == TruthValue.SURELY);
        }
    }
}
