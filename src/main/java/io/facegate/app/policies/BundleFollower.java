package io.facegate.app.policies;

import io.facegate.call.Digests;
import io.facegate.call.Fault;
import io.facegate.ledger.Ledger.Administrative;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.note.VerificationException;
import io.facegate.policy.catalogue.PolicyArchive;
import io.facegate.policy.language.PolicyErrors;
import io.facegate.policy.language.PolicyMistake;
import io.facegate.policy.language.PolicySet;
import io.facegate.usecase.delivery.VerifiedBundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Follows signed bundles of policies. A newer bundle is fetched, checked and kept; it comes into force at the moment that
 * its signers named. Until then, and if it fails a check, the policies before it stay in force.
 */
public final class BundleFollower implements PolicySource {
    private static final System.Logger LOG = System.getLogger(PolicyReloader.class.getName());
    private static final String WHAT = "The policies in the bundle";
    private static final String UNFETCHED = "No bundle of policies can be fetched; the last one stays in force. ";
    private static final long TICK_MILLIS = 250;
    private static final long RETRY_NANOS = Duration.ofSeconds(5).toNanos();

    private final BundleDelivery delivery;
    private final PoliciesInForce policies;
    private final ReentrantLock lock = new ReentrantLock();
    private final Semaphore asked = new Semaphore(0);
    private final Thread fetching =
            Thread.ofPlatform().daemon().name("policies-fetch").unstarted(this::fetchAgainAndAgain);
    private final Thread activating =
            Thread.ofPlatform().daemon().name("policies-activate").unstarted(this::activateWhenDue);
    private volatile boolean closed;
    private AdmittedBundle current;
    private @Nullable AdmittedBundle waiting;
    private volatile long retryAt = System.nanoTime();
    private byte @Nullable [] untaken;
    private volatile @Nullable String fetchProblem;
    private volatile @Nullable String stuckProblem;
    private volatile @Nullable String rejection;
    private volatile String rejectedContent = "";

    private BundleFollower(BundleDelivery delivery, AdmittedBundle first, PoliciesInForce policies) {
        this.delivery = delivery;
        this.current = first;
        this.policies = policies;
    }

    /**
     * The gateway that the bundles are delivered to.
     *
     * @param clock of the machine
     * @param latest tells the latest time that the ledger's clock check accepts
     * @param readOnly true if it decides nothing: it fetches nothing, and takes the bundle that it keeps
     */
    public record Recipient(LedgerAddress ledger, InstantSource clock, Supplier<Instant> latest, boolean readOnly) {
        /** A gateway that only reads confirms no time, so it goes by the machine's clock alone. */
        BundleDueCheck dueCheck() {
            return new BundleDueCheck(clock, readOnly ? () -> Instant.MAX : latest);
        }

        RecordedPolicies recorded() {
            return readOnly ? RecordedPolicies.NONE : RecordedPolicies.newest(ledger);
        }

        PolicyRemovalGuard last(PolicyArchive archive) {
            return readOnly
                    ? PolicyRemovalGuard.uncompared(ledger, archive)
                    : new PolicyRemovalGuard(ledger, archive, Set.of());
        }
    }

    /**
     * Puts the newest bundle that is due in force, and takes what was fetched.
     *
     * @param invariants finds the invariants of a set that are not proved
     * @throws PolicyErrors if no bundle may come into force
     */
    public static BundleFollower start(
            PolicyBundleSettings settings,
            Recipient gateway,
            Function<PolicySet, List<PolicyMistake>> invariants,
            Consumer<Administrative> ledger)
            throws IOException {
        var archive = PolicyArchive.ofFolder(gateway.ledger().data());
        var admission = new BundleAdmission(settings.signers(), invariants, gateway.dueCheck(), !gateway.readOnly());
        var delivery = new BundleDelivery(
                gateway.readOnly() ? null : settings.source(),
                admission,
                new BundleFolder(gateway.ledger().data(), !gateway.readOnly()),
                archive,
                gateway::recorded);
        return start(delivery, gateway.last(archive), ledger);
    }

    /**
     * Puts the newest bundle that is due in force, and takes what was fetched.
     *
     * @throws PolicyErrors if no bundle may come into force
     */
    static BundleFollower start(BundleDelivery delivery, PolicyRemovalGuard last, Consumer<Administrative> ledger) {
        var choice = new StartupBundleSelector(delivery);
        var first = choice.choose();
        var policies = new PoliciesInForce(first.policies().policies(), delivery.archive(), last, ledger);
        var follower = new BundleFollower(delivery, first, policies);
        follower.putInForce(first);
        var kept = delivery.kept().waiting();
        if (kept != null) {
            follower.takeIfNewer(kept);
        }
        var fetched = choice.fetched();
        if (fetched != null) {
            follower.take(fetched);
        }
        var problem = choice.fetchProblem();
        follower.fetchProblem = problem == null ? null : UNFETCHED + problem;
        follower.report();
        return follower;
    }

    @Override
    public PoliciesInForce inForce() {
        return policies;
    }

    @Override
    public BundleFollower watch() {
        activating.start();
        if (delivery.source() != null) {
            fetching.start();
            HangUpSignal.onHangUp(asked::release);
        }
        return this;
    }

    private void fetchAgainAndAgain() {
        var source = delivery.source();
        while (!closed && source != null) {
            try {
                boolean atOnce = asked.tryAcquire(source.interval().toMillis(), TimeUnit.MILLISECONDS);
                LOG.log(Level.DEBUG, "Looks for a bundle of policies, asked for: {0}", atOnce);
                fetch(source);
            } catch (InterruptedException stop) {
                return;
            }
        }
    }

    /** Looks once for a newer bundle. */
    void fetch(BundleSource source) {
        try {
            var bytes = source.fetch();
            fetchProblem = null;
            untaken = bytes == null ? untaken : bytes;
            if (untaken != null) {
                take(untaken);
                untaken = null;
            }
        } catch (IOException failed) {
            fetchProblem = UNFETCHED + failed.getMessage();
        } catch (RuntimeException | StackOverflowError bug) {
            LOG.log(Level.ERROR, "The bundle of policies cannot be checked.", bug);
            fetchProblem = "The bundle of policies cannot be checked: "
                    + bug.getClass().getSimpleName();
        }
        report();
    }

    private void takeIfNewer(byte[] bytes) {
        try {
            var kept = delivery.admission().verify(bytes);
            if (kept.manifest().serial() > newest().manifest().serial()) {
                take(bytes);
            }
        } catch (VerificationException altered) {
            LOG.log(Level.WARNING, "The kept bundle that waited does not verify: {0}", altered.reason());
        }
    }

    /** Checks a bundle outside the lock, so that one that is due is not delayed. */
    private void take(byte[] bytes) {
        var content = HexFormat.of().formatHex(Digests.sha256(bytes));
        if (content.equals(rejectedContent)) {
            return;
        }
        try {
            var verified = delivery.admission().verify(bytes);
            if (isKnown(verified)) {
                accept();
                return;
            }
            requireNewer(verified);
            var admitted = delivery.admission().admit(verified, knownBefore());
            lock.lock();
            try {
                requireNewer(verified);
                delivery.kept().keepWaiting(verified);
                waiting = admitted;
                policies.setWaiting(admitted.delivery());
                accept();
            } finally {
                lock.unlock();
            }
            activateIfDue();
        } catch (VerificationException wrong) {
            reject(content, List.of(new PolicyMistake("bundle", 0, 0, wrong.reason())));
        } catch (PolicyErrors wrong) {
            reject(content, wrong.mistakes());
        }
    }

    private void accept() {
        rejection = null;
        rejectedContent = "";
    }

    private void reject(String content, List<PolicyMistake> mistakes) {
        policies.reject(PolicyOrigin.BUNDLE, WHAT, content, mistakes);
        rejection = policies.problem(PolicyOrigin.BUNDLE);
        rejectedContent = content;
    }

    private AdmittedBundle newest() {
        lock.lock();
        try {
            return waiting == null ? current : waiting;
        } finally {
            lock.unlock();
        }
    }

    private boolean isKnown(VerifiedBundle next) {
        return newest().id().equals(next.bundle().id());
    }

    private void requireNewer(VerifiedBundle next) throws VerificationException {
        long known = newest().manifest().serial();
        if (next.manifest().serial() <= known) {
            throw new VerificationException("its serial number "
                    + next.manifest().serial() + " is not higher than " + known + ", the newest that is known here");
        }
    }

    /** The policies in force here, those on record, and those that wait. One signer takes none of them back. */
    private BundleBaseline knownBefore() {
        var recorded = delivery.recorded().get();
        lock.lock();
        try {
            var next = waiting;
            var here = next == null ? List.of(current.baseline()) : List.of(current.baseline(), next.baseline());
            return delivery.known(here, newest().manifest().serial(), recorded);
        } finally {
            lock.unlock();
        }
    }

    private void activateWhenDue() {
        while (!closed) {
            try {
                Thread.sleep(pauseMillis());
                if (System.nanoTime() - retryAt >= 0) {
                    activateIfDue();
                }
            } catch (InterruptedException stop) {
                return;
            } catch (RuntimeException | StackOverflowError bug) {
                LOG.log(Level.ERROR, "The bundle of policies cannot come into force.", bug);
                retryAt = System.nanoTime() + RETRY_NANOS;
            }
        }
    }

    private long pauseMillis() {
        var next = newest().manifest().activation();
        if (next == null) {
            return TICK_MILLIS;
        }
        long left = Duration.between(delivery.admission().dueCheck().machine().instant(), next)
                .toMillis();
        return left < 1 ? TICK_MILLIS : Math.min(TICK_MILLIS, left);
    }

    /** Puts the waiting bundle in force if its moment has come. */
    void activateIfDue() {
        lock.lock();
        try {
            var next = waiting;
            if (next == null) {
                return;
            }
            var dueCheck = delivery.admission().dueCheck();
            if (!dueCheck.isDue(next.manifest())) {
                waitFor(dueCheck.findDoubt(next.manifest()));
                return;
            }
            activate(next);
            forgetWaiting();
            report();
        } catch (PolicyErrors wrong) {
            forgetWaiting();
            reject("", wrong.mistakes());
        } catch (Fault.LedgerDown | UncheckedIOException stuck) {
            retryAt = System.nanoTime() + RETRY_NANOS;
            stuckProblem = WHAT + " are due, but they cannot take effect: " + stuck.getMessage();
            report();
        } finally {
            lock.unlock();
        }
    }

    private void waitFor(@Nullable String doubt) {
        if (!Objects.equals(doubt, stuckProblem)) {
            stuckProblem = doubt;
            report();
        }
    }

    private void forgetWaiting() {
        waiting = null;
        stuckProblem = null;
        policies.setWaiting(null);
    }

    private void activate(AdmittedBundle next) {
        var recorded = delivery.recorded().get();
        var problem = recorded.findProblem(next.verified().bundle());
        if (problem != null) {
            throw PolicyErrors.rejected(List.of(new PolicyMistake("bundle", 0, 0, problem)));
        }
        var before = delivery.known(List.of(current.baseline()), next.manifest().serial(), recorded);
        putInForce(next.wasComparedWith(before) ? next : delivery.admission().admit(next.verified(), before));
    }

    private void putInForce(AdmittedBundle next) {
        delivery.kept().keepSignedText(next.verified());
        delivery.kept().keepInForce(next.verified());
        policies.putInForce(next.policies(), next.delivery());
        current = next;
    }

    /** Says what is wrong with the newest bundle, or with fetching it. */
    private void report() {
        var why = Stream.of(rejection, stuckProblem, fetchProblem)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        if (why == null) {
            policies.clearProblem(PolicyOrigin.BUNDLE);
        } else if (!why.equals(policies.problem(PolicyOrigin.BUNDLE))) {
            policies.setProblem(PolicyOrigin.BUNDLE, why);
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            for (var thread : List.of(fetching, activating)) {
                if (thread.getState() != Thread.State.NEW) {
                    thread.interrupt();
                    thread.join(Duration.ofSeconds(2));
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
