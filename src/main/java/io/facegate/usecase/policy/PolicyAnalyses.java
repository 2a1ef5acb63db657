package io.facegate.usecase.policy;

import io.facegate.policy.proof.AnalysisQueue;
import io.facegate.policy.proof.change.PolicyDiff;
import io.facegate.policy.proof.change.PolicyTimeline;
import io.facegate.policy.proof.model.AnalysisLimits;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * What becomes possible and impossible: as time passes, and between two sets of policies. Each takes seconds and much
 * memory, so one is computed at a time, in the background.
 */
public final class PolicyAnalyses implements AutoCloseable {
    private static final int WAITING = 6;
    private static final Instant LAST = Instant.parse("9999-01-01T00:00:00Z");
    /** From the first place on Earth where a day begins to UTC. */
    private static final Duration EARLIEST = Duration.ofHours(14);
    /** From UTC to the last place where a day begins. */
    private static final Duration LATEST = Duration.ofHours(12);

    private final PolicyLibrary library;
    private final InstantSource clock;
    private final ThreadPoolExecutor executor;
    private final BackgroundAnalysis<Stretch, PolicyTimeline> timelines;
    private final BackgroundAnalysis<Pair, PolicyDiff> differences;
    private final BackgroundAnalysis<String, Optional<PolicyTestRun>> tests;

    public PolicyAnalyses(PolicyLibrary library, InstantSource clock) {
        this.library = library;
        this.clock = clock;
        this.executor = new ThreadPoolExecutor(
                1,
                1,
                30,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING),
                Thread.ofPlatform().daemon().name("policy-analysis").factory());
        this.executor.allowCoreThreadTimeOut(true);
        this.timelines = new BackgroundAnalysis<>(executor, clock, this::timeline);
        this.differences = new BackgroundAnalysis<>(executor, clock, this::compare);
        this.tests = new BackgroundAnalysis<>(executor, clock, digest -> library.runTests(digest, clock.instant()));
    }

    private record Stretch(String digest, Instant from, Instant until) {}

    private record Pair(String from, String to) {}

    /** What changes from a day on. */
    public Progress<PolicyTimeline> upcoming(String digest, LocalDate today) {
        return timelines.get(new Stretch(digest, start(today), LAST));
    }

    /** What changed in a year, by the policies of the digest. */
    public Progress<PolicyTimeline> year(String digest, int year) {
        var first = LocalDate.of(year, 1, 1);
        return timelines.get(new Stretch(
                digest,
                start(first),
                first.plusYears(1).atStartOfDay(ZoneOffset.UTC).toInstant().plus(LATEST)));
    }

    private static Instant start(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant().minus(EARLIEST);
    }

    /** The calls that two sets decide differently. */
    public Progress<PolicyDiff> difference(String from, String to) {
        return differences.get(new Pair(from, to));
    }

    /**
     * The tests beside the policies, run once for each digest; empty if the folder holds other policies than those in
     * force.
     */
    public Progress<Optional<PolicyTestRun>> tests(String digest) {
        return tests.get(digest);
    }

    private PolicyTimeline timeline(Stretch stretch) {
        var policySet = library.verified(stretch.digest).orElseThrow();
        return AnalysisQueue.compute(() -> PolicyInspection.timeline(
                policySet, stretch.from, stretch.until, AnalysisLimits.besideOtherWork(clock.instant())));
    }

    private PolicyDiff compare(Pair pair) {
        // Before its own turn: a set that the registry holds is read in a turn.
        var was = library.verified(pair.from).orElseThrow();
        var is = library.verified(pair.to).orElseThrow();
        return AnalysisQueue.compute(
                () -> PolicyInspection.compare(was, is, AnalysisLimits.besideOtherWork(clock.instant())));
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
