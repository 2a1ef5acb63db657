package io.facegate.differential;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.differential.GatewayUnderTest.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Differential test of the wires. Sends each request to both gateways at once, and the next after both have answered.
 * So the gateways' state and the order of their records stay the same.
 */
final class WireRun {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PROGRESS = 5_000;

    private final Build older;
    private final Build newer;
    private final TestBed bed;
    private final RequestGenerator generator;
    private final DifferenceReport report;
    private final Options options;
    private final GeneratedIds ids = new GeneratedIds();
    private final Comparison comparison = new Comparison(ids);
    private final RunLog log = new RunLog();

    WireRun(
            Build older,
            Build newer,
            TestBed bed,
            RequestGenerator generator,
            DifferenceReport report,
            Options options) {
        this.older = older;
        this.newer = newer;
        this.bed = bed;
        this.generator = generator;
        this.report = report;
        this.options = options;
    }

    /**
     * Sends the requests and compares the ledgers. Returns the data folder of the old build, whose gateway has stopped.
     */
    Path run(Path oldData, Path newData, int requests) throws IOException, InterruptedException, ExecutionException {
        long start = System.nanoTime();
        var policies = options.control().equals("policy") ? bed.changedPolicies(newData.getParent()) : bed.policies();
        try (var one = GatewayUnderTest.start(older, bed, oldData, options.seed(), bed.policies());
                var other = GatewayUnderTest.start(newer, bed, newData, options.seed(), policies);
                var both = Executors.newVirtualThreadPerTaskExecutor()) {
            if (options.control().equals("vendor")) {
                other.vendor().plantFrom(requests / 2);
            }
            for (int count = 1; count <= requests; count++) {
                step(one, other, both, count == requests / 2);
                if (count % PROGRESS == 0) {
                    System.err.printf(
                            Locale.ROOT,
                            "%,d of %,d requests, %.0f a second. %s%n",
                            count,
                            requests,
                            count / seconds(start),
                            report.summary());
                }
            }
            double seconds = seconds(start);
            report.figure(String.format(
                    Locale.ROOT,
                    "Processor time: old %d s, new %d s.",
                    one.processorTime().toSeconds(),
                    other.processorTime().toSeconds()));
            int oldExit = one.stop();
            int newExit = other.stop();
            if (oldExit != newExit) {
                report.add(new Difference("process\tstop", "exit code", "SIGTERM", "" + oldExit, "" + newExit));
            }
            report.figure(String.format(
                    Locale.ROOT,
                    "%,d requests to both builds in %.0f s, %.0f a second.",
                    requests,
                    seconds,
                    requests / seconds));
        }
        log.ends().forEach((end, count) -> report.figure(String.format(Locale.ROOT, "  %s: %,d", end, count)));
        ledgers(oldData, newData);
        return oldData;
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private void step(GatewayUnderTest one, GatewayUnderTest other, ExecutorService both, boolean planted)
            throws InterruptedException, ExecutionException {
        var request = generator.next();
        var now = Instant.now();
        var asked = Comparison.text(request.body());
        var first = both.submit(() -> one.send(request, request.target(), request.body(), now));
        var target = ids.toNew(request.target());
        var body = ids.toNew(asked);
        var second = both.submit(() -> other.send(
                request,
                target,
                body.equals(asked) ? request.body() : body.getBytes(StandardCharsets.ISO_8859_1),
                now));
        var oldOutcome = first.get();
        var newOutcome = planted && options.control().equals("answer") ? changed(second.get()) : second.get();
        if (!one.isAlive() || !other.isAlive()) {
            throw new IllegalStateException("A gateway ended at " + request.describe());
        }
        comparison.compare(request, oldOutcome, newOutcome, report::add);
        log.add(request, oldOutcome, newOutcome);
        generator.values().of(request.caller().organisation());
        remember(oldOutcome);
    }

    private void remember(Outcome outcome) {
        var body = outcome.answer().body();
        if (outcome.answer().status() == 200
                && body.length > 2
                && body.length < 20_000
                && (body[0] == '{' || body[0] == '[')) {
            try {
                generator.values().remember(JSON.readTree(body));
            } catch (IOException noJson) {
                // A response that is not JSON has no values to remember.
                return;
            }
        }
    }

    /** Control: changes one byte of one response. */
    private static Outcome changed(Outcome outcome) {
        var body = outcome.answer().body().clone();
        if (body.length > 3) {
            body[body.length / 2] ^= 1;
        }
        return new Outcome(
                new WireClient.Answer(
                        outcome.answer().status(),
                        body.length > 3 ? outcome.answer().headers() : List.of(),
                        body),
                outcome.forwarded());
    }

    private void ledgers(Path oldData, Path newData) throws IOException, InterruptedException {
        var oldRecords = records(older, oldData);
        var newRecords = records(newer, newData);
        var ledgers = new LedgerComparison(comparison, log);
        int compared = ledgers.compare(oldRecords, newRecords, report::add);
        ledgers.verdicts()
                .forEach((verdict, count) ->
                        report.figure(String.format(Locale.ROOT, "  record %s: %,d", verdict, count)));
        report.figure(String.format(Locale.ROOT, "%,d records of both ledgers compared.", compared));
    }

    private static Path records(Build build, Path data) throws IOException, InterruptedException {
        var file = data.resolveSibling(data.getFileName() + ".records");
        var words = List.of(
                "ledger", "tail", "-n", "100000000", "--json", "--by", "differential", "--data", data.toString());
        int exit = build.process(data.getParent(), words)
                .redirectOutput(file.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException("ledger tail of the " + build.name() + " build ended with " + exit);
        }
        return file;
    }
}
