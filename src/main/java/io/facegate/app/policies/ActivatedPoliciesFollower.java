package io.facegate.app.policies;

import io.facegate.call.Fault;
import io.facegate.policy.PolicyEngine;
import io.facegate.policy.language.PolicyErrors;
import io.facegate.policy.language.PolicyMistake;
import io.facegate.policy.language.PolicySet;
import io.facegate.registry.PolicyActivation;
import io.facegate.registry.RegistryException;
import io.facegate.usecase.registry.ActivatedPolicies.Verified;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Follows the policies that the registry activates. Until it activates any, those of another source are in force. While
 * the registry names policies that cannot be put in force here, no permitted call may be sent.
 */
public final class ActivatedPoliciesFollower implements PolicySource {
    private static final System.Logger LOG = System.getLogger(PoliciesInForce.class.getName());
    private static final String WHAT =
            "This gateway cannot use the policies that the registry names, so it forwards no call: ";
    private static final int TICK_MILLIS = 100;
    private static final long RETRY_NANOS = Duration.ofSeconds(5).toNanos();
    private static final long PATIENCE_NANOS = Duration.ofSeconds(30).toNanos();

    private final ActivatedPolicySource registry;
    private final ProvedPolicyCache proved;
    private final PoliciesInForce policies;
    private final @Nullable PolicySource before;
    private final Thread following =
            Thread.ofPlatform().daemon().name("policies-activation").unstarted(this::run);
    private volatile boolean closed;
    private volatile @Nullable String failure;
    private volatile @Nullable Long pendingSince;
    private @Nullable PolicyActivation current;
    private @Nullable PolicyActivation tried;
    private long triedAt = System.nanoTime();
    private volatile LongSupplier nanos = System::nanoTime;

    /** The policies that a registry names. */
    public interface ActivatedPolicySource {
        /** The policies that are activated, as last verified; null if none ever were. */
        @Nullable
        PolicyActivation named();

        /**
         * Reads and verifies their files.
         *
         * @throws RegistryException.Unusable if they are missing or were changed
         * @throws PolicyErrors if they do not compile here
         */
        Verified read(PolicyActivation named);

        /** The newest policies that wait for an approval; null if none do. */
        default @Nullable PolicyActivation proposed() {
            return null;
        }

        /** True if other gateways decide by that registry too. */
        default boolean isSharedRegistry() {
            return false;
        }

        /** False at a gateway that only reads: it forwards nothing, whatever they are. */
        default boolean decide() {
            return true;
        }
    }

    private ActivatedPoliciesFollower(
            ActivatedPolicySource registry,
            ProvedPolicyCache proved,
            PoliciesInForce policies,
            @Nullable PolicySource before,
            @Nullable PolicyActivation current) {
        this.registry = registry;
        this.proved = proved;
        this.policies = policies;
        this.before = before;
        this.current = current;
    }

    /** For a registry that has activated none: another source's policies are in force until it does. */
    public static ActivatedPoliciesFollower beside(
            PolicySource before, ActivatedPolicySource registry, Function<PolicySet, List<PolicyMistake>> invariants) {
        var proved = new ProvedPolicyCache(registry, invariants);
        return new ActivatedPoliciesFollower(registry, proved, before.inForce(), before, null);
    }

    /**
     * Puts the activated policies in force.
     *
     * @param inForce makes the holder of the policies in force from their engine
     * @throws PolicyErrors if they do not compile here, or an invariant is not proved
     * @throws RegistryException.Unusable if they cannot be verified
     */
    public static ActivatedPoliciesFollower start(
            PolicyActivation named,
            ActivatedPolicySource registry,
            Function<PolicySet, List<PolicyMistake>> invariants,
            Function<PolicyEngine, PoliciesInForce> inForce) {
        var proved = new ProvedPolicyCache(registry, invariants);
        var first = proved.admit(named);
        var policies = inForce.apply(first.policies());
        policies.activate(first);
        return new ActivatedPoliciesFollower(registry, proved, policies, null, named);
    }

    @Override
    public PoliciesInForce inForce() {
        return policies;
    }

    @Override
    public @Nullable String operatorWarning() {
        return registry.isSharedRegistry() && policies.origin() == PolicyOrigin.FOLDER
                ? "This gateway decides by its own folder, and others may decide by another; activate policies in the"
                        + " registry: facegate policy propose."
                : null;
    }

    @Override
    public ActivatedPoliciesFollower watch() {
        if (before != null) {
            before.watch();
        }
        following.start();
        return this;
    }

    @Override
    public void requireInForce() {
        if (registry.decide() && (failure != null || isLate())) {
            throw new Fault.RegistryDown("This gateway cannot use the policies that its registry names, so it forwards"
                    + " no call. The log says why.");
        }
    }

    private boolean isLate() {
        var began = pendingSince;
        boolean isLate = began != null && nanos.getAsLong() - began > PATIENCE_NANOS;
        if (isLate) {
            reportLate();
        }
        return isLate;
    }

    /** While the thread checks them, it tells nothing. */
    private synchronized void reportLate() {
        if (pendingSince != null && failure == null) {
            fail("they are not in force after "
                    + Duration.ofNanos(PATIENCE_NANOS).toSeconds()
                    + " seconds; they are still being read and checked.");
        }
    }

    /** For tests: replaces the clock. */
    void measureTimeBy(LongSupplier timer) {
        nanos = timer;
    }

    private void run() {
        while (!closed) {
            try {
                Thread.sleep(TICK_MILLIS);
                follow();
            } catch (InterruptedException stop) {
                return;
            } catch (RuntimeException bug) {
                report(bug);
            }
        }
    }

    /** Looks once which policies the registry names, and puts them in force. */
    void follow() {
        var next = registry.named();
        if (next == null || next.equals(current)) {
            settle();
            prepare();
            return;
        }
        if (pendingSince == null) {
            pendingSince = nanos.getAsLong();
        }
        if (!next.equals(tried) || System.nanoTime() - triedAt > RETRY_NANOS) {
            tried = next;
            tryActivate(next);
            triedAt = System.nanoTime();
        }
    }

    /** A gateway that only reads decides by none. */
    private void prepare() {
        if (registry.decide() && policies.origin() != PolicyOrigin.BUNDLE) {
            proved.prepare();
        }
    }

    private synchronized void settle() {
        if (failure != null) {
            policies.clearProblem(PolicyOrigin.REGISTRY);
        }
        failure = null;
        pendingSince = null;
        tried = null;
    }

    private void tryActivate(PolicyActivation next) {
        try {
            if (policies.origin() == PolicyOrigin.BUNDLE) {
                fail("it takes policies from signed bundles. Start it without --policy-bundle.");
                return;
            }
            var admitted = proved.admit(next);
            if (before != null) {
                before.close();
            }
            policies.activate(admitted);
            current = next;
            settle();
        } catch (PolicyErrors wrong) {
            policies.recordRejectedOnce(next.digest());
            fail(wrong.mistakes().getFirst().toString());
        } catch (RegistryException.Unusable | Fault | UncheckedIOException stuck) {
            fail(String.valueOf(stuck.getMessage()));
        } catch (RuntimeException | StackOverflowError bug) {
            report(bug);
        }
    }

    /** The next look may do better; until then nothing is forwarded. */
    private void report(Throwable bug) {
        LOG.log(Level.ERROR, "The policies that the registry names cannot be checked.", bug);
        fail(bug.getClass().getSimpleName());
    }

    private synchronized void fail(String why) {
        var sentence = WHAT + why;
        if (!sentence.equals(policies.problem(PolicyOrigin.REGISTRY))) {
            policies.setProblem(PolicyOrigin.REGISTRY, sentence);
        }
        failure = sentence;
    }

    @Override
    public void close() {
        closed = true;
        if (before != null) {
            before.close();
        }
        try {
            if (following.getState() != Thread.State.NEW) {
                following.interrupt();
                following.join(Duration.ofSeconds(2));
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
