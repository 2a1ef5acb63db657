package io.facegate.ledger.export;

import io.facegate.ledger.reading.VerifiedRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Sink that sends records to a Kafka topic. All have one key, so that they stay in order. */
public final class KafkaSink implements RecordSink {
    private static final int MOST = 1000;
    private static final Duration ACKNOWLEDGED = Duration.ofSeconds(30);
    private static final byte[] KEY = CloudEvent.SOURCE.getBytes(StandardCharsets.US_ASCII);

    private final KafkaTopic broker;
    private final EventEncoding encoding;
    private @Nullable Producer<byte[], byte[]> producer;

    public KafkaSink(KafkaTopic broker, EventEncoding encoding) {
        this.broker = broker;
        this.encoding = encoding;
    }

    @Override
    public int most() {
        return MOST;
    }

    /** What an earlier producer holds is dropped, so that nothing overtakes what is sent again. */
    @Override
    public void begin() {
        close();
    }

    @Override
    public long send(List<VerifiedRecord> records) throws IOException, InterruptedException {
        if (records.isEmpty()) {
            return 0;
        }
        try {
            sendAll(records);
            return records.getLast().index() + 1;
        } catch (InterruptException closed) {
            throw (InterruptedException) new InterruptedException().initCause(closed);
        } catch (ExecutionException | KafkaException failed) {
            throw new IOException(rootMessage(failed), failed);
        } catch (TimeoutException silent) {
            throw new IOException("the broker does not acknowledge records", silent);
        }
    }

    private void sendAll(List<VerifiedRecord> records)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        var to = open();
        var sent = new ArrayList<Future<?>>();
        for (var entry : records) {
            var record = new ProducerRecord<>(broker.topic(), KEY, encoding.encode(entry));
            record.headers().add("content-type", encoding.mediaType().getBytes(StandardCharsets.US_ASCII));
            var begun = to.send(record);
            if (begun.isDone()) {
                // A record that could not even be queued must not be overtaken by the next.
                begun.get();
            }
            sent.add(begun);
        }
        long end = System.nanoTime() + ACKNOWLEDGED.toNanos();
        for (var each : sent) {
            each.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        }
    }

    private Producer<byte[], byte[]> open() throws IOException {
        var open = producer;
        if (open == null) {
            open = new KafkaProducer<>(settings());
            producer = open;
        }
        return open;
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

    /** Returns the root cause: the library's own message only says that the producer could not be created. */
    private static String rootMessage(Exception failed) {
        Throwable root = failed;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage() == null ? failed.getMessage() : root.getMessage());
    }

    @Override
    public void close() {
        var open = producer;
        producer = null;
        if (open != null) {
            open.close(Duration.ZERO);
        }
    }
}
