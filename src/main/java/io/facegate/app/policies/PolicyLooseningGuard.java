package io.facegate.app.policies;

import io.facegate.call.Digests;
import io.facegate.call.Fault;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.policy.catalogue.PolicyArchive;
import io.facegate.policy.language.PolicyErrors;
import io.facegate.policy.language.PolicyMistake;
import io.facegate.policy.language.PolicySet;
import io.facegate.policy.proof.change.PolicyLoosening;
import io.facegate.policy.proof.model.AnalysisLimits;
import io.facegate.registry.Approvals;
import java.sql.SQLException;
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
public record PolicyLooseningGuard(LedgerAddress ledger, PolicyArchive archive, Supplier<Approvals> approvals) {
    /** Of a gateway that decides nothing: its ledger may not verify, so no set on record is compared with. */
    public static PolicyLooseningGuard uncompared(LedgerAddress ledger, PolicyArchive archive) {
        return new PolicyLooseningGuard(ledger, archive, () -> Approvals.ONE);
    }

    /**
     * Returns if the set may come into force. The first set of a ledger may: there was none that two people would have
     * had to approve a change of. Where records were pruned, it is not known to be the first.
     *
     * @param inForce digest of the policies in force here, or null
     * @throws PolicyErrors if two people must approve it
     * @throws Fault.LedgerTampered if it is not known which set is the newest on record
     * @throws Fault.RegistryDown if it is not known how many people it takes
     */
    void requireApproved(PolicySet next, @Nullable String inForce) {
        if (approvals.get() == Approvals.ONE) {
            return;
        }
        var before = new LinkedHashSet<String>();
        if (inForce != null) {
            before.add(inForce);
        }
        before.add(RecordedPolicies.newestVerified(ledger).digest());
        before.remove("");
        if (before.isEmpty() && isPruned()) {
            throw reject("the set cannot be compared, because the ledger was pruned and has no record of the last one");
        }
        before.remove(next.digest());
        for (var digest : before) {
            var more = findGrowth(digest, next);
            if (more != null) {
                throw reject("compared with " + describe(digest, inForce) + ", " + more);
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

    private boolean isPruned() {
        try (var reader = ledger.reader()) {
            return reader.minimum() > 0;
        } catch (SQLException unreadable) {
            throw new Fault.LedgerDown("The ledger cannot be read: " + unreadable.getMessage());
        }
    }

    /** Which set that is, and who loaded it as far as it is known. */
    private String describe(String digest, @Nullable String inForce) {
        var name = " (" + Digests.shorten(digest) + ')';
        if (inForce == null) {
            return "the last set in force" + name
                    + (ledger.database() == null ? "" : ", which this gateway or another one loaded");
        }
        return (digest.equals(inForce) ? "the last set in force" : "the set that another gateway loaded last") + name;
    }

    private static PolicyErrors reject(String why) {
        return new PolicyErrors(List.of(new PolicyMistake(
                "policies",
                0,
                0,
                why + ". Approvals are two, so one person's edit of a folder cannot do that. Propose it, and have"
                        + " another person approve it: facegate policy propose DIR --reason TEXT")));
    }
}
