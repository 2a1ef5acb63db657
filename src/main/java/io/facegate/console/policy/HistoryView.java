package io.facegate.console.policy;

import io.facegate.console.ConsolePage;
import io.facegate.policy.language.Invariant;
import io.facegate.policy.language.PolicyPack;
import io.facegate.policy.language.PolicySet;
import io.facegate.policy.language.Rule;
import io.facegate.policy.proof.change.PolicyDiff;
import io.facegate.usecase.policy.PolicyRevisions;
import io.facegate.usecase.policy.PolicyRevisions.Revision;
import io.facegate.usecase.policy.Progress;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * View model of earlier policies, and of the difference between two.
 *
 * @param inForce digest of the policies in force
 * @param compared the two that are compared, or null
 * @param known what was known on the day that was asked for, or null
 * @param problem what is wrong with the address; null if nothing is
 */
record HistoryView(
        PolicySpeech speech,
        PolicyRevisions revisions,
        String inForce,
        @Nullable Compared compared,
        @Nullable PastPoliciesView known,
        @Nullable String problem) {
    /** Two sets, and how they decide differently. */
    record Compared(PolicySet from, PolicySet to, Progress<PolicyDiff> progress) {}

    public List<Row> rows() {
        var all = revisions.revisions();
        var rows = new ArrayList<Row>();
        for (int at = 0; at < all.size(); at++) {
            var older = at + 1 < all.size() ? all.get(at + 1).digest() : null;
            rows.add(new Row(speech, all.get(at), older, all.get(at).digest().equals(inForce) && at == first(all)));
        }
        return rows;
    }

    private int first(List<Revision> all) {
        for (int at = 0; at < all.size(); at++) {
            if (all.get(at).digest().equals(inForce)) {
                return at;
            }
        }
        return -1;
    }

    /** The newest day that can be asked for. */
    public String today() {
        return LocalDate.now(ZoneOffset.UTC).toString();
    }

    public boolean complete() {
        return revisions.complete();
    }

    public int tampered() {
        return revisions.tampered();
    }

    static String address(String from, String to) {
        return ConsolePage.POLICIES.address() + "/history?from=" + from + "&to=" + to;
    }

    /** A revision. */
    record Row(
            PolicySpeech speech,
            Revision revision,
            @Nullable String older,
            boolean current) {
        public String since() {
            return speech.moment(revision.since());
        }

        public String digest() {
            return revision.digest();
        }

        public String shortDigest() {
            return PolicySpeech.shortened(revision.digest());
        }

        public int loads() {
            return revision.loads();
        }

        public @Nullable String difference() {
            return older == null ? null : address(older, revision.digest());
        }
    }

    public String fromDigest() {
        return compared == null ? "" : PolicySpeech.shortened(compared.from.digest());
    }

    public String toDigest() {
        return compared == null ? "" : PolicySpeech.shortened(compared.to.digest());
    }

    /** Sentences about packs and rules that were added, removed or rewritten. */
    public List<String> edits() {
        if (compared == null) {
            return List.of();
        }
        var edits = new ArrayList<String>();
        var before = packs(compared.from);
        var after = packs(compared.to);
        add(edits, "history.packs.added", minus(after, before));
        add(edits, "history.packs.removed", minus(before, after));
        addRules(edits, compared, before.keySet(), after.keySet());
        if (edits.isEmpty()) {
            edits.add(speech.say("history.same"));
        }
        if (!compared.from.overrides().equals(compared.to.overrides())) {
            edits.add(speech.say("history.overrides"));
        }
        if (!says(compared.from).equals(says(compared.to))) {
            edits.add(speech.say("history.invariants"));
        }
        return edits;
    }

    private static List<String> says(PolicySet policySet) {
        return policySet.invariants().stream().map(Invariant::says).toList();
    }

    /** Rules of packs that both sets have. */
    private void addRules(List<String> edits, Compared both, Set<String> before, Set<String> after) {
        var was = ChangeView.rules(both.from);
        var is = ChangeView.rules(both.to);
        add(edits, "history.rules.added", within(minus(is, was), before));
        add(edits, "history.rules.removed", within(minus(was, is), after));
        var changed = is.keySet().stream()
                .filter(id -> was.containsKey(id) && !Objects.equals(is.get(id), was.get(id)))
                .sorted();
        add(edits, "history.rules.changed", changed.toList());
    }

    private static List<String> within(List<String> rules, Set<String> packs) {
        return rules.stream().filter(id -> packs.contains(pack(id))).toList();
    }

    private static String pack(String rule) {
        return rule.substring(0, rule.indexOf('/'));
    }

    private static Map<String, PolicyPack> packs(PolicySet policySet) {
        return policySet.packs().stream().collect(Collectors.toMap(PolicyPack::id, Function.identity()));
    }

    private static List<String> minus(Map<String, ?> one, Map<String, ?> other) {
        return one.keySet().stream()
                .filter(id -> !other.containsKey(id))
                .sorted()
                .toList();
    }

    private void add(List<String> edits, String key, List<String> ids) {
        if (!ids.isEmpty()) {
            edits.add(speech.page().fill(key, ids.size(), PolicySpeech.shown(String.join(", ", ids))));
        }
    }

    /** What is not there yet, or cannot be computed; null if the difference is there. */
    public @Nullable String waiting() {
        return compared == null ? null : ProgressWords.waiting(speech, compared.progress);
    }

    public boolean running() {
        return compared != null && compared.progress instanceof Progress.Running<PolicyDiff>;
    }

    public boolean done() {
        return compared != null && compared.progress instanceof Progress.Done<PolicyDiff>;
    }

    public List<ChangeView> changes() {
        if (compared == null || !(compared.progress instanceof Progress.Done<PolicyDiff>(var diff))) {
            return List.of();
        }
        Map<String, Rule> rules = ChangeView.rules(compared.from, compared.to);
        return ChangeView.of(speech, diff.changes(), rules);
    }

    /** Rules that may decide calls with several values of an attribute differently. */
    public List<String> unsure() {
        return compared != null && compared.progress instanceof Progress.Done<PolicyDiff>(var diff)
                ? diff.unsure().stream().map(PolicySpeech::shown).toList()
                : List.of();
    }

    public String counts() {
        return ProgressWords.counts(speech, changes());
    }
}
