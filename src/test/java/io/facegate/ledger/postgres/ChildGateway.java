package io.facegate.ledger.postgres;

import io.facegate.call.Fault;
import io.facegate.ledger.Child;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Ledger.Ending;
import io.facegate.ledger.Sample;
import io.facegate.ledger.address.LedgerAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;

/** A gateway in a process of its own, which prints each id only when it was acknowledged. */
public final class ChildGateway {
    private ChildGateway() {}

    /** Arguments: the data folder, the database, how many decisions (0 for one permit, then death), how many callers. */
    public static void main(String[] args) {
        var address = LedgerAddress.in(Path.of(args[0]), args[1].isEmpty() ? null : new Database(args[1], null));
        int decisions = Integer.parseInt(args[2]);
        try (var ledger = Ledger.open(address, Sample.SETTINGS)) {
            if (decisions == 0) {
                System.out.println(ledger.clear(Sample.asked(), Sample.permit()).decision());
                Runtime.getRuntime().halt(0);
            }
            System.out.println("open");
            try (var each = Executors.newVirtualThreadPerTaskExecutor()) {
                int callers = Integer.parseInt(args[3]);
                for (int i = 0; i < callers; i++) {
                    each.submit(() -> {
                        for (int left = decisions / callers; left > 0; left--) {
                            call(ledger);
                        }
                    });
                }
            }
        } catch (Fault fault) {
            System.out.println("fault " + fault.getMessage());
        }
    }

    private static void call(Ledger ledger) {
        try {
            var cleared = ledger.clear(Sample.asked(Instant.now()), Sample.permit());
            System.out.println("acked " + cleared.decision());
            ledger.close(cleared, new Ending("ok", "", 1, 1));
        } catch (Fault.LedgerDown down) {
            System.out.println("down " + down.getMessage());
        }
    }

    static Process start(LedgerAddress address, int decisions, int callers) throws IOException {
        return Child.start(
                List.of(),
                ChildGateway.class,
                address.data().toString(),
                address.database() == null ? "" : address.database().url(),
                Integer.toString(decisions),
                Integer.toString(callers));
    }

    /** The id of a permit that a gateway wrote, and never ended. */
    public static String permitAndDie(LedgerAddress address) throws IOException, InterruptedException {
        var process = start(address, 0, 0);
        var said = new String(process.getInputStream().readAllBytes());
        process.waitFor();
        return said.lines()
                .filter(line -> line.matches("[0-9a-f-]{36}"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(said));
    }
}
