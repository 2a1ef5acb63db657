package io.facegate.app.policies;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.call.Digests;
import io.facegate.ledger.Ledger.LoadedPacks;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.reading.NewestAct;
import io.facegate.policy.catalogue.PolicyArchive;
import io.facegate.policy.language.Invariant;
import io.facegate.policy.language.PolicyErrors;
import io.facegate.policy.language.PolicyMistake;
import io.facegate.policy.language.PolicyPack;
import io.facegate.policy.language.PolicySet;
import io.facegate.policy.reading.PolicyReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Guard against silent removal of policies. Compares a new set with the last recorded one: the newest
 * {@code policies_loaded} of the ledger, written by any gateway. Rejects a set that lacks a pack of that one or
 * {@code invariants.yaml}, unless an operator allowed the removal by name. Policies that were approved are not rejected;
 * what they lack is found, to be recorded.
 */
public final class PolicyRemovalGuard {
    /** Name by which an operator allows the removal of the invariants file. */
    private static final String INVARIANTS = "invariants";

    private final LedgerAddress ledger;
    private final PolicyArchive archive;
    private final Set<String> allowed;

    private final boolean compares;

    /** Of a gateway that decides nothing: its ledger may not verify, so no set on record is compared with. */
    public static PolicyRemovalGuard uncompared(LedgerAddress ledger, PolicyArchive archive) {
        return new PolicyRemovalGuard(ledger, archive, Set.of(), false);
    }

    /**
     * @param allowed the packs that may be removed, {@code invariants}, or the digest of a set that is not known here
     */
    public PolicyRemovalGuard(LedgerAddress ledger, PolicyArchive archive, Set<String> allowed) {
        this(ledger, archive, allowed, true);
    }

    private PolicyRemovalGuard(LedgerAddress ledger, PolicyArchive archive, Set<String> allowed, boolean compares) {
        this.compares = compares;
        this.ledger = ledger;
        this.archive = archive;
        this.allowed = Set.copyOf(allowed);
    }

    /**
     * Parts of the last set that the new one lacks.
     *
     * @param packs the missing packs, and {@code invariants} if that file is gone
     * @param invariants ids of missing single invariants
     */
    record Removed(List<String> packs, List<String> invariants) {
        static final Removed NOTHING = new Removed(List.of(), List.of());
    }

    /**
     * What a set is compared by.
     *
     * @param invariants null if it has no file of invariants
     */
    private record Contents(List<String> packs, @Nullable List<String> invariants) {
        static Contents of(PolicySet policySet) {
            var invariants = policySet.invariants().stream().map(Invariant::id).toList();
            return new Contents(
                    policySet.packs().stream().map(PolicyPack::id).toList(), invariants.isEmpty() ? null : invariants);
        }
    }

    /** Packs and invariants of a policy set, as they are recorded. */
    static LoadedPacks contents(PolicySet policySet) {
        var all = Contents.of(policySet);
        return new LoadedPacks(all.packs, all.invariants);
    }

    /**
     * Returns the parts of the last set that {@code next} lacks.
     *
     * @throws PolicyErrors if their removal was not allowed
     */
    Removed findRemoved(PolicySet next) {
        return findRemoved(next, allowed::contains);
    }

    /** The same for a set whose signers or proposers approve what is removed. */
    Removed findApprovedRemoved(PolicySet next) {
        return findRemoved(next, _ -> true);
    }

    /** The parts of a set that decides here which the approved one after it lacks; reads no ledger. */
    Removed findApprovedRemoved(PolicySet before, PolicySet next) {
        return compares ? compare(Contents.of(before), next) : Removed.NOTHING;
    }

    private Removed findRemoved(PolicySet next, Predicate<String> mayGo) {
        if (!compares) {
            return Removed.NOTHING;
        }
        var loaded = NewestAct.find(ledger, PoliciesInForce.LOADED).orElse(null);
        var digest = loaded == null ? "" : loaded.path("subject").asText();
        if (loaded == null || digest.equals(next.digest())) {
            return Removed.NOTHING;
        }
        var last = lastContents(loaded, digest);
        if (last == null) {
            return rejectUnlessAllowed(digest, mayGo);
        }
        var removed = compare(last, next);
        var mistakes = removed.packs.stream()
                .filter(pack -> !mayGo.test(pack))
                .map(pack -> missingPack(pack, digest))
                .toList();
        if (!mistakes.isEmpty()) {
            throw new PolicyErrors(mistakes);
        }
        return removed;
    }

    private static Removed compare(Contents last, PolicySet next) {
        var packs = new ArrayList<>(last.packs);
        packs.removeAll(next.packs().stream().map(PolicyPack::id).toList());
        var invariants = new ArrayList<String>();
        if (last.invariants != null) {
            invariants.addAll(last.invariants);
            invariants.removeAll(next.invariants().stream().map(Invariant::id).toList());
            if (next.invariants().isEmpty()) {
                packs.add(INVARIANTS);
            }
        }
        return new Removed(List.copyOf(packs), List.copyOf(invariants));
    }

    /** Contents of the last set: from the archive, else from the record; null if neither has them. */
    private @Nullable Contents lastContents(JsonNode loaded, String digest) {
        try {
            if (archive.contains(digest)) {
                return Contents.of(archive.read(digest));
            }
        } catch (PolicyErrors altered) {
            // The record may still name its contents.
        }
        var packs = words(loaded.path("packs"));
        return packs.isEmpty()
                ? null
                : new Contents(packs, loaded.has(INVARIANTS) ? words(loaded.path(INVARIANTS)) : null);
    }

    private static List<String> words(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static Removed rejectUnlessAllowed(String digest, Predicate<String> mayGo) {
        if (mayGo.test(digest)) {
            return Removed.NOTHING;
        }
        throw new PolicyErrors(List.of(new PolicyMistake(
                "policies",
                0,
                0,
                "the last set on record, " + digest
                        + ", is not kept in this data folder, and its record does not list its packs, so it cannot"
                        + " be checked whether this set lacks one of them. Start with that set, or start with"
                        + " --allow-removal " + digest)));
    }

    private static PolicyMistake missingPack(String pack, String digest) {
        var file = pack.equals(INVARIANTS) ? PolicyReader.INVARIANTS : pack + ".yaml";
        return new PolicyMistake(
                file,
                0,
                0,
                "is missing, and the last set on record (" + Digests.shorten(digest)
                        + ") holds it; restore the file, or start the gateway with --allow-removal " + pack);
    }
}
