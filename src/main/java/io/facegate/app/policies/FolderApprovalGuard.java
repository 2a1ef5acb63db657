package io.facegate.app.policies;

import io.facegate.ledger.address.LedgerAddress;
import io.facegate.policy.catalogue.PolicyArchive;
import io.facegate.policy.language.PolicyErrors;
import io.facegate.policy.language.PolicyMistake;
import io.facegate.policy.language.PolicySet;
import io.facegate.policy.proof.change.PolicyLoosening;
import io.facegate.policy.proof.model.AnalysisLimits;
import io.facegate.registry.Approvals;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Guard against edits of the policy folder that nobody approved. Where it takes two people to permit more, a set of the
 * folder that permits more than the one in force here, or than the newest on record by any gateway, is rejected: it takes
 * a proposal, which activates it in the registry.
 *
 * @param approvals tells how many people it takes; where it is one, nothing is read or compared
 */
public record FolderApprovalGuard(LedgerAddress ledger, PolicyArchive archive, Supplier<Approvals> approvals) {
    private static final int SHORT = 12;

    /** Of a gateway that decides nothing: its ledger may not verify, so no set on record is compared with. */
    public static FolderApprovalGuard uncompared(LedgerAddress ledger, PolicyArchive archive) {
        return new FolderApprovalGuard(ledger, archive, () -> Approvals.ONE);
    }

    /**
     * Returns if the set may come into force. The first set of a ledger may: there was none that two people would have
     * had to approve a change of.
     *
     * @param inForce digest of the policies in force here, or null
     * @throws PolicyErrors if two people must approve it
     * @throws io.facegate.call.Fault.RegistryDown if it is not known how many people it takes
     */
    void requireApproved(PolicySet next, @Nullable String inForce) {
        if (approvals.get() == Approvals.ONE) {
            return;
        }
        var before = new LinkedHashSet<String>();
        if (inForce != null) {
            before.add(inForce);
        }
        before.add(RecordedPolicies.newest(ledger).digest());
        before.remove("");
        before.remove(next.digest());
        for (var digest : before) {
            var more = findGrowth(digest, next);
            if (more != null) {
                throw reject(more, digest);
            }
        }
    }

    /** What the next set does more than the one with that digest; null if nothing. */
    private @Nullable String findGrowth(String digest, PolicySet next) {
        try {
            return PolicyLoosening.find(archive.read(digest), next, AnalysisLimits.besideOtherWork(Instant.now()));
        } catch (PolicyErrors unread) {
            return "it cannot be compared, because that set is not kept in this data folder, or cannot be read there";
        }
    }

    private static PolicyErrors reject(String more, String before) {
        return new PolicyErrors(List.of(new PolicyMistake(
                "policies",
                0,
                0,
                "compared with the last set in force (" + before.substring(0, Math.min(SHORT, before.length())) + "), "
                        + more
                        + ". Approvals are two, so one person's edit of a folder cannot do that. Propose it, and have"
                        + " another person approve it: facegate policy propose DIR --reason TEXT")));
    }
}
