package io.facegate.bench.ledger;

import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.audit.LedgerAudit;
import io.facegate.ledger.checkpoint.CheckpointSigner;
import io.facegate.ledger.reading.ProjectionSearch;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.ledger.search.SearchFacet;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TreeSet;
import org.HdrHistogram.Histogram;

/** Page loads of 50 records from 50 different batches. Each record is verified before it is shown. */
final class Pages {
    private static final int PAGE = 50;
    private static final int LOOKS = 100;
    private static final Duration AUDITED = Duration.ofSeconds(30);
    /** A query so rare that two of its records hardly ever share a batch. */
    private static final RecordQuery RARE = RecordQuery.matchAll(PAGE)
            .withFacet(SearchFacet.RULE, "pack-3/rule-7")
            .withFacet(SearchFacet.CAPABILITY, "identify.retro");

    private Pages() {}

    /** Signs a log, builds its projection, and measures random pages. */
    static List<String> rows(String store, LedgerAddress log) throws IOException {
        try (var signer = CheckpointSigner.open(log).orElseThrow()) {
            signer.sign();
        }
        long size;
        var rows = new ArrayList<String>();
        try (var archive = ProjectionSearch.open(log)) {
            size = archive.indexLag().taken();
            demandApart(log, archive);
            look(archive, size, new Random(0), new Histogram(3));
            rows.add(row(store, size, "another page each time", look(archive, size, new Random(1), new Histogram(3))));
        }
        var cold = new Histogram(3);
        var random = new Random(2);
        for (int i = 0; i < LOOKS; i++) {
            long begin = System.nanoTime();
            try (var archive = ProjectionSearch.open(log)) {
                page(archive, size, random);
            }
            cold.recordValue(System.nanoTime() - begin);
        }
        rows.add(row(store, size, "each with nothing kept in memory", cold));
        rows.add(audited(store, log));
        return rows;
    }

    /** The audit as a gateway runs it, for some seconds. */
    private static String audited(String store, LedgerAddress log) {
        try (var audit = LedgerAudit.create(log)) {
            audit.start();
            Thread.sleep(AUDITED);
            double micros =
                    audit.processorNanos() / 1e3 / Math.max(1, audit.get().position());
            return String.format(
                    Locale.ROOT,
                    "| %s: the audit, %,d records in %d s | %.0f µs of work a record: %.0f hours for ten million at a"
                            + " twenty-fifth of a core | ≤ 345 µs: 24 hours |",
                    store,
                    audit.get().position(),
                    AUDITED.toSeconds(),
                    micros,
                    micros * 25 * 10 / 3600);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private static Histogram look(ProjectionSearch archive, long size, Random random, Histogram into) {
        for (int i = 0; i < LOOKS; i++) {
            long begin = System.nanoTime();
            page(archive, size, random);
            into.recordValue(System.nanoTime() - begin);
        }
        return into;
    }

    private static void page(ProjectionSearch archive, long size, Random random) {
        long before = size / 2 + random.nextLong(size / 2);
        int found = archive.find(RARE.beforeIndex(before)).size();
        if (found != PAGE) {
            throw new IllegalStateException("A page has " + found + " records instead of " + PAGE + '.');
        }
    }

    /** Fails if several hits share a batch, because the measurement would be meaningless. */
    private static void demandApart(LedgerAddress log, ProjectionSearch archive) {
        var batches = new TreeSet<Long>();
        try (var ledger = log.reader()) {
            for (var entry : archive.find(RARE)) {
                batches.add(ledger.readAround(entry.index(), 1).getFirst().first());
            }
        } catch (java.sql.SQLException unreadable) {
            throw new IllegalStateException(unreadable);
        }
        if (batches.size() < PAGE - 1) {
            throw new IllegalStateException("A page stands in " + batches.size() + " batches instead of " + PAGE + '.');
        }
    }

    private static String row(String store, long size, String how, Histogram times) {
        return String.format(
                Locale.ROOT,
                "| %s: a page of %d records in %d batches of %,d records, verified, %s | p50 %.1f ms, p95 %.1f ms, max"
                        + " %.1f ms | p95 < 200 ms |",
                store,
                PAGE,
                PAGE,
                size,
                how,
                times.getValueAtPercentile(50) / 1e6,
                times.getValueAtPercentile(95) / 1e6,
                times.getMaxValue() / 1e6);
    }
}
