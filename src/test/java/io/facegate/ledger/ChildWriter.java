package io.facegate.ledger;

import io.facegate.call.Fault;
import io.facegate.ledger.Ledger.Ending;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Executors;

/** Writes decisions until it is killed or the ledger fails, and prints each id only when it was acknowledged. */
public final class ChildWriter {
    private ChildWriter() {}

    public static void main(String[] args) {
        int callers = Integer.parseInt(args[1]);
        try (var ledger = Ledger.open(Path.of(args[0]), Sample.SETTINGS);
                var each = Executors.newVirtualThreadPerTaskExecutor()) {
            System.out.println("open");
            for (int i = 0; i < callers; i++) {
                each.submit(() -> {
                    while (true) {
                        call(ledger);
                    }
                });
            }
        } catch (Fault fault) {
            System.out.println("fault " + fault.getMessage());
        }
    }

    private static void call(Ledger ledger) throws InterruptedException {
        try {
            var cleared = ledger.recordPermit(Sample.asked(Instant.now()), Sample.permit());
            System.out.println("acked " + cleared.decision());
            ledger.close(cleared, new Ending("ok", "", 1, 1));
        } catch (Fault.LedgerDown down) {
            System.out.println("down " + down.getMessage());
            Thread.sleep(20);
        }
    }
}
