package io.facegate.ledger.export;

import io.facegate.call.Fault;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.reading.CheckedRecord;
import io.facegate.ledger.reading.VerifiedRecord;
import io.facegate.ledger.reading.VerifiedRecords;
import io.facegate.ledger.store.LedgerReader;
import io.facegate.ledger.store.RecordBatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Outbox that sends every record of a ledger to a Kafka topic, in order and at least once. It reads durable records and
 * nothing waits for it. While the broker is unavailable it retries, and continues after the last acknowledged record.
 */
public final class KafkaOutbox implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(KafkaOutbox.class.getName());
    private static final int BATCHES = 64;
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration REST = Duration.ofSeconds(1);
    private static final byte[] KEY = CloudEvent.SOURCE.getBytes(StandardCharsets.US_ASCII);

    private final LedgerAddress address;
    private final KafkaTopic broker;
    private final Thread thread;
    private volatile @Nullable String trouble;

    private KafkaOutbox(LedgerAddress address, KafkaTopic broker) {
        this.address = address;
        this.broker = broker;
        this.thread = Thread.ofPlatform().name("outbox").daemon(true).unstarted(this::run);
    }

    /** Starts sending the ledger; null without a broker. */
    public static @Nullable KafkaOutbox start(LedgerAddress ledger, @Nullable KafkaTopic broker) {
        if (broker == null) {
            return null;
        }
        var outbox = new KafkaOutbox(ledger, broker);
        outbox.thread.start();
        return outbox;
    }

    private void run() {
        try {
            while (true) {
                attempt();
                Thread.sleep(REST);
            }
        } catch (InterruptedException | org.apache.kafka.common.errors.InterruptException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sends until a failure, and logs the failure once. */
    private void attempt() throws InterruptedException {
        Producer<byte[], byte[]> producer = null;
        try (var ledger = address.reader();
                var records = VerifiedRecords.of(address)) {
            var position = OutboxPosition.read(address.data(), broker.topic());
            position.requireIn(ledger);
            producer = new KafkaProducer<>(settings());
            while (true) {
                if (!send(ledger, records, position, producer)) {
                    Thread.sleep(PAUSE);
                }
            }
        } catch (org.apache.kafka.common.errors.InterruptException closed) {
            throw closed;
        } catch (SQLException | IOException | KafkaException | ExecutionException | Fault.LedgerDown failed) {
            logProblem("Records cannot be sent to the topic " + broker.topic()
                    + " at present; they will be sent later: " + rootMessage(failed));
        } finally {
            if (producer != null) {
                producer.close(Duration.ZERO);
            }
        }
    }

    /** Returns the root cause: the library's own message only says that the producer could not be created. */
    private static @Nullable String rootMessage(Exception failed) {
        var root = failed instanceof KafkaException ? rootOf(failed) : failed;
        return root.getMessage() == null ? failed.getMessage() : root.getMessage();
    }

    private static Throwable rootOf(Throwable failed) {
        var root = failed;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private void logProblem(String what) {
        if (!what.equals(trouble)) {
            LOG.log(System.Logger.Level.WARNING, what);
            trouble = what;
        }
    }

    /** Why records are not being sent, or null. */
    public @Nullable String problem() {
        return trouble;
    }

    private void clearProblem() {
        if (trouble != null) {
            trouble = null;
            LOG.log(System.Logger.Level.INFO, "Records are sent to the topic " + broker.topic() + " again.");
        }
    }

    private Properties settings() throws IOException {
        var settings = new Properties();
        // A broker may ask clients for metrics. It gets records only, unless configured otherwise.
        settings.put(ProducerConfig.ENABLE_METRICS_PUSH_CONFIG, "false");
        if (broker.settings() != null) {
            try (var reader = Files.newBufferedReader(broker.settings())) {
                settings.load(reader);
            }
        }
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.servers());
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        // Retries never end while the producer lives: a skipped record would let later ones overtake it.
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.toString(Integer.MAX_VALUE));
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, "10000");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, "20");
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "gzip");
        return settings;
    }

    /**
     * Sends some records; returns false if there are none. The position advances only after all of them are
     * acknowledged.
     */
    private boolean send(
            LedgerReader ledger, VerifiedRecords records, OutboxPosition position, Producer<byte[], byte[]> producer)
            throws SQLException, IOException, InterruptedException, ExecutionException {
        var batches = ledger.batchesFrom(position.next(), BATCHES);
        var sent = new ArrayList<Future<?>>();
        if (!batches.isEmpty()) {
            records.refresh(ledger);
        }
        for (var batch : batches) {
            for (var entry : entries(ledger, records, batch)) {
                var record = new ProducerRecord<>(broker.topic(), KEY, CloudEvent.encode(entry));
                record.headers().add("content-type", CloudEvent.TYPE.getBytes(StandardCharsets.US_ASCII));
                var begun = producer.send(record);
                if (begun.isDone()) {
                    // A record that could not even be queued must not be overtaken by the next.
                    begun.get();
                }
                sent.add(begun);
            }
        }
        if (batches.isEmpty()) {
            return false;
        }
        producer.flush();
        for (var each : sent) {
            each.get();
        }
        var last = batches.getLast();
        position.advance(last.first() + last.count(), last.leaf(last.count() - 1));
        clearProblem();
        return true;
    }

    /** Returns the records of a batch, each verified; none if the batch was pruned. */
    private static List<VerifiedRecord> entries(LedgerReader ledger, VerifiedRecords records, RecordBatch batch)
            throws SQLException {
        return records.of(ledger, batch).stream()
                .map(CheckedRecord::requireVerified)
                .toList();
    }

    /** Stops; unacknowledged records are sent when the ledger is opened again. */
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
