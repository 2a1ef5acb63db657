package io.facegate.app.policies;

import io.facegate.app.policies.PolicyFolder.AdmittedPolicies;
import io.facegate.call.Fault;
import io.facegate.ledger.Ledger.Administrative;
import io.facegate.ledger.PolicyDelivery;
import io.facegate.policy.ActivePolicies;
import io.facegate.policy.PolicyEngine;
import io.facegate.policy.catalogue.PolicyArchive;
import io.facegate.policy.language.PolicyErrors;
import io.facegate.policy.language.PolicyMistake;
import io.facegate.policy.language.PolicySet;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The policies in force. A new set replaces the old one as a whole, and only after it was archived and recorded in the
 * ledger. If either fails, the old set stays in force.
 */
public final class PoliciesInForce implements Supplier<PolicyEngine> {
    /** Ledger act of a set that came into force. */
    static final String LOADED = "policies_loaded";

    /** The messages about policies have one logger, whatever the policies come from. */
    private static final System.Logger LOG = System.getLogger(PoliciesInForce.class.getName());

    private static final int SAID = 20;
    private static final int REMEMBERED = 256;

    private final PolicyArchive archive;
    private final PolicyRemovalGuard last;
    private final Consumer<Administrative> ledger;
    private final Set<String> rejected = Collections.newSetFromMap(new LinkedHashMap<String, Boolean>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    });
    private final ActivePolicies current;
    private volatile @Nullable String trouble;
    private volatile @Nullable String registryTrouble;
    private volatile @Nullable PolicyDelivery delivery;
    private volatile PolicyOrigin origin = PolicyOrigin.FOLDER;
    private volatile @Nullable PolicyDelivery waiting;

    /** The set that was put in force last; null until one was recorded. Guarded by this. */
    private @Nullable PolicySet recorded;

    /** @param first the engine of the first set, which {@link #putInForce} then records */
    public PoliciesInForce(
            PolicyEngine first, PolicyArchive archive, PolicyRemovalGuard last, Consumer<Administrative> ledger) {
        this.current = new ActivePolicies(first);
        this.archive = archive;
        this.last = last;
        this.ledger = ledger;
    }

    @Override
    public PolicyEngine get() {
        return current.get();
    }

    /** The same, for what decides calls. */
    public ActivePolicies current() {
        return current;
    }

    /** Why what was delivered last differs from the policies in force, or null. */
    public @Nullable String problem() {
        var first = registryTrouble;
        return first == null ? trouble : first;
    }

    /** The problem of that source. */
    @Nullable
    String problem(PolicyOrigin from) {
        return from == PolicyOrigin.REGISTRY ? registryTrouble : trouble;
    }

    /** What the policies in force came from. */
    public PolicyOrigin origin() {
        return origin;
    }

    /** The signed bundle that the policies in force came in; null for those of a folder or of the registry. */
    public @Nullable PolicyDelivery delivery() {
        return delivery;
    }

    /** The signed bundle that waits for its moment, or null. */
    public @Nullable PolicyDelivery waiting() {
        return waiting;
    }

    void setWaiting(@Nullable PolicyDelivery next) {
        waiting = next;
    }

    synchronized void clearProblem(PolicyOrigin from) {
        set(from, null);
    }

    /** Tells a problem, unless its source does not count any more. */
    synchronized void setProblem(PolicyOrigin from, String sentence) {
        if (counts(from)) {
            LOG.log(Level.WARNING, "{0}", sentence);
            set(from, sentence);
        }
    }

    private void set(PolicyOrigin from, @Nullable String sentence) {
        if (from == PolicyOrigin.REGISTRY) {
            registryTrouble = sentence;
        } else {
            trouble = sentence;
        }
    }

    /** A folder may still be read when the registry's first policies come into force. */
    private boolean counts(PolicyOrigin from) {
        return from == PolicyOrigin.REGISTRY || origin != PolicyOrigin.REGISTRY;
    }

    /**
     * Puts a set in force. One of a folder that was read while the registry activated another changes nothing.
     *
     * @param bundle the signed bundle that it came in, or null
     * @throws PolicyErrors if it lacks part of the last recorded set whose removal was not allowed
     */
    synchronized void putInForce(AdmittedPolicies next, @Nullable PolicyDelivery bundle) {
        if (origin != PolicyOrigin.REGISTRY) {
            put(next, bundle == null ? PolicyOrigin.FOLDER : PolicyOrigin.BUNDLE, bundle);
        }
    }

    /** Puts a set in force that the registry names. From then on, no other source changes anything. */
    synchronized void activate(AdmittedPolicies next) {
        put(next, PolicyOrigin.REGISTRY, null);
        trouble = null;
    }

    private void put(AdmittedPolicies next, PolicyOrigin from, @Nullable PolicyDelivery bundle) {
        var removed = findRemoved(next.policySet(), from);
        archive.store(next.policySet(), next.files());
        removed.packs().forEach(pack -> recordRemoved("pack_removed", pack, from));
        removed.invariants().forEach(invariant -> recordRemoved("invariant_removed", invariant, from));
        ledger.accept(new Administrative(
                LOADED,
                next.policies().digest(),
                Instant.now(),
                PolicyRemovalGuard.contents(next.policySet()).deliveredBy(bundle)));
        current.replace(next.policies());
        recorded = next.policySet();
        delivery = bundle;
        origin = from;
        LOG.log(
                Level.INFO,
                "Policies in force: {0} rules of {1} packs, digest {2}, from the {3}",
                next.policySet().rules().size(),
                next.policySet().packs().size(),
                next.policies().digest(),
                from.word());
        if (next.policySet().invariants().isEmpty()) {
            LOG.log(Level.WARNING, "They have no invariants, so nothing was proved about them. See docs/proof.md.");
        }
    }

    /** What a registry activates is compared with what decides here; at a start, with the last set on record. */
    private PolicyRemovalGuard.Removed findRemoved(PolicySet next, PolicyOrigin from) {
        var before = recorded;
        return switch (from) {
            case FOLDER -> last.findRemoved(next);
            case BUNDLE -> last.findApprovedRemoved(next);
            case REGISTRY -> before == null ? last.findApprovedRemoved(next) : last.findApprovedRemoved(before, next);
        };
    }

    /** Recorded before the set without it comes into force. */
    private void recordRemoved(String act, String subject, PolicyOrigin from) {
        ledger.accept(new Administrative(act, subject, Instant.now()));
        LOG.log(
                Level.WARNING,
                from != PolicyOrigin.FOLDER
                        ? "Removed from the policies: {0}, as approved with the bundle or the activation."
                        : act.equals("pack_removed")
                                ? "Removed from the policies: {0}, as --allow-removal allows."
                                : "Removed from the policies: the invariant {0}.",
                subject);
    }

    /**
     * Rejects a set, unless its source does not count any more. Recorded once for each content.
     *
     * @param what what was rejected, as the subject of a sentence in the plural
     */
    synchronized void reject(PolicyOrigin from, String what, String content, List<PolicyMistake> mistakes) {
        if (!counts(from)) {
            return;
        }
        int more = mistakes.size() - 1;
        setProblem(
                from,
                what + " were rejected; older ones are in force. " + mistakes.getFirst()
                        + (more == 0 ? "" : " (and " + more + " more)"));
        mistakes.stream().limit(SAID).forEach(mistake -> LOG.log(Level.WARNING, "Rejected: {0}", mistake));
        recordRejectedOnce(content);
    }

    synchronized void recordRejectedOnce(String content) {
        if (!rejected.contains(content)) {
            recordRejected(content);
        }
    }

    synchronized void recordRejected(String content) {
        try {
            ledger.accept(new Administrative("policies_rejected", content, Instant.now()));
            rejected.add(content);
        } catch (Fault.LedgerDown down) {
            LOG.log(Level.WARNING, "The rejection could not be recorded: {0}", down.getMessage());
        }
    }
}
