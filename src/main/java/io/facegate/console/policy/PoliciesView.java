package io.facegate.console.policy;

import io.facegate.policy.language.Invariant;
import io.facegate.policy.language.PolicySet;
import io.facegate.policy.vocabulary.PlaceNames;
import io.facegate.usecase.policy.PolicyRevisions;
import io.facegate.usecase.policy.Progress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** View model of all policies in force. */
record PoliciesView(PolicySpeech speech, PolicySet policySet, Known known, Instant now) {
    /**
     * What is known of the policies beside their rules.
     *
     * @param revisions when they came into force, by the ledger
     * @param tests the number of test cases beside each pack
     * @param proving true if the gateway proved the invariants
     */
    record Known(PolicyRevisions revisions, Progress<Optional<Map<String, Integer>>> tests, boolean proving) {
        /** Why the number of tests is not known. */
        String testsUntold(PolicySpeech speech) {
            return speech.say(
                    switch (tests) {
                        case Progress.Done<?> _ -> "policies.tests.other";
                        case Progress.Running<?> _ -> "policies.tests.running";
                        default -> "policies.tests.unknown";
                    });
        }

        Map<String, Integer> cases() {
            return tests instanceof Progress.Done<Optional<Map<String, Integer>>>(var counted)
                    ? counted.orElse(Map.of())
                    : Map.of();
        }
    }

    public String digest() {
        return policySet.digest();
    }

    public String summary() {
        return speech.page()
                .fill(
                        "policies.summary",
                        policySet.rules().size(),
                        policySet.packs().size());
    }

    /** Since when they are in force; null if no record tells. */
    public @Nullable String since() {
        return known.revisions
                .current(policySet.digest())
                .map(one -> speech.page().fill("policies.since", speech.moment(one.since()), one.loads()))
                .orElse(null);
    }

    public boolean sinceIsCut() {
        return !known.revisions.complete();
    }

    public int tampered() {
        return known.revisions.tampered();
    }

    public boolean hasEarlier() {
        return known.revisions.revisions().size() > 1;
    }

    public String proofs() {
        int count = policySet.invariants().size();
        if (count == 0) {
            return speech.say("policies.proofs.none");
        }
        return speech.count(known.proving ? "policies.proofs.proved" : "policies.proofs.unproved", count);
    }

    public List<String> invariants() {
        return policySet.invariants().stream()
                .map(Invariant::says)
                .map(PolicySpeech::shown)
                .toList();
    }

    public String tests() {
        return known.cases().isEmpty() ? known.testsUntold(speech) : speech.say("policies.tests");
    }

    public List<PackView> packs() {
        return policySet.packs().stream()
                .map(pack -> PackView.of(speech, pack, known, now))
                .sorted(Comparator.comparing(PackView::title, speech.order()))
                .toList();
    }

    /** Packs whose rules name no place. */
    public List<PackView> everywhere() {
        return packs().stream()
                .filter(pack -> PackView.places(pack.pack()).isEmpty())
                .toList();
    }

    /** The places that rules name, those with the same packs together. */
    public List<PlaceRow> places() {
        var byPlace = new TreeMap<String, List<PackView>>();
        packs().forEach(pack -> PackView.places(pack.pack())
                .forEach(place ->
                        byPlace.computeIfAbsent(place, any -> new ArrayList<>()).add(pack)));
        var names = PlaceNames.forLanguage(speech.page().language());
        var rows = new LinkedHashMap<List<String>, PlaceRow>();
        byPlace.forEach((place, packs) -> rows.computeIfAbsent(
                        packs.stream().map(PackView::id).toList(), any -> new PlaceRow(new ArrayList<>(), packs))
                .names()
                .add(names.name(place)));
        rows.values().forEach(row -> row.names().sort(speech.order()));
        return rows.values().stream()
                .sorted(Comparator.comparing(row -> row.names().getFirst(), speech.order()))
                .toList();
    }

    /** Places with the same packs. */
    record PlaceRow(List<String> names, List<PackView> packs) {}
}
