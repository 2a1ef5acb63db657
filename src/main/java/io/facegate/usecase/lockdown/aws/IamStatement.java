package io.facegate.usecase.lockdown.aws;

import io.facegate.usecase.lockdown.account.ConditionResult;
import io.facegate.usecase.lockdown.account.Hole.Opening;
import io.facegate.usecase.lockdown.account.WildcardPattern;
import io.facegate.usecase.lockdown.account.WildcardSet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement of a policy. */
final class IamStatement {
    private final boolean isAllow;
    private final ActionSet actions;
    private final Resources resources;
    private final List<ConditionTest> conditions;
    private final TrustedPrincipals principals;
    private final Opening origin;
    private final @Nullable WildcardSet fixed;

    /**
     * The resources of a statement as its text has them.
     *
     * @param isComplement true for all others
     */
    record Resources(List<String> texts, boolean isComplement) {
        static final Resources ALL = new Resources(List.of("*"), false);

        Resources {
            texts = List.copyOf(texts);
        }
    }

    IamStatement(boolean isAllow, ActionSet actions, Resources resources, List<ConditionTest> conditions, Named named) {
        this.isAllow = isAllow;
        this.actions = actions;
        this.resources = resources;
        this.conditions = List.copyOf(conditions);
        this.principals = named.principals();
        this.origin = named.origin();
        this.fixed = resources.texts().stream().anyMatch(PolicyVariables::hasVariables)
                ? null
                : new WildcardSet(
                        resources.texts().stream().map(WildcardPattern::of).toList(), resources.isComplement());
    }

    /** Whom a statement names, and where it stands. */
    record Named(TrustedPrincipals principals, Opening origin) {}

    /** Allows everything: what somebody could write who may write policies. */
    static IamStatement allowAll(Opening origin) {
        return new IamStatement(
                true, ActionSet.ALL, Resources.ALL, List.of(), new Named(TrustedPrincipals.NONE, origin));
    }

    boolean isAllow() {
        return isAllow;
    }

    Opening origin() {
        return origin;
    }

    List<ConditionTest> conditions() {
        return conditions;
    }

    ActionSet actions() {
        return actions;
    }

    TrustedPrincipals principals() {
        return principals;
    }

    Resources resources() {
        return resources;
    }

    /** True if it is about that action. */
    boolean isAbout(String action) {
        return actions.has(action);
    }

    /** Whether its conditions hold. */
    ConditionResult holds(RequestContext context) {
        var result = ConditionResult.YES;
        for (var condition : conditions) {
            result = result.and(condition.holds(context));
            if (result == ConditionResult.NO) {
                return result;
            }
        }
        return result;
    }

    /** All resources that it may be about. */
    WildcardSet widest(RequestContext context) {
        if (fixed != null) {
            return fixed;
        }
        return resources.isComplement() ? complement(context, false) : listed(context, true);
    }

    /** The resources that it is surely about. */
    WildcardSet surest(RequestContext context) {
        if (fixed != null) {
            return fixed;
        }
        return resources.isComplement() ? complement(context, true) : listed(context, false);
    }

    private WildcardSet listed(RequestContext context, boolean isWide) {
        var patterns = new ArrayList<WildcardPattern>();
        for (var text : resources.texts()) {
            var known = isWide ? PolicyVariables.widest(text, context) : PolicyVariables.resolve(text, context, true);
            if (known != null) {
                patterns.add(known);
            }
        }
        return new WildcardSet(patterns, false);
    }

    private WildcardSet complement(RequestContext context, boolean isNarrow) {
        return new WildcardSet(listed(context, isNarrow).patterns(), true);
    }
}
