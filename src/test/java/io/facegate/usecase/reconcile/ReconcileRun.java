package io.facegate.usecase.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A trail of a million calls against the ledger of the same calls: those that went round are found within a minute, and
 * no other is blamed. Two million records are written first, which takes minutes, so this is not in the suite.
 */
class ReconcileRun {
    private static final int LINES = Integer.getInteger("facegate.reconcile.lines", 1_000_000);
    private static final int ROUND = 100;

    /** On two cores that run nothing else. */
    private static final Duration LONGEST = Duration.ofSeconds(Integer.getInteger("facegate.reconcile.seconds", 60));

    @TempDir
    private Path folder;

    /** What a comparison missed, and which calls it blamed that were covered. */
    private record Mistakes(Set<String> missed, Set<String> blamed) {
        static Mistakes of(Set<String> planted, Reconciliation result) {
            var found = new TreeSet<String>();
            for (var kind : List.of(
                    Finding.Kind.BYPASS, Finding.Kind.WRONG_PRINCIPAL, Finding.Kind.UNDECIDED, Finding.Kind.ATTEMPT)) {
                result.findings()
                        .listed(kind)
                        .forEach(one -> found.add(String.valueOf(one.ids().request())));
            }
            var missed = new TreeSet<>(planted);
            missed.removeAll(found);
            found.removeAll(planted);
            return new Mistakes(missed, found);
        }
    }

    @Test
    void thePlantedCallsOfAMillionAreFoundWithinAMinute() throws Exception {
        var data = folder.resolve("data");
        var trail = folder.resolve("trail");
        long begin = System.nanoTime();
        var planted = PlantedTrail.write(data, trail, LINES, ROUND).planted();
        System.out.printf(
                "written in %d s%n", Duration.ofNanos(System.nanoTime() - begin).toSeconds());

        long cpu = processorTime();
        long start = System.nanoTime();
        var result = PlantedTrail.compare(data, trail);
        var took = Duration.ofNanos(System.nanoTime() - start);
        var used = Duration.ofNanos(processorTime() - cpu);

        var mistakes = Mistakes.of(planted, result);
        System.out.printf(
                "%,d calls in %,d files, compared with %,d records in %.1f s, of which %.1f s of processor time, with a"
                        + " heap of %,d MiB: %d planted, %d missed, %d blamed; load %.1f%n",
                result.trail().counts().calls(),
                result.trail().files(),
                result.ledger().records(),
                took.toMillis() / 1e3,
                used.toMillis() / 1e3,
                Runtime.getRuntime().maxMemory() >> 20,
                planted.size(),
                mistakes.missed().size(),
                mistakes.blamed().size(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        assertThat(planted).hasSize(ROUND);
        assertThat(mistakes).isEqualTo(new Mistakes(Set.of(), Set.of()));
        assertThat(result.findings().count(Finding.Kind.BYPASS)).isEqualTo(ROUND);
        assertThat(result.trail().counts().calls()).isGreaterThanOrEqualTo(LINES);
        assertThat(result.matches().total()).isEqualTo(result.trail().counts().calls() - ROUND);
        assertThat(result.trail().counts().unreadable()).isZero();
        assertThat(took).isLessThanOrEqualTo(LONGEST);
        requireControls(planted, result);
    }

    /** Broken controls: a call that was not found, and one that was blamed. */
    private static void requireControls(Set<String> planted, Reconciliation result) {
        var more = new TreeSet<>(planted);
        more.add("not-found");
        assertThat(Mistakes.of(more, result).missed()).containsExactly("not-found");
        var less = new TreeSet<>(planted);
        var blamed = less.removeFirst();
        assertThat(Mistakes.of(less, result).blamed()).containsExactly(blamed);
    }

    private static long processorTime() {
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return system.getProcessCpuTime();
    }
}
