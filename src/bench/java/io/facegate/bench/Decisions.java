package io.facegate.bench;

import io.facegate.policy.Decision;
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

/**
 * JMH benchmark of a decision by each engine. Before timing, each must return the expected verdict for every request.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseCompactObjectHeaders", "-Xmx2g", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class Decisions {
    /** Facegate with growing numbers of rules. */
    @State(Scope.Thread)
    public static class Facegate extends Asking<FacegateEngine> {
        @Param({"100", "1000", "100000"})
        public int rules;

        /** Builds the engine and checks its verdicts. */
        @Setup
        public void make() {
            var corpus = Corpus.of(rules);
            ready(new FacegateEngine(corpus), corpus);
        }
    }

    /** A peer engine with a hundred rules. */
    @State(Scope.Thread)
    public static class Peer extends Asking<Engine> {
        @Param({"cedar-java", "jCasbin", "dev.cel"})
        public String engine;

        /** Builds the engine and checks its verdicts. */
        @Setup
        public void make() throws Exception {
            var corpus = Corpus.of(100);
            ready(
                    switch (engine) {
                        case "cedar-java" -> new CedarEngine(corpus);
                        case "jCasbin" -> new CasbinEngine(corpus);
                        default -> new CelEngine(corpus);
                    },
                    corpus);
        }
    }

    /** An engine and its next request. */
    public static class Asking<E extends Engine> {
        E asked;
        int next;

        void ready(E engine, Corpus corpus) {
            for (int at = 0; at < corpus.requests().size(); at++) {
                if (engine.permits(at) != corpus.permits(corpus.requests().get(at))) {
                    throw new IllegalStateException(
                            engine + " answers otherwise: " + corpus.requests().get(at));
                }
            }
            asked = engine;
        }

        int next() {
            next = (next + 1) & 255;
            return next;
        }
    }

    /** The verdict with rule, clause and fact available, but not formatted. */
    @Benchmark
    public Decision decided(Facegate facegate) {
        return facegate.asked.decide(facegate.next());
    }

    /** The verdict with clause and fact formatted for a record. */
    @Benchmark
    public int written(Facegate facegate) {
        return switch (facegate.asked.decide(facegate.next())) {
            case Decision.Permit permit -> permit.rule().length();
            case Decision.Refuse refuse ->
                refuse.refusal().rule().length()
                        + refuse.clause().length()
                        + refuse.fact().length();
        };
    }

    /** The verdict of a peer engine. */
    @Benchmark
    public boolean peer(Peer peer) {
        return peer.asked.permits(peer.next());
    }
}
