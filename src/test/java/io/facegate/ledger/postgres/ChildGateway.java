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
    private static volatile boolean ended;

    private ChildGateway() {}

    /** Arguments: the data folder, the database, how many callers write until the input ends; none writes a permit and dies. */
    public static void main(String[] args) {
        var address =
                LedgerAddress.ofFolder(Path.of(args[0]), args[1].isEmpty() ? null : new LedgerDatabase(args[1], null));
        int callers = Integer.parseInt(args[2]);
        try (var ledger = Ledger.open(address, Sample.SETTINGS)) {
            if (callers == 0) {
                System.out.println(
                        ledger.recordPermit(Sample.asked(), Sample.permit()).decision());
                Runtime.getRuntime().halt(0);
            }
            System.out.println("open");
            Thread.ofPlatform().daemon(true).start(ChildGateway::listen);
            try (var each = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < callers; i++) {
                    each.submit(() -> {
                        while (!ended) {
                            call(ledger);
                        }
                    });
                }
            }
        } catch (Fault fault) {
            System.out.println("fault " + fault.getMessage());
        }
    }

    private static void listen() {
        try {
            System.in.transferTo(java.io.OutputStream.nullOutputStream());
        } catch (IOException broken) {
            // That is an end, too.
        }
        ended = true;
    }

    private static void call(Ledger ledger) {
        try {
            var cleared = ledger.recordPermit(Sample.asked(Instant.now()), Sample.permit());
            System.out.println("acked " + cleared.decision());
            ledger.close(cleared, new Ending("ok", "", 1, 1));
        } catch (Fault.LedgerDown down) {
            System.out.println("down " + down.getMessage());
        }
    }

    static Process start(LedgerAddress address, int callers) throws IOException {
        return Child.start(
                List.of(),
                ChildGateway.class,
                address.data().toString(),
                address.database() == null ? "" : address.database().url(),
                Integer.toString(callers));
    }

    /** The id of a permit that a gateway wrote, and never ended. */
    public static String permitAndDie(LedgerAddress address) throws IOException, InterruptedException {
        var process = start(address, 0);
        var said = new String(process.getInputStream().readAllBytes());
        process.waitFor();
        return said.lines()
                .filter(line -> line.matches("[0-9a-f-]{36}"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(said));
    }
}
