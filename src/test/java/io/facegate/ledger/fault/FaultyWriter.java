package io.facegate.ledger.fault;

import io.facegate.call.Fault;
import io.facegate.ledger.Cleared;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Ledger.Administrative;
import io.facegate.ledger.Ledger.Ending;
import io.facegate.ledger.Ledger.Question;
import io.facegate.ledger.LedgerSettings;
import io.facegate.ledger.Sample;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes decisions until it is killed, the ledger is down twenty times, or its calls are over; and prints each id when the
 * call is on its way to the vendor.
 */
public final class FaultyWriter {
    private static final int CALLERS = 4;

    private FaultyWriter() {}

    /**
     * {@code folder [calls=n] [idle=ms] [downs=n] [careless] [asynchronous] [strict]}: careless commits without waiting for the disk,
     * asynchronous sends the call while its record is still on its way.
     */
    public static void main(String[] args) throws Exception {
        var how = List.of(args);
        LedgerSettings settings = how.contains("strict") ? Sample.STRICT : Sample.SETTINGS;
        try (var ledger = Ledger.open(Path.of(args[0]), settings)) {
            if (how.contains("careless")) {
                careless(ledger);
            }
            if (how.contains("asynchronous")) {
                asynchronous(ledger);
            }
            run(ledger, number(how, "calls=", Integer.MAX_VALUE), number(how, "downs=", 20));
            Thread.sleep(number(how, "idle=", 0));
        } catch (Fault fault) {
            say("fault " + fault.getMessage());
        }
        say("end");
        Runtime.getRuntime().halt(0);
    }

    private static int number(List<String> how, String name, int otherwise) {
        return how.stream()
                .filter(each -> each.startsWith(name))
                .mapToInt(each -> Integer.parseInt(each.substring(name.length())))
                .findFirst()
                .orElse(otherwise);
    }

    private static void run(Ledger ledger, int calls, int downs) throws InterruptedException {
        var left = new AtomicInteger(calls);
        var down = new AtomicInteger();
        try (var each = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CALLERS; i++) {
                each.submit(() -> {
                    while (left.decrementAndGet() >= 0 && down.get() < downs) {
                        call(ledger, down);
                    }
                    return null;
                });
            }
        }
    }

    private static void call(Ledger ledger, AtomicInteger down) throws InterruptedException {
        try {
            var asked = Sample.asked(Instant.now());
            var search = new Question(asked.caller(), Sample.search("a name"), asked.source(), asked.now());
            var cleared = ledger.recordPermit(down.get() % 2 == 0 ? search : asked, Sample.permit());
            send(cleared);
            ledger.close(cleared, new Ending("ok", "", 1, 1));
        } catch (Fault.LedgerDown refused) {
            down.incrementAndGet();
            say("down " + refused.getMessage());
            Thread.sleep(10);
        }
    }

    /** What the vendor sees. */
    private static void send(Cleared cleared) {
        cleared.consume();
        say("sent " + cleared.decision());
    }

    private static void say(String line) {
        System.out.println(line);
    }

    /** As a logger writes that nobody waits for: the control that must fail. */
    private static void asynchronous(Ledger ledger) {
        try (var behind = Executors.newVirtualThreadPerTaskExecutor()) {
            while (true) {
                var call = UUID.randomUUID().toString();
                behind.submit(() -> ledger.recordAct(new Administrative("sent", call, Instant.now())));
                say("sent " + call);
                LockSupport.parkNanos(200_000);
            }
        }
    }

    /** Every connection that the ledger holds gives up waiting for the disk: the control that must fail. */
    private static void careless(Object from) throws ReflectiveOperationException, SQLException {
        var found = new ArrayList<Connection>();
        collect(from, new HashSet<>(), found);
        if (found.isEmpty()) {
            throw new IllegalStateException("The ledger holds no connection.");
        }
        for (var connection : found) {
            try (var statement = connection.createStatement()) {
                statement.execute("PRAGMA synchronous=NORMAL");
            }
        }
        say("careless " + found.size());
    }

    private static void collect(Object at, Set<Object> seen, List<Connection> to) throws ReflectiveOperationException {
        if (!seen.add(System.identityHashCode(at))) {
            return;
        }
        if (at instanceof Connection connection) {
            to.add(connection);
        } else if (at.getClass().getName().startsWith("io.facegate")) {
            for (Field field : Arrays.stream(at.getClass().getDeclaredFields())
                    .filter(each -> !Modifier.isStatic(each.getModifiers())
                            && !each.getType().isPrimitive())
                    .toList()) {
                field.setAccessible(true);
                var value = field.get(at);
                if (value != null) {
                    collect(value, seen, to);
                }
            }
        }
    }
}
