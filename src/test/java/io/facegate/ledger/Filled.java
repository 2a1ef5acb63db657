package io.facegate.ledger;

import io.facegate.call.Outcome.Receipt;
import io.facegate.ledger.checkpoint.CheckpointSigner;
import io.facegate.ledger.checkpoint.SignedCheckpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Data folders with a ledger in them, for tests of what is proved of it. */
public final class Filled {
    private static final int COMPANY = 64;

    private Filled() {}

    /** Adds records; the receipts of the refusals among them. */
    public static List<Receipt> with(Path data, int records) {
        return with(data, records, Sample.NOW);
    }

    /** Adds records of that time. */
    public static List<Receipt> with(Path data, int records, Instant time) {
        var receipts = new ArrayList<Receipt>();
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            for (int i = 0; i < records; i++) {
                receipts.add(ledger.refuse(Sample.asked(time.plusSeconds(i)), Sample.refuse()));
            }
        }
        return receipts;
    }

    /** Adds many records, many at once. */
    public static void quickly(Path data, int records) {
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            var threads = new ArrayList<Thread>();
            for (int thread = 0; thread < COMPANY; thread++) {
                int share = records / COMPANY + (thread < records % COMPANY ? 1 : 0);
                threads.add(Thread.ofVirtual().start(() -> {
                    for (int i = 0; i < share; i++) {
                        ledger.recordAct(new Ledger.Administrative("start", "test", Instant.EPOCH));
                    }
                }));
            }
            for (var thread : threads) {
                thread.join();
            }
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    /** Signs what is there. */
    public static SignedCheckpoint signed(Path data) {
        try (var signer = CheckpointSigner.open(data).orElseThrow()) {
            return signer.sign();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** A copy of a folder. */
    public static Path copy(Path from, Path to) {
        try (var files = Files.walk(from)) {
            for (var file : files.toList()) {
                var copy = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else if (Files.isRegularFile(file)) {
                    Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
            return to;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
