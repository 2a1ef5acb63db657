package io.facegate.app.policies;

import io.facegate.app.policies.PolicyFolder.AdmittedPolicies;
import io.facegate.call.Digests;
import io.facegate.call.Fault;
import io.facegate.ledger.Ledger.Administrative;
import io.facegate.policy.ActivePolicies;
import io.facegate.policy.PolicyEngine;
import io.facegate.policy.catalogue.PolicyArchive;
import io.facegate.policy.language.PolicyErrors;
import io.facegate.policy.language.PolicyMistake;
import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The policies in force, with hot reload. A new set replaces the old one as a whole, and only after it compiled, was
 * admitted, archived and recorded in the ledger. If any step fails, the old set stays in force.
 */
public final class PolicyReloader implements Supplier<PolicyEngine>, AutoCloseable {
    /** Ledger act of a set that came into force. */
    static final String LOADED = "policies_loaded";

    private static final System.Logger LOG = System.getLogger(PolicyReloader.class.getName());
    private static final int SAID = 20;
    private static final int REMEMBERED = 256;

    private final PolicyFolder folder;
    private final PolicyArchive archive;
    private final LastPolicySet last;
    private final Consumer<Administrative> ledger;
    private final Set<String> rejected = Collections.newSetFromMap(new LinkedHashMap<String, Boolean>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    });
    private final SortedMap<String, String> seenFirst;
    private final ActivePolicies current;
    private volatile @Nullable String trouble;
    private @Nullable FolderWatch watch;

    private PolicyReloader(
            PolicyFolder folder,
            AdmittedPolicies first,
            PolicyArchive archive,
            LastPolicySet last,
            Consumer<Administrative> ledger) {
        this.folder = folder;
        this.seenFirst = first.seen();
        this.current = new ActivePolicies(first.policies());
        this.archive = archive;
        this.last = last;
        this.ledger = ledger;
    }

    /**
     * Puts a first set in force. Throws if it cannot be archived or recorded.
     *
     * @throws PolicyErrors if it lacks part of the last recorded set whose removal was not allowed
     */
    public static PolicyReloader start(
            PolicyFolder folder,
            AdmittedPolicies first,
            PolicyArchive archive,
            LastPolicySet last,
            Consumer<Administrative> ledger) {
        var inForce = new PolicyReloader(folder, first, archive, last, ledger);
        try {
            inForce.putInForce(first);
        } catch (PolicyErrors wrong) {
            inForce.record(digest(first.files(), wrong.mistakes()));
            throw wrong;
        }
        return inForce;
    }

    /** Starts to watch the folder; SIGHUP triggers an immediate check. */
    public PolicyReloader watch() {
        var started = FolderWatch.start(seenFirst, folder::traces, this::tryReload);
        watch = started;
        HangUpSignal.onHangUp(started::checkNow);
        return this;
    }

    @Override
    public PolicyEngine get() {
        return current.get();
    }

    /** The same, for what decides calls. */
    public ActivePolicies current() {
        return current;
    }

    /** Why the folder differs from the policies in force, or null. */
    public @Nullable String problem() {
        return trouble;
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
            reject(files, wrong.mistakes());
        } catch (Fault.LedgerDown | UncheckedIOException stuck) {
            setProblem("The policies in the folder have changed, but they cannot take effect: " + stuck.getMessage());
        } catch (RuntimeException | StackOverflowError bug) {
            LOG.log(Level.ERROR, "The policies in the folder cannot be checked.", bug);
            setProblem("The policies in the folder have changed, but they cannot take effect: "
                    + bug.getClass().getSimpleName());
        }
        return true;
    }

    private void activate(AdmittedPolicies next) {
        if (next.policies().digest().equals(current.get().digest())) {
            if (trouble != null) {
                LOG.log(Level.INFO, "The policies in the folder are those in force again.");
            }
        } else {
            putInForce(next);
        }
        trouble = null;
    }

    private void putInForce(AdmittedPolicies next) {
        var removed = last.findRemoved(next.policySet());
        archive.store(next.policySet(), next.files());
        removed.packs().forEach(pack -> recordRemoved("pack_removed", pack));
        removed.invariants().forEach(invariant -> recordRemoved("invariant_removed", invariant));
        ledger.accept(new Administrative(
                LOADED, next.policies().digest(), Instant.now(), LastPolicySet.contents(next.policySet())));
        current.replace(next.policies());
        LOG.log(
                Level.INFO,
                "Policies in force: {0} rules of {1} packs, digest {2}",
                next.policySet().rules().size(),
                next.policySet().packs().size(),
                next.policies().digest());
        if (next.policySet().invariants().isEmpty()) {
            LOG.log(Level.WARNING, "They have no invariants, so nothing was proved about them. See docs/proof.md.");
        }
    }

    /** Recorded before the set without it comes into force. */
    private void recordRemoved(String act, String subject) {
        ledger.accept(new Administrative(act, subject, Instant.now()));
        LOG.log(
                Level.WARNING,
                act.equals("pack_removed")
                        ? "Removed from the policies: {0}, as --allow-removal allows."
                        : "Removed from the policies: the invariant {0}.",
                subject);
    }

    private void reject(SortedMap<String, byte[]> files, List<PolicyMistake> mistakes) {
        var content = digest(files, mistakes);
        int more = mistakes.size() - 1;
        setProblem("The policies in the folder were rejected; older ones are in force. " + mistakes.getFirst()
                + (more == 0 ? "" : " (and " + more + " more)"));
        mistakes.stream().limit(SAID).forEach(mistake -> LOG.log(Level.WARNING, "Rejected: {0}", mistake));
        if (!rejected.contains(content)) {
            record(content);
        }
    }

    private void record(String content) {
        try {
            ledger.accept(new Administrative("policies_rejected", content, Instant.now()));
            rejected.add(content);
        } catch (Fault.LedgerDown down) {
            LOG.log(Level.WARNING, "The rejection could not be recorded: {0}", down.getMessage());
        }
    }

    private void setProblem(String sentence) {
        trouble = sentence;
        LOG.log(Level.WARNING, "{0}", sentence);
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
