package io.facegate.app.policies;

import io.facegate.app.policies.PolicyFolder.AdmittedPolicies;
import io.facegate.call.Digests;
import io.facegate.call.Fault;
import io.facegate.ledger.Ledger.Administrative;
import io.facegate.policy.PolicyEngine;
import io.facegate.policy.language.PolicyErrors;
import io.facegate.policy.language.PolicyMistake;
import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hot reload of the policies in a folder. A new set comes into force only after it compiled, was admitted, and was
 * approved where that takes two people.
 */
public final class PolicyReloader implements PolicySource {
    private static final System.Logger LOG = System.getLogger(PolicyReloader.class.getName());
    private static final String WHAT = "The policies in the folder";

    private final PolicyFolder folder;
    private final SortedMap<String, String> seenFirst;
    private final PolicyLooseningGuard approval;
    private final PoliciesInForce policies;
    private @Nullable FolderWatch watch;

    private PolicyReloader(
            PolicyFolder folder,
            SortedMap<String, String> seenFirst,
            PolicyLooseningGuard approval,
            PoliciesInForce policies) {
        this.folder = folder;
        this.seenFirst = seenFirst;
        this.approval = approval;
        this.policies = policies;
    }

    /**
     * Puts a first set in force. Throws if it cannot be archived or recorded.
     *
     * @throws PolicyErrors if two people must approve it, or if it lacks part of the last recorded set whose removal was
     *     not allowed
     */
    public static PolicyReloader start(
            PolicyFolder folder,
            AdmittedPolicies first,
            PolicyLooseningGuard approval,
            PolicyRemovalGuard last,
            Consumer<Administrative> ledger) {
        var inForce = new PoliciesInForce(first.policies(), approval.archive(), last, ledger);
        try {
            approval.requireApproved(first.policySet(), null);
            inForce.putInForce(first, null);
        } catch (PolicyErrors wrong) {
            inForce.recordRejected(digest(first.files(), wrong.mistakes()));
            throw wrong;
        }
        return new PolicyReloader(folder, first.seen(), approval, inForce);
    }

    @Override
    public PolicyReloader watch() {
        var started = FolderWatch.start(seenFirst, folder::traces, this::tryReload);
        watch = started;
        HangUpSignal.onHangUp(started::checkNow);
        return this;
    }

    @Override
    public PoliciesInForce inForce() {
        return policies;
    }

    /** The policies that decide now. */
    public PolicyEngine get() {
        return policies.get();
    }

    /** Why the folder differs from the policies in force, or null. */
    public @Nullable String problem() {
        return policies.problem();
    }

    /**
     * Puts the folder's policies in force if possible.
     *
     * @param seen the folder's fingerprints before; if they change during reading, a write is in progress
     * @return false if the folder must be read again
     */
    boolean tryReload(SortedMap<String, String> seen) {
        SortedMap<String, byte[]> files = new TreeMap<>();
        try {
            files = folder.read();
            if (!folder.traces().equals(seen)) {
                return false;
            }
            activate(folder.admit(seen, files));
        } catch (PolicyErrors wrong) {
            if (!folder.traces().equals(seen)) {
                return false;
            }
            policies.reject(PolicyOrigin.FOLDER, WHAT, digest(files, wrong.mistakes()), wrong.mistakes());
        } catch (Fault.LedgerDown | Fault.RegistryDown | UncheckedIOException stuck) {
            policies.setProblem(
                    PolicyOrigin.FOLDER, WHAT + " have changed, but they cannot take effect: " + stuck.getMessage());
        } catch (RuntimeException | StackOverflowError bug) {
            LOG.log(Level.ERROR, "The policies in the folder cannot be checked.", bug);
            policies.setProblem(
                    PolicyOrigin.FOLDER,
                    WHAT + " have changed, but they cannot take effect: "
                            + bug.getClass().getSimpleName());
        }
        return true;
    }

    private void activate(AdmittedPolicies next) {
        if (next.policies().digest().equals(policies.get().digest())) {
            if (policies.problem() != null) {
                LOG.log(Level.INFO, "The policies in the folder are those in force again.");
            }
        } else {
            approval.requireApproved(next.policySet(), policies.get().digest());
            policies.putInForce(next, null);
        }
        policies.clearProblem(PolicyOrigin.FOLDER);
    }

    /** Digest of the files read or, if none could be read, of the mistakes. */
    private static String digest(SortedMap<String, byte[]> files, List<PolicyMistake> mistakes) {
        var all = new ByteArrayOutputStream();
        files.forEach((name, bytes) -> {
            all.writeBytes((name + '\0' + bytes.length + '\0').getBytes(StandardCharsets.UTF_8));
            all.writeBytes(bytes);
        });
        if (files.isEmpty()) {
            all.writeBytes(mistakes.toString().getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(Digests.sha256(all.toByteArray()));
    }

    @Override
    public void close() {
        if (watch != null) {
            watch.close();
        }
    }
}
