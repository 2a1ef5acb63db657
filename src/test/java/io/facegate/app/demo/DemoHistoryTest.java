package io.facegate.app.demo;

import io.facegate.ledger.address.LedgerAddress;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoHistoryTest {
    @TempDir
    private Path folder;

    @Test
    void dump() throws IOException {
        var photos = Path.of(".fetched/photos").toAbsolutePath();
        var data = folder.resolve("data");
        long begin = System.nanoTime();
        try { new DemoHistory(
                        data,
                        Path.of("policies"),
                        new DemoPictures(
                                photos.resolve("sample1.jpg"),
                                photos.resolve("franck_02159.jpg"),
                                photos.resolve("franck_03979.jpg")))
                .make(); } finally {
        System.out.println("TOOK " + (System.nanoTime() - begin) / 1_000_000);
        try (var out = new java.io.PrintStream("/tmp/dev/demo-records.txt")) {
            try (var file = io.facegate.ledger.store.LedgerFile.open(data.resolve(io.facegate.ledger.store.LedgerFile.NAME))) {
                file.forEachBatch(0, batch -> {
                    batch.forEachRecord((place, start, end) -> {
                        out.println(new String(
                                batch.lines(), start, end - start, java.nio.charset.StandardCharsets.UTF_8));
                        return true;
                    });
                    return true;
                });
            } catch (java.sql.SQLException e) {
                throw new IOException(e);
            } }
        }
    }
}
