package io.facegate.bench.console;

import io.facegate.bench.gateway.BenchFolder;
import io.facegate.bench.gateway.ChildProcess;
import io.facegate.bench.gateway.report.Machine;
import io.facegate.bench.ledger.Writing;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.checkpoint.CheckpointSigner;
import io.facegate.ledger.reading.ProjectionSearch;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * {@code ./facegate bench console}: makes a log of calls of the last 90 days, or takes one that it made before, and
 * measures the console's pages over it.
 */
public final class ConsoleBench {
    private static final String USAGE = "usage: facegate bench console [--records N] [--data DIR]";
    private static final int CALLERS = 2048;
    private static final String LINK = "/console/login?token=";

    private ConsoleBench() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        long records = 1_000_000;
        var folder = Path.of("console-bench");
        for (int i = 0; i + 1 < args.length; i += 2) {
            switch (args[i]) {
                case "--records" -> records = Long.parseLong(args[i + 1]);
                case "--data" -> folder = Path.of(args[i + 1]);
                default -> usage();
            }
        }
        if (args.length % 2 != 0 || records < 1000) {
            usage();
        }
        measure(folder.toAbsolutePath(), records);
        System.exit(0);
    }

    private static void usage() {
        System.err.println(USAGE);
        System.exit(2);
    }

    private static void measure(Path folder, long records) throws IOException, InterruptedException {
        if (!Files.exists(folder)) {
            prepare(folder, records);
        }
        var data = LedgerAddress.ofFolder(folder.resolve("data"));
        long size;
        try (var archive = ProjectionSearch.open(data)) {
            size = archive.indexLag().taken();
        }
        System.out.printf(
                Locale.ROOT, "%s; %,d records%n%n", Machine.here(folder).sentence(), size);
        try (var gateway = start(folder)) {
            var link = URI.create(gateway.line(LINK).replaceAll("^.*?(http\\S+).*$", "$1"));
            new PageCosts(gateway, link, size).print(System.out);
        }
        System.err.println("The log stays in " + folder + ", for the next run.");
    }

    /** Fills a folder, signs its log and makes its search index. */
    private static void prepare(Path folder, long records) throws IOException, InterruptedException {
        System.err.println("Making a log of " + records + " records.");
        var data = LedgerAddress.ofFolder(BenchFolder.prepare(folder).data());
        Writing.fill(data, records, CALLERS, Instant.now());
        try (var signer = CheckpointSigner.open(data).orElseThrow()) {
            signer.sign();
        }
    }

    private static ChildProcess start(Path folder) throws IOException {
        var home = Path.of(Objects.requireNonNull(System.getProperty("facegate.home")));
        var command = List.of(
                home.resolve("facegate").toString(),
                "serve",
                "--trust-loopback",
                "--port",
                "0",
                "--health-port",
                "0",
                "--data",
                folder.resolve("data").toString(),
                "--policies",
                home.resolve("policies").toString(),
                "--provider",
                "local");
        return ChildProcess.start(folder, command, Map.of());
    }
}
