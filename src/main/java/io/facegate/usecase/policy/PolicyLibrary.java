package io.facegate.usecase.policy;

import io.facegate.policy.PolicyEngine;
import io.facegate.policy.catalogue.PolicyArchive;
import io.facegate.policy.language.PolicyErrors;
import io.facegate.policy.language.PolicySet;
import io.facegate.policy.reading.PolicyFiles;
import io.facegate.policy.reading.PolicyReader;
import io.facegate.policy.testing.PolicyTestRunner;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The policies of a gateway for people: those in force, and earlier ones. A set is read from the data folder's archive
 * and verified against its digest before it is returned.
 */
public final class PolicyLibrary {
    private static final int KEPT = 8;

    private final Supplier<PolicyEngine> inForce;
    private final PolicyArchive archive;
    private final Path folder;
    private final boolean proving;
    private final Function<String, Optional<PolicySet>> proposed;
    private final Map<String, PolicySet> verified = new ConcurrentHashMap<>();

    /**
     * @param data the folder that archives each set that came into force
     * @param folder the folder that the operator edits
     * @param proving true if the gateway takes only policies whose invariants it proved
     */
    public PolicyLibrary(Supplier<PolicyEngine> inForce, Path data, Path folder, boolean proving) {
        this(inForce, PolicyArchive.ofFolder(data), folder, proving, _ -> Optional.empty());
    }

    private PolicyLibrary(
            Supplier<PolicyEngine> inForce,
            PolicyArchive archive,
            Path folder,
            boolean proving,
            Function<String, Optional<PolicySet>> proposed) {
        this.inForce = inForce;
        this.archive = archive;
        this.folder = folder;
        this.proving = proving;
        this.proposed = proposed;
    }

    /** The same; a set that was not in force here is looked for among those that were proposed, verified. */
    public PolicyLibrary withProposed(Function<String, Optional<PolicySet>> others) {
        return new PolicyLibrary(inForce, archive, folder, proving, others);
    }

    /** What was found under a digest. */
    public sealed interface Kept {
        /** The set, verified against its digest. */
        record Verified(PolicySet policySet) implements Kept {}

        /** The archive does not hold it. */
        record Missing() implements Kept {}

        /** The archived files are not those of the digest, or this version cannot read them. */
        record Altered() implements Kept {}
    }

    /** Digest of the policies that decide now. */
    public String digest() {
        return inForce.get().digest();
    }

    PolicyEngine engine() {
        return inForce.get();
    }

    /** The set with that digest. */
    public Kept find(String digest) {
        var known = verified.get(digest);
        if (known != null) {
            return new Kept.Verified(known);
        }
        if (!archive.contains(digest)) {
            return proposed.apply(digest).<Kept>map(this::keep).orElseGet(Kept.Missing::new);
        }
        try {
            return keep(archive.read(digest));
        } catch (PolicyErrors altered) {
            return new Kept.Altered();
        }
    }

    private Kept keep(PolicySet read) {
        if (verified.size() >= KEPT) {
            verified.clear();
        }
        verified.put(read.digest(), read);
        return new Kept.Verified(read);
    }

    /** The set with that digest; empty if the archive does not hold it unaltered. */
    public Optional<PolicySet> verified(String digest) {
        return find(digest) instanceof Kept.Verified(var policySet) ? Optional.of(policySet) : Optional.empty();
    }

    /** True if each invariant was proved before the policies in force took effect. */
    public boolean isProving() {
        return proving;
    }

    /**
     * Runs the tests beside the policies in the operator's folder.
     *
     * @return empty if the folder no longer holds the policies in force, or does not compile
     */
    Optional<PolicyTestRun> runTests(String digest, Instant now) {
        try {
            var files = PolicyFiles.read(folder);
            return PolicyReader.read(files).digest().equals(digest)
                    ? Optional.of(PolicyTestRun.of(digest, now, PolicyTestRunner.report(files, List.of())))
                    : Optional.empty();
        } catch (PolicyErrors wrong) {
            return Optional.empty();
        }
    }
}
