package io.facegate.ledger;

import io.facegate.ledger.reading.Archive;
import io.facegate.ledger.reading.Verification;
import io.facegate.ledger.search.Facet;
import io.facegate.ledger.search.Query;
import java.nio.file.Path;

/** Measures verify, the projection's catching up, and a search: {@code ReadingBench FOLDER}, a data folder. */
public final class ReadingBench {
    private ReadingBench() {}

    public static void main(String[] args) {
        var data = Path.of(args[0]);
        for (int i = 0; i < 2; i++) {
            long start = System.nanoTime();
            var found = Verification.verify(data);
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    "verify %d records: %.0f/s, sound %s%n", found.size(), found.size() / seconds, found.sound());
        }
        try (var archive = Archive.open(data)) {
            for (int i = 0; i < 2; i++) {
                long start = System.nanoTime();
                var query = Query.any(50)
                        .with(Facet.KIND, "DECISION")
                        .with(Facet.ORGANISATION, "hope")
                        .with(Facet.CAPABILITY, "detect");
                var entry = archive.find(query).getFirst();
                System.out.printf("find: %.1f ms%n", (System.nanoTime() - start) / 1e6);
                start = System.nanoTime();
                var id = new String(entry.json(), java.nio.charset.StandardCharsets.UTF_8)
                        .replaceAll(".*\"id\":\"([0-9a-f-]{36})\",\"juris.*", "$1");
                System.out.printf(
                        "dossier: %d of a path, %.1f ms%n",
                        archive.dossier(id).orElseThrow().path().size(), (System.nanoTime() - start) / 1e6);
            }
        }
    }
}
