package io.facegate.ledger.export;

import io.facegate.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A real broker of one node, in a process of its own. */
public final class KafkaServer implements AutoCloseable {
    private final Path folder;
    private final int port = Ports.free();
    private final int controller = Ports.free();
    private Process process;

    public KafkaServer(Path folder) throws IOException, InterruptedException {
        this.folder = Files.createDirectories(folder);
        var config = folder.resolve("server.properties");
        Files.writeString(config, """
            process.roles=broker,controller
            node.id=1
            controller.quorum.voters=1@127.0.0.1:%d
            listeners=PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d
            advertised.listeners=PLAINTEXT://127.0.0.1:%d
            controller.listener.names=CONTROLLER
            log.dirs=%s
            offsets.topic.replication.factor=1
            transaction.state.log.replication.factor=1
            transaction.state.log.min.isr=1
            group.initial.rebalance.delay.ms=0
            """.formatted(controller, port, controller, port, folder.resolve("logs")));
        var format =
                start("kafka.tools.StorageTool", "format", "-t", "AAAAAAAAAAAAAAAAAAAAAA", "-c", config.toString());
        if (!format.waitFor(5, TimeUnit.MINUTES) || format.exitValue() != 0) {
            throw new IOException("The broker's folder was not made: " + Files.readString(folder.resolve("log")));
        }
        start();
    }

    public String address() {
        return "127.0.0.1:" + port;
    }

    public void start() throws IOException, InterruptedException {
        process = start("kafka.Kafka", folder.resolve("server.properties").toString());
        var until = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (true) {
            try (var admin = Admin.create(Map.of(
                    "bootstrap.servers", address(), "default.api.timeout.ms", "2000", "request.timeout.ms", "2000"))) {
                admin.listTopics().names().get();
                return;
            } catch (java.util.concurrent.ExecutionException | KafkaException notYet) {
                if (System.nanoTime() > until || !process.isAlive()) {
                    throw new IOException("The broker did not start: " + Files.readString(folder.resolve("log")));
                }
                Thread.sleep(200);
            }
        }
    }

    /** As a crash leaves it. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    public void topic(String name) throws Exception {
        try (var admin = Admin.create(Map.<String, Object>of("bootstrap.servers", address()))) {
            admin.createTopics(List.of(new NewTopic(name, 3, (short) 1))).all().get();
        }
    }

    /** Every event that stands in the topic, in the order of its one partition that has any. */
    public List<ConsumerRecord<byte[], byte[]>> events(String topic, int atLeast) {
        return events(address(), topic, atLeast);
    }

    /** The same, of a broker at that address whose topic has three partitions. */
    public static List<ConsumerRecord<byte[], byte[]>> events(String address, String topic, int atLeast) {
        var settings = new Properties();
        settings.put("bootstrap.servers", address);
        settings.put("key.deserializer", ByteArrayDeserializer.class.getName());
        settings.put("value.deserializer", ByteArrayDeserializer.class.getName());
        var found = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        try (var consumer = new KafkaConsumer<byte[], byte[]>(settings)) {
            var parts =
                    List.of(new TopicPartition(topic, 0), new TopicPartition(topic, 1), new TopicPartition(topic, 2));
            consumer.assign(parts);
            consumer.seekToBeginning(parts);
            var until = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (found.size() < atLeast && System.nanoTime() < until) {
                consumer.poll(Duration.ofMillis(200)).forEach(found::add);
            }
            consumer.poll(Duration.ofMillis(500)).forEach(found::add);
        }
        return found;
    }

    private Process start(String... program) throws IOException {
        var command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(List.of(program));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                .start();
    }

    @Override
    public void close() {
        kill();
    }
}
