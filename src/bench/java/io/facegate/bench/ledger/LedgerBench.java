package io.facegate.bench.ledger;

import io.facegate.bench.gateway.report.Machine;
import io.facegate.bench.gateway.report.ReportPage;
import io.facegate.ledger.address.LedgerAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** {@code ./facegate bench ledger}: measures writing, verifying, proving and searching, and prints a table. */
public final class LedgerBench {
    private static final ReportPage PAGE = new ReportPage("ledger");
    private static final int COMPANY = 2048;
    private static final int CALLERS = 64;
    private static final long PAGED = 1_000_000;

    private LedgerBench() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        try {
            run(Options.of(args));
        } catch (IllegalArgumentException usage) {
            System.err.println(usage.getMessage());
            System.exit(2);
        }
    }

    private static void run(Options options) throws IOException, InterruptedException {
        if (options.markdown() != null && !PAGE.hasMarkers(options.markdown())) {
            throw new IllegalArgumentException(
                    options.markdown() + " is not a page with the lines " + PAGE.begin() + " and " + PAGE.end() + '.');
        }
        if (Files.exists(options.data())) {
            throw new IllegalArgumentException(options.data() + " is there already; name another folder with --data.");
        }
        Files.createDirectories(options.data());
        try {
            var table = String.join("\n", measured(options)) + '\n';
            System.out.println();
            System.out.print(table);
            if (options.markdown() != null) {
                PAGE.put(options.markdown(), table);
            }
        } finally {
            remove(options.data());
        }
    }

    private static Iterable<String> measured(Options options) throws IOException, InterruptedException {
        var lines = new ArrayList<String>();
        lines.add(Machine.here(options.data()).sentence() + "; the log is in " + options.store());
        lines.add("");
        lines.add("| what | measured | asked |");
        lines.add("|---|---|---|");
        for (var store : Options.STORES) {
            System.err.println("Writing " + options.rate() + " records a second to " + store + " for "
                    + options.seconds() + " s.");
            try (var place = Place.of(store, options.data().resolve(store))) {
                lines.add(Writing.openLoop(options, place.ledger("loop")).row(store, options));
                lines.addAll(paged(store, options, place.ledger("pages")));
            }
        }
        try (var place = Place.of(options.store(), options.data().resolve("log"))) {
            lines.addAll(read(options, place.ledger("log")));
        }
        return lines;
    }

    /** Page loads and audit on a log written by 64 callers, with batches about as large as those of a busy gateway. */
    private static List<String> paged(String store, Options options, LedgerAddress log)
            throws IOException, InterruptedException {
        System.err.println("Making a log in " + store + " with " + CALLERS + " callers, and looking at pages of it.");
        var lines = new ArrayList<String>();
        long start = System.nanoTime();
        long records = Writing.fill(log, Math.min(options.records(), PAGED), CALLERS);
        lines.add(String.format(
                Locale.ROOT,
                "| %s: %d callers, each waiting for its record | %,.0f records/s | |",
                store,
                CALLERS,
                records / ((System.nanoTime() - start) / 1e9)));
        lines.addAll(Pages.rows(store, log));
        return lines;
    }

    private static List<String> read(Options options, LedgerAddress log) throws IOException, InterruptedException {
        System.err.println("Making a log of " + options.records() + " records.");
        var lines = new ArrayList<String>();
        long start = System.nanoTime();
        long records = Writing.fill(log, options.records(), COMPANY);
        lines.add(String.format(
                Locale.ROOT,
                "| writing as fast as it goes | %,.0f records/s | |",
                records / ((System.nanoTime() - start) / 1e9)));
        System.err.println("Verifying, proving and searching.");
        lines.addAll(Reading.rows(log));
        return lines;
    }

    private static void remove(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            for (var file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
