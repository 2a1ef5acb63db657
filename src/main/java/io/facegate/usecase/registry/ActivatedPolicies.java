package io.facegate.usecase.registry;

import io.facegate.ledger.note.VerificationException;
import io.facegate.policy.language.PolicyErrors;
import io.facegate.policy.language.PolicyMistake;
import io.facegate.policy.language.PolicySet;
import io.facegate.policy.proof.AnalysisQueue;
import io.facegate.policy.proof.PolicyActivationCheck;
import io.facegate.policy.proof.change.PolicyLoosening;
import io.facegate.policy.proof.model.AnalysisLimits;
import io.facegate.policy.reading.PolicyReader;
import io.facegate.policy.reading.ReadingOptions;
import io.facegate.registry.PolicyActivation;
import io.facegate.registry.Proposal;
import io.facegate.registry.RegistryException.Unacceptable;
import io.facegate.registry.RegistryException.Unusable;
import io.facegate.usecase.delivery.BundleArchive;
import io.facegate.usecase.delivery.BundleSigning;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The policies that the registry tells all gateways to decide by: proposed, shown and read. What is stored is believed
 * only after its digest was computed anew.
 */
public final class ActivatedPolicies {
    private static final String FIRST = "no policies were activated before, so these cannot be compared with any";
    private static final String UNKNOWN_BEFORE =
            "the policies activated before cannot be verified, so these cannot be compared with them";
    private static final int SAID = 10;
    private static final String DIGEST = "[0-9a-f]{64}";

    private final RegistryAccess registry;

    public ActivatedPolicies(RegistryAccess registry) {
        this.registry = registry;
    }

    /** Policies whose files were verified against their digest. */
    public record Verified(PolicySet policySet, SortedMap<String, byte[]> files) {}

    /** The archive of a folder's policies without their tests, as it is proposed. */
    public static byte[] pack(Path folder) {
        var files = BundleSigning.readFolder(folder).files();
        long together = files.values().stream().mapToLong(bytes -> bytes.length).sum();
        if (together > BundleArchive.LARGEST) {
            throw tooLarge();
        }
        var archive = BundleArchive.pack(files);
        if (archive.length > BundleArchive.LARGEST) {
            throw tooLarge();
        }
        return archive;
    }

    private static Unacceptable tooLarge() {
        return new Unacceptable(
                "The policies are larger than " + BundleArchive.LARGEST + " bytes together, tests left out.");
    }

    /** The activated policies; null if none ever were. */
    public @Nullable PolicyActivation current() {
        return registry.open(registrar -> new Current(registrar.policies().current())).activation;
    }

    private record Current(@Nullable PolicyActivation activation) {}

    /**
     * Activates policies, or proposes them where approvals are two and they permit more than those before.
     *
     * @param archive as {@link #pack} makes it
     * @throws Unacceptable if they do not compile, or an invariant is not proved
     * @throws io.facegate.registry.ProposalMade if they take a second person
     * @throws io.facegate.call.Fault.Overloaded if other policies are being analysed
     */
    public PolicyActivation propose(byte[] archive) {
        requireAllowed();
        return propose(archive, () -> read(archive));
    }

    /** Before anything is unpacked or proved. */
    private void requireAllowed() {
        registry.open(registrar -> {
            registrar.policies().requireAllowed();
            return registrar;
        });
    }

    private static Unacceptable rejected(PolicyErrors wrong) {
        return new Unacceptable("The policies were not stored: "
                + wrong.mistakes().stream()
                        .limit(SAID)
                        .map(PolicyMistake::toString)
                        .collect(Collectors.joining("; ")));
    }

    /** As above, for policies that were proposed before: those of an earlier activation. */
    public PolicyActivation proposeStored(String digest) {
        requireAllowed();
        var archive = registry.open(registrar -> new Stored(registrar.policies().findStored(requireDigest(digest))));
        if (archive.bytes == null) {
            throw new Unacceptable("The registry holds no policies with this digest. See the digests: facegate registry"
                    + " history.");
        }
        return proposeStored(digest, archive.bytes);
    }

    private PolicyActivation proposeStored(String digest, byte[] archive) {
        return propose(archive, () -> verify(digest, archive));
    }

    private record Stored(byte @Nullable [] bytes) {}

    private static String requireDigest(String digest) {
        if (!digest.matches(DIGEST)) {
            throw new Unacceptable("A digest of policies is 64 hexadecimal digits.");
        }
        return digest;
    }

    private PolicyActivation propose(byte[] archive, Supplier<Verified> reading) {
        var before = current();
        var checked = check(before, reading);
        if (before != null && before.digest().equals(checked.digest)) {
            restore(before, archive);
            throw new Unacceptable("These policies are the activated ones already.");
        }
        return registry.open(
                registrar -> registrar.policies().activate(checked.digest, archive, before, checked.permitsMore));
    }

    private void restore(PolicyActivation activated, byte[] archive) {
        registry.open(registrar -> {
            registrar.policies().restore(activated, archive);
            return activated;
        });
    }

    /** Policies that compile and whose invariants are proved. */
    private record Checked(String digest, @Nullable String permitsMore) {}

    private Checked check(@Nullable PolicyActivation before, Supplier<Verified> reading) {
        try {
            return AnalysisQueue.computeApart(() -> check(before, reading.get().policySet));
        } catch (PolicyErrors wrong) {
            throw rejected(wrong);
        }
    }

    private Checked check(@Nullable PolicyActivation before, PolicySet next) {
        if (before != null && before.digest().equals(next.digest())) {
            return new Checked(next.digest(), null);
        }
        var unproved = PolicyActivationCheck.check(next, AnalysisLimits.besideOtherWork(registry.now()));
        if (!unproved.isEmpty()) {
            throw PolicyErrors.rejected(unproved);
        }
        return new Checked(next.digest(), findGrowth(before, next));
    }

    private @Nullable String findGrowth(@Nullable PolicyActivation before, PolicySet next) {
        if (before == null) {
            return FIRST;
        }
        try {
            return PolicyLoosening.find(read(before).policySet, next, AnalysisLimits.besideOtherWork(registry.now()));
        } catch (Unusable | PolicyErrors unverified) {
            return UNKNOWN_BEFORE;
        }
    }

    /**
     * Reads activated policies.
     *
     * @throws Unusable if their row is not known, or their files are missing or were changed
     * @throws PolicyErrors if this version of Facegate cannot read them
     */
    public Verified read(PolicyActivation named) {
        return verify(
                named.digest(), registry.open(registrar -> registrar.policies().archive(named)));
    }

    /**
     * The archive that is stored under a digest, after it was verified against it.
     *
     * @throws io.facegate.call.Fault.Overloaded if other policies are being analysed
     */
    public byte[] archive(String digest) {
        var archive = stored(digest);
        verifyInTurn(digest, archive);
        return archive;
    }

    /** Whoever may read the registry may ask for this, and what is read is as large as an archive may be. */
    private static Verified verifyInTurn(String digest, byte[] archive) {
        return AnalysisQueue.computeApart(() -> verify(digest, archive));
    }

    private byte[] stored(String digest) {
        var found = registry.open(registrar -> new Stored(registrar.policies().findStored(requireDigest(digest))));
        if (found.bytes == null) {
            throw new Unacceptable("The registry holds no policies with this digest.");
        }
        return found.bytes;
    }

    /**
     * The policies that a proposal activates, and those activated when it was proposed.
     *
     * @param before null if there were none, or it is not known which
     */
    public record Proposed(@Nullable PolicySet before, PolicySet after) {}

    /**
     * Reads what a proposal changes.
     *
     * @throws Unacceptable if it activates no policies
     * @throws Unusable if files are missing or were changed
     */
    public Proposed read(Proposal proposal) {
        var after = proposal.policiesAfter();
        if (after == null) {
            throw new Unacceptable("Proposal " + proposal.id() + " activates no policies.");
        }
        var before = proposal.policiesBefore();
        return new Proposed(before == null || !before.isKnown() ? null : read(before).policySet, read(after).policySet);
    }

    /**
     * The policies that are stored under a digest; empty if they are not, or do not verify.
     *
     * @throws io.facegate.call.Fault.Overloaded if other policies are being analysed
     */
    public Optional<PolicySet> find(String digest) {
        try {
            return Optional.of(verifyInTurn(digest, stored(digest)).policySet);
        } catch (Unacceptable | Unusable | PolicyErrors absent) {
            return Optional.empty();
        }
    }

    /** The digest is verified before the files are parsed. */
    private static Verified verify(String digest, byte[] archive) {
        var files = unpack(archive);
        if (!PolicyReader.digest(files).equals(digest)) {
            throw new Unusable("The files that the registry holds for the policies " + digest
                    + " do not match that digest: somebody changed them. Propose the right policies again: facegate"
                    + " policy propose DIR --reason TEXT.");
        }
        return read(files);
    }

    private static Verified read(byte[] archive) {
        return read(unpack(archive));
    }

    private static Verified read(SortedMap<String, byte[]> files) {
        return new Verified(PolicyReader.read(files, ReadingOptions.SERVED), files);
    }

    private static SortedMap<String, byte[]> unpack(byte[] archive) {
        try {
            return BundleArchive.unpack(archive);
        } catch (VerificationException malformed) {
            throw new PolicyErrors(List.of(new PolicyMistake("policies", 0, 0, malformed.reason())));
        }
    }
}
