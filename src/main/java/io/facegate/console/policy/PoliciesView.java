package io.facegate.console.policy;

import io.facegate.policy.language.Invariant;
import io.facegate.policy.language.PolicySet;
import io.facegate.policy.vocabulary.PlaceNames;
import io.facegate.usecase.policy.PolicyRevisions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** View model of all policies in force. */
record PoliciesView(PolicySpeech speech, PolicySet policySet, Known known, Instant now) {
    /**
     * What is known of the policies beside their rules.
     *
     * @param revisions when they came into force, by the ledger
     * @param tests the tests beside them, as this gateway ran them
     * @param proving true if the gateway proved the invariants
     */
    record Known(PolicyRevisions revisions, PolicyTestResultsView tests, boolean proving) {}

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
        return proofs(speech, policySet, known.proving);
    }

    /** What is known of the proofs of a set: the gateway that shows it proves, if any does, when it loads policies. */
    static String proofs(PolicySpeech speech, PolicySet policySet, boolean proving) {
        int count = policySet.invariants().size();
        if (count == 0) {
            return speech.say("policies.proofs.none");
        }
        return speech.count(proving ? "policies.proofs.proved" : "policies.proofs.unproved", count);
    }

    public List<String> invariants() {
        return policySet.invariants().stream()
                .map(Invariant::says)
                .map(PolicySpeech::shown)
                .toList();
    }

    public PolicyTestResultsView tests() {
        return known.tests;
    }

    public List<PackView> packs() {
        return policySet.packs().stream()
                .map(pack -> new PackView(speech, pack, known.tests.ofPack(pack.id()), now))
                .sorted(Comparator.comparing(PackView::title, speech.order()))
                .toList();
    }

    /** Packs with a rule that names no place. */
    public List<PackView> everywhere() {
        return packs().stream().filter(PackView::holdsEverywhere).toList();
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
