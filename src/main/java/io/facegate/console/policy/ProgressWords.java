package io.facegate.console.policy;

import io.facegate.usecase.policy.Progress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Words for computations in the background, and for the numbers that they find. */
final class ProgressWords {
    private ProgressWords() {}

    /** Why there is no result yet, or none at all; null if there is one. */
    static @Nullable String waiting(PolicySpeech speech, Progress<?> progress) {
        return switch (progress) {
            case Progress.Done<?> _ -> null;
            case Progress.Running<?> _ -> speech.say("analysis.running");
            case Progress.TooLarge<?> _ -> speech.say("analysis.large");
            case Progress.Failed<?> _ -> speech.say("analysis.failed");
            case Progress.Busy<?> _ -> speech.say("analysis.busy");
        };
    }

    /** How many groups of calls become impossible, become possible, and so on. */
    static String counts(PolicySpeech speech, List<ChangeView> changes) {
        var said = counts(speech, changes, List.of("refused", "permitted", "stronger", "weaker"));
        return said.isEmpty() ? speech.say("change.none") : said;
    }

    /** How many groups of calls must meet more or fewer conditions; empty if none must. */
    static String others(PolicySpeech speech, List<ChangeView> changes) {
        return counts(speech, changes, List.of("stronger", "weaker"));
    }

    private static String counts(PolicySpeech speech, List<ChangeView> changes, List<String> kinds) {
        var said = new ArrayList<String>();
        for (var kind : kinds) {
            long count = changes.stream().filter(one -> one.kind().equals(kind)).count();
            if (count > 0) {
                said.add(speech.count("change.count." + kind, count));
            }
        }
        return String.join(" ", said);
    }
}
