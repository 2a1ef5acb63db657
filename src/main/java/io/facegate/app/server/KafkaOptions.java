package io.facegate.app.server;

import io.facegate.cli.EnvironmentVariables;
import io.facegate.cli.SecretFileArgument;
import io.facegate.ledger.export.KafkaTopic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for the Kafka topic that records are exported to. Each has an environment variable of the same name. */
@EnvironmentVariables
public final class KafkaOptions {
    private static final int LAST_PORT = 65_535;

    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT",
            description = "The Kafka brokers to send every record to, as a CloudEvent, once it is durable. No call"
                    + " waits for them. Default: none.")
    private @Nullable String servers;

    @Option(
            names = "--kafka-topic",
            defaultValue = "facegate-ledger",
            paramLabel = "TOPIC",
            description = "The topic. Default: facegate-ledger.")
    private String topic = "facegate-ledger";

    @Option(
            names = "--kafka-settings",
            paramLabel = "FILE",
            converter = SecretFileArgument.class,
            description = "A file with more settings of the Kafka client, such as security. Default: none.")
    private @Nullable Path more;

    /** Why these options are invalid, or null. */
    @Nullable
    String problem() {
        if (servers != null && !servers.matches("[^\\s:,]+:[0-9]{1,5}(,[^\\s:,]+:[0-9]{1,5})*")) {
            return "--kafka is " + servers + "; expected HOST:PORT, several with commas between them.";
        }
        if (servers != null && Stream.of(servers.split(",", -1)).anyMatch(KafkaOptions::hasNoPort)) {
            return "--kafka is " + servers + "; a port is a number from 1 to " + LAST_PORT + '.';
        }
        if (!topic.matches("[A-Za-z0-9._-]{1,249}")) {
            return "--kafka-topic is " + topic + "; a topic has letters, digits, and . _ - only.";
        }
        return more == null || isRead(more)
                ? null
                : "--kafka-settings: " + more + " holds no settings, NAME=VALUE on each line.";
    }

    private static boolean hasNoPort(String server) {
        int port = Integer.parseInt(server.substring(server.lastIndexOf(':') + 1));
        return port < 1 || port > LAST_PORT;
    }

    private static boolean isRead(Path file) {
        try (var reader = Files.newBufferedReader(file)) {
            new Properties().load(reader);
            return true;
        } catch (IOException | IllegalArgumentException unfit) {
            return false;
        }
    }

    /** The topic, or null if none is configured. */
    @Nullable
    KafkaTopic broker() {
        return servers == null ? null : new KafkaTopic(servers, topic, more);
    }
}
