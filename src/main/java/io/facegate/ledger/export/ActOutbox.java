package io.facegate.ledger.export;

import io.facegate.call.Fault;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.reading.VerifiedRecord;
import io.facegate.ledger.reading.VerifiedRecords;
import io.facegate.ledger.store.LedgerReader;
import io.facegate.ledger.store.RecordBatch;
import io.facegate.ledger.tree.Rfc6962;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Outbox that hands the records of some administrative acts to one receiver, in order and at least once. It reads durable
 * records, and its position is on disk before it goes on, so that nothing is lost between the record and its delivery.
 */
public final class ActOutbox implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ActOutbox.class.getName());
    private static final int BATCHES = 64;
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration FIRST_REST = Duration.ofSeconds(1);
    private static final Duration LONGEST_REST = Duration.ofMinutes(5);

    private final LedgerAddress address;
    private final String name;
    private final List<byte[]> marks;
    private final Delivery delivery;
    private final Thread thread;
    private volatile @Nullable String trouble;

    /** Delivers a record; it was delivered when this returns. */
    @FunctionalInterface
    public interface Delivery {
        /**
         * Delivers one record.
         *
         * @throws IOException if it was not delivered, or nobody knows; it is tried again then
         */
        void deliver(VerifiedRecord record) throws IOException, InterruptedException;
    }

    private ActOutbox(LedgerAddress address, String name, Set<String> acts, Delivery delivery) {
        this.address = address;
        this.name = name;
        // An act is the first field of its record.
        this.marks = acts.stream()
                .map(act -> ("{\"act\":\"" + act + '"').getBytes(StandardCharsets.US_ASCII))
                .toList();
        this.delivery = delivery;
        this.thread = Thread.ofPlatform().name("outbox " + name).daemon(true).unstarted(this::run);
    }

    /**
     * Starts to deliver. A receiver that is new gets what is recorded from now on.
     *
     * @param name of the receiver, which names its position
     */
    public static ActOutbox start(LedgerAddress ledger, String name, Set<String> acts, Delivery delivery) {
        var outbox = new ActOutbox(ledger, name, acts, delivery);
        outbox.settle();
        outbox.thread.start();
        return outbox;
    }

    /** Keeps the position of a new receiver before anything else is recorded. */
    private void settle() {
        try (var ledger = address.reader()) {
            begin(ledger);
        } catch (SQLException | IOException failed) {
            logTrouble(String.valueOf(failed.getMessage()));
        }
    }

    private void run() {
        try {
            var rest = FIRST_REST;
            while (true) {
                rest = attempt() ? FIRST_REST : rest;
                Thread.sleep(rest);
                var twice = rest.multipliedBy(2);
                rest = twice.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : twice;
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** Delivers until a failure; true if something was delivered before it. */
    private boolean attempt() throws InterruptedException {
        boolean delivered = false;
        try (var ledger = address.reader();
                var records = VerifiedRecords.of(address)) {
            var position = begin(ledger);
            while (true) {
                // It may stand within a batch, where a delivery failed.
                var batches = position.next() < ledger.head().size()
                        ? ledger.readAround(position.next(), BATCHES)
                        : List.<RecordBatch>of();
                long before = position.next();
                for (var batch : batches) {
                    delivered |= deliver(ledger, records, position, batch);
                }
                if (!batches.isEmpty() && position.next() == before) {
                    throw new IOException("a batch of the ledger holds nothing");
                }
                if (batches.isEmpty()) {
                    clearTrouble();
                    Thread.sleep(PAUSE);
                }
            }
        } catch (SQLException | IOException | Fault failed) {
            logTrouble(String.valueOf(failed.getMessage()));
        }
        return delivered;
    }

    private OutboxPosition begin(LedgerReader ledger) throws SQLException, IOException {
        var position = OutboxPosition.ofReceiver(address.data(), name);
        if (position.isNew()) {
            long size = ledger.head().size();
            var last = size == 0 ? List.<RecordBatch>of() : ledger.readAround(size - 1, 1);
            if (last.isEmpty()) {
                position.advance(0, new byte[Rfc6962.HASH]);
            }
            for (var batch : last) {
                position.advance(size, batch.leaf((int) (size - 1 - batch.first())));
            }
        }
        position.requireIn(ledger);
        return position;
    }

    /**
     * Delivers what a batch has, and moves on behind each record that was delivered. What does not verify is passed over:
     * it must not hold up what tells people of it.
     */
    private boolean deliver(LedgerReader ledger, VerifiedRecords records, OutboxPosition position, RecordBatch batch)
            throws SQLException, IOException, InterruptedException {
        boolean delivered = false;
        records.refresh(ledger);
        for (var each : records.of(ledger, batch)) {
            if (each instanceof VerifiedRecord record && record.index() >= position.next() && isWanted(record.json())) {
                delivery.deliver(record);
                position.advance(record.index() + 1, batch.leaf((int) (record.index() - batch.first())));
                delivered = true;
                clearTrouble();
            }
        }
        long end = batch.first() + batch.count();
        if (position.next() < end) {
            position.advance(end, batch.leaf(batch.count() - 1));
        }
        return delivered;
    }

    private boolean isWanted(byte[] json) {
        return marks.stream()
                .anyMatch(mark ->
                        mark.length <= json.length && Arrays.equals(json, 0, mark.length, mark, 0, mark.length));
    }

    private void logTrouble(String why) {
        if (!why.equals(trouble)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Notices cannot be delivered to {0}; they will be later: {1}",
                    name,
                    why);
            trouble = why;
        }
    }

    private void clearTrouble() {
        if (trouble != null) {
            trouble = null;
            LOG.log(System.Logger.Level.INFO, "Notices are delivered to {0} again.", name);
        }
    }

    /** Why nothing is delivered at present, or null. */
    public @Nullable String problem() {
        return trouble;
    }

    /** Stops; what was not delivered is delivered when it is started again. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
