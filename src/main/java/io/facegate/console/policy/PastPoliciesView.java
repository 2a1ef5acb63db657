package io.facegate.console.policy;

import io.facegate.policy.language.PolicySet;
import io.facegate.usecase.policy.PolicyLibrary.Kept;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * View model of the policies as they were known on a day.
 *
 * @param inForce the policies in force now: their rules' own dates tell of days of which no record does
 */
record PastPoliciesView(
        PolicySpeech speech, PolicySetOnDay known, @Nullable PolicySet inForce) {
    /** The set whose rules are shown; null if there is none. */
    @Nullable
    PolicySet shown() {
        if (known.kept() instanceof Kept.Verified(var policySet)) {
            return policySet;
        }
        return known.kept() == null && known.tampered() == 0 ? inForce : null;
    }

    public String day() {
        return speech.day(known.day());
    }

    public String on() {
        return known.day().toString();
    }

    public int tampered() {
        return known.tampered();
    }

    /** Which policies these were, or why that is not known. */
    public String sentence() {
        var revision = known.revision();
        if (revision == null) {
            return speech.say(shown() == null ? "known.none.tampered" : "known.none");
        }
        return switch (known.kept()) {
            case Kept.Verified _ ->
                speech.page()
                        .fill(
                                known.tampered() > 0 ? "known.since.tampered" : "known.since",
                                speech.moment(revision.since()));
            case Kept.Altered _ -> speech.say("known.altered");
            case null, default -> speech.page().fill("known.missing", PolicySpeech.shortened(revision.digest()));
        };
    }

    /** True if the rules' own dates alone tell, and no record does. */
    public boolean unrecorded() {
        return known.revision() == null;
    }

    public String digest() {
        var set = shown();
        return set == null ? "" : set.digest();
    }

    public List<PackRow> packs() {
        var set = shown();
        return set == null
                ? List.of()
                : set.packs().stream()
                        .map(pack ->
                                new PackView(speech, pack, PolicyTestResultsView.ofThePast(speech), known.moment()))
                        .sorted(Comparator.comparing(PackView::title, speech.order()))
                        .map(pack -> new PackRow(pack, pack.address() + "?on=" + known.day()))
                        .toList();
    }

    /** A pack, with the address of its page as it was known on the day. */
    record PackRow(PackView pack, String address) {}
}
