package io.facegate.bench;

import io.facegate.policy.language.PolicySet;
import io.facegate.policy.proof.PolicyAnalysis;
import io.facegate.policy.proof.model.AnalysisLimits;
import io.facegate.policy.reading.PolicyFiles;
import io.facegate.policy.reading.PolicyReader;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** JMH benchmark of {@code policy prove}: analyses the shipped packs, alone and mixed with corpus rules. */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseCompactObjectHeaders", "-Xmx2g", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
public class Analyses {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    @Param({"0", "300"})
    public int generated;

    private PolicySet policySet = new PolicySet(List.of(), "");

    /** Reads the packs, and checks that all of them are analysed. */
    @Setup
    public void read() {
        var files =
                new TreeMap<>(PolicyFiles.read(Path.of(System.getenv().getOrDefault("FACEGATE_POLICIES", "policies"))));
        if (generated > 0) {
            files.putAll(FacegateEngine.files(Corpus.of(generated)));
        }
        policySet = PolicyReader.read(files);
        if (analysed().unfinished() != null) {
            throw new IllegalStateException(analysed().unfinished());
        }
    }

    /** Invariants, rules without effect, and calls that no rule permits. */
    @Benchmark
    public PolicyAnalysis analysed() {
        return PolicyAnalysis.analyze(policySet, AnalysisLimits.defaults(NOW));
    }
}
