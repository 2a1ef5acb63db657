package io.facegate.app.server;

import io.facegate.call.ObligationBinding.ReviewCopy;
import io.facegate.identity.Caller;
import io.facegate.identity.Organisation;
import io.facegate.identity.OrganisationState;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.reading.RecordSearch;
import io.facegate.registry.HeldResponse;
import io.facegate.registry.HeldResponses;
import io.facegate.registry.RegistryException;
import io.facegate.registry.ReviewQueue;
import io.facegate.usecase.ledger.AuthorisationFollower;
import io.facegate.usecase.registry.Organisations;
import io.facegate.usecase.registry.RegistryAccess;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Job that follows authorisations after the fact each second, and tells calls which uses are stopped. */
public final class AuthorisationJob implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(AuthorisationJob.class.getName());
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int FIRST_SECONDS = 5;
    private static final Set<OrganisationState> ENDED = Set.of(OrganisationState.SUSPENDED, OrganisationState.CLOSED);

    private final RecordSearch records;
    private final AuthorisationFollower follower;
    private final Runnable round;
    private final CountDownLatch first = new CountDownLatch(1);
    private final Thread thread;
    private boolean isFailing;

    private AuthorisationJob(GatewaySettings setup, Ledger ledger, HeldResponses reviews) {
        records = RecordSearch.open(setup.ledger());
        follower = new AuthorisationFollower(
                records,
                ledger,
                new AuthorisationFollower.Duties(
                        attempted(
                                id -> suspend(RegistryAccess.ofGateway(setup.registry(), setup.ledger(), ledger), id)),
                        attempted(reviews::wipe),
                        reviews::decisions));
        round = setup.readOnly() ? follower::read : follower::follow;
        thread = Thread.ofPlatform().daemon().name("authorisations").unstarted(this::run);
    }

    /** Starts; waits a moment for the first reading. Until that is done, calls that need an authorisation are refused. */
    static AuthorisationJob start(GatewaySettings setup, Ledger ledger, HeldResponses reviews) {
        var job = new AuthorisationJob(setup, ledger, reviews);
        job.thread.start();
        try {
            if (!job.first.await(FIRST_SECONDS, TimeUnit.SECONDS)) {
                LOG.log(System.Logger.Level.INFO, "Authorisations are still being read from the ledger.");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return job;
    }

    /**
     * Suspends an organisation, unless it is suspended or closed.
     *
     * @throws RegistryException if it is neither afterwards
     */
    static void suspend(RegistryAccess registry, String organisation) {
        var organisations = new Organisations(registry);
        boolean ended = organisations.show(organisation).stream()
                .anyMatch(one -> !one.altered() && ENDED.contains(one.entry().state()));
        if (!ended) {
            organisations.suspend(organisation);
        }
    }

    /** Tries a duty, and tells whether it was done. A failure is logged once; it must keep nothing from the others. */
    static Predicate<String> attempted(Consumer<String> duty) {
        var failing = new HashSet<String>();
        return id -> {
            try {
                duty.accept(id);
                failing.remove(id);
                return true;
            } catch (RuntimeException failed) {
                if (failing.add(id)) {
                    LOG.log(System.Logger.Level.WARNING, "A duty of a failed authorisation is not done: " + id, failed);
                }
                return false;
            }
        };
    }

    private void run() {
        try {
            while (true) {
                follow();
                first.countDown();
                Thread.sleep(SECOND);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** A failure is logged once and tried again. */
    private void follow() {
        try {
            round.run();
            isFailing = false;
        } catch (RuntimeException failed) {
            if (!isFailing) {
                LOG.log(System.Logger.Level.WARNING, "Authorisations could not be followed.", failed);
            }
            isFailing = true;
        }
    }

    AuthorisationFollower follower() {
        return follower;
    }

    /** The queue, which also knows what is stopped. */
    ReviewQueue watching(ReviewQueue queue) {
        return new WatchedQueue(queue, follower);
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        records.close();
    }

    private record WatchedQueue(ReviewQueue queue, AuthorisationFollower follower) implements ReviewQueue {
        @Override
        public UseState useState(Caller caller) {
            if (!follower.isKnown()) {
                return UseState.UNKNOWN;
            }
            var purpose = caller.purpose();
            return follower.isStopped(concerned(caller), purpose == null ? "" : purpose)
                    ? UseState.STOPPED
                    : UseState.OPEN;
        }

        /** Whom a stop holds up: the caller, and each that it acts for. Else it would go on in another's name. */
        private static Set<String> concerned(Caller caller) {
            return caller.delegationChain().stream().map(Organisation::id).collect(Collectors.toUnmodifiableSet());
        }

        @Override
        public Optional<HeldResponse> find(Submission submission) {
            return queue.find(submission);
        }

        @Override
        public boolean hasRoom(Submission submission) {
            return queue.hasRoom(submission);
        }

        @Override
        public HeldResponse hold(String decision, Submission submission, ReviewCopy answer) {
            return queue.hold(decision, submission, answer);
        }

        @Override
        public byte[] release(HeldResponse held) {
            return queue.release(held);
        }

        @Override
        public Instant firstUse(Caller caller, Instant now) {
            return queue.firstUse(caller, now);
        }
    }
}
