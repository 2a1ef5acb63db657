package io.facegate.usecase.lockdown.aws;

import io.facegate.usecase.lockdown.account.WildcardSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The actions that statements are about; statements with the same words share one. */
final class ActionSet {
    static final ActionSet ALL = new ActionSet(WildcardSet.ALL);

    private final WildcardSet patterns;
    private final Map<String, Boolean> known = new HashMap<>();

    /** @param patterns in lower case */
    ActionSet(WildcardSet patterns) {
        this.patterns = patterns;
    }

    /** True if the action is in it, whatever the case of its letters. */
    boolean has(String action) {
        var found = known.get(action);
        if (found == null) {
            found = patterns.contains(action.toLowerCase(Locale.ROOT));
            known.put(action, found);
        }
        return found;
    }
}
