package io.facegate.bench.ledger;

import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.audit.LedgerVerification;
import io.facegate.ledger.checkpoint.CheckpointSigner;
import io.facegate.ledger.proof.InclusionProver;
import io.facegate.ledger.reading.ProjectionSearch;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.ledger.search.SearchFacet;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.HdrHistogram.Histogram;

/** Benchmarks of an existing log: verification, proofs and searches. */
final class Reading {
    private static final int PAGE = 50;
    private static final int PROOFS = 200;
    private static final int LOOKS = 20;
    private static final RecordQuery ANY = RecordQuery.matchAll(PAGE);

    private Reading() {}

    static List<String> rows(LedgerAddress data) throws IOException {
        var rows = new ArrayList<String>();
        rows.add(verified(data));
        rows.addAll(proved(data));
        rows.addAll(searched(data));
        return rows;
    }

    private static String verified(LedgerAddress data) {
        long start = System.nanoTime();
        var found = LedgerVerification.verify(data);
        double seconds = (System.nanoTime() - start) / 1e9;
        if (!found.isIntact()) {
            throw new IllegalStateException("The log that was measured does not verify: " + found.damage());
        }
        return String.format(
                Locale.ROOT,
                "| `verify` of %,d records | %,.0f records/s | ≥ 200,000 records/s |",
                found.size(),
                found.size() / seconds);
    }

    private static List<String> proved(LedgerAddress data) throws IOException {
        long start = System.nanoTime();
        long size;
        try (var signer = CheckpointSigner.open(data).orElseThrow()) {
            size = signer.sign().checkpoint().size();
        }
        double made = (System.nanoTime() - start) / 1e9;
        var times = new Histogram(3);
        var random = new Random(1);
        for (int i = 0; i < PROOFS; i++) {
            long begin = System.nanoTime();
            InclusionProver.prove(data, random.nextLong(size));
            times.recordValue(System.nanoTime() - begin);
        }
        return List.of(
                String.format(Locale.ROOT, "| the first checkpoint, with all tiles of hashes | %.1f s | |", made),
                "| a proof, of any record | " + told(times) + " | < 10 ms |");
    }

    private static List<String> searched(LedgerAddress data) {
        var rows = new ArrayList<String>();
        try (var archive = ProjectionSearch.open(data)) {
            long start = System.nanoTime();
            long size = archive.indexLag().taken();
            double seconds = (System.nanoTime() - start) / 1e9;
            rows.add(String.format(
                    Locale.ROOT, "| making the projection to search in | %,.0f records/s | |", size / seconds));
            queries().forEach((what, query) -> {
                var times = new Histogram(3);
                int found = 0;
                for (int i = 0; i < LOOKS; i++) {
                    long begin = System.nanoTime();
                    found = archive.find(query).size();
                    times.recordValue(System.nanoTime() - begin);
                }
                rows.add("| a page by " + what + ", " + found + " found | " + told(times) + " | < 200 ms |");
            });
        }
        return rows;
    }

    private static String told(Histogram nanos) {
        return String.format(
                Locale.ROOT,
                "p50 %.1f ms, max %.1f ms",
                nanos.getValueAtPercentile(50) / 1e6,
                nanos.getMaxValue() / 1e6);
    }

    private static Map<String, RecordQuery> queries() {
        var all = new LinkedHashMap<String, RecordQuery>();
        all.put("nothing: the newest", ANY);
        all.put("verdict", ANY.withFacet(SearchFacet.VERDICT, "refuse"));
        all.put("organisation", ANY.withFacet(SearchFacet.ORGANISATION, "org-17"));
        all.put("purpose", ANY.withFacet(SearchFacet.PURPOSE, "account_opening"));
        all.put("capability", ANY.withFacet(SearchFacet.CAPABILITY, "identify"));
        all.put("rule", ANY.withFacet(SearchFacet.RULE, "pack-3/rule-7"));
        var rare = ANY.withFacet(SearchFacet.RULE, "pack-3/rule-7");
        all.put("rule and organisation", rare.withFacet(SearchFacet.ORGANISATION, "org-17"));
        all.put(
                "two values that never meet",
                ANY.withFacet(SearchFacet.VERDICT, "permit").withFacet(SearchFacet.TYPE, "law_enforcement"));
        all.put(
                "an outcome's status",
                ANY.withFacet(SearchFacet.STATUS, "fault").withFacet(SearchFacet.CAPABILITY, "identify"));
        all.put("words", ANY.withWords(List.of("moratorium", "pack-3")));
        all.put("a word there is not", ANY.withWords(List.of("unheard")));
        all.put(
                "the oldest day",
                ANY.withFacet(SearchFacet.DAY, "2026-01-01").withFacet(SearchFacet.VERDICT, "permit"));
        var from = Instant.parse("2026-01-01T10:00:00Z");
        all.put(
                "an old hour",
                ANY.withPeriod(from, from.plusSeconds(3600)).withFacet(SearchFacet.PURPOSE, "missing_child"));
        return all;
    }
}
