package io.facegate.ledger;

import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.reading.SearchArchive;
import io.facegate.ledger.reading.Verification;
import io.facegate.ledger.search.Facet;
import io.facegate.ledger.search.Query;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures verify, the projection's catching up, and searches: {@code ReadingBench FOLDER}, which {@link Bulk} filled. */
public final class ReadingBench {
    private static final Query ANY = Query.any(50);

    private ReadingBench() {}

    public static void main(String[] args) {
        var data = Path.of(args[0]);
        if (args.length == 1) {
            verify(data);
        }
        try (var archive = SearchArchive.open(LedgerAddress.in(data))) {
            long start = System.nanoTime();
            long size = archive.reach().taken();
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf("caught up with %d records in %.0f s: %.0f/s%n", size, seconds, size / seconds);
            queries().forEach((what, query) -> search(archive, what, query));
            start = System.nanoTime();
            archive.counts();
            System.out.printf("counts: %.0f ms%n", (System.nanoTime() - start) / 1e6);
        }
    }

    private static void verify(Path data) {
        long start = System.nanoTime();
        var found = Verification.verify(data);
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf("verify %d records: %.0f/s, sound %s%n", found.size(), found.size() / seconds, found.sound());
    }

    private static Map<String, Query> queries() {
        var all = new LinkedHashMap<String, Query>();
        all.put("the newest", ANY);
        all.put("a verdict", ANY.with(Facet.VERDICT, "refuse"));
        all.put("an organisation", ANY.with(Facet.ORGANISATION, "org-17"));
        all.put("a rule", ANY.with(Facet.RULE, "pack-3/rule-7"));
        all.put(
                "a rule of an organisation",
                ANY.with(Facet.RULE, "pack-3/rule-7").with(Facet.ORGANISATION, "org-17"));
        all.put("two that never meet", ANY.with(Facet.VERDICT, "permit").with(Facet.TYPE, "law_enforcement"));
        all.put("an outcome", ANY.with(Facet.STATUS, "fault").with(Facet.CAPABILITY, "identify"));
        all.put("words", ANY.saying(List.of("moratorium", "rule-29", "org-900")));
        all.put("a word there is not", ANY.saying(List.of("unheard")));
        all.put("an old day", ANY.with(Facet.DAY, "2026-01-02").with(Facet.VERDICT, "permit"));
        var from = Instant.parse("2026-01-03T10:00:00Z");
        all.put("an old hour", ANY.within(from, from.plusSeconds(3600)).with(Facet.PURPOSE, "missing_child"));
        return all;
    }

    private static void search(SearchArchive archive, String what, Query query) {
        double first = 0;
        double best = Double.MAX_VALUE;
        int found = 0;
        String id = "";
        for (int i = 0; i < 5; i++) {
            long start = System.nanoTime();
            var entries = archive.find(query);
            double millis = (System.nanoTime() - start) / 1e6;
            first = i == 0 ? millis : first;
            best = Math.min(best, millis);
            found = entries.size();
            id = entries.isEmpty() ? "" : new String(entries.getFirst().json(), StandardCharsets.UTF_8);
        }
        System.out.printf("%-26s %3d found, first %.0f ms, best of five %.1f ms%n", what, found, first, best);
        var decision = id.replaceAll(".*\"id\":\"([0-9a-f-]{36})\",\"juris.*", "$1");
        if (decision.length() == 36) {
            long start = System.nanoTime();
            archive.dossier(decision);
            System.out.printf("%-26s dossier %.1f ms%n", "", (System.nanoTime() - start) / 1e6);
        }
    }
}
