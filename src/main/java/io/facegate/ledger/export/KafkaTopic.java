package io.facegate.ledger.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A topic of a Kafka cluster.
 *
 * @param servers {@code HOST:PORT}, several separated by commas
 * @param settings a file of further Kafka client settings, such as its security; or null
 */
public record KafkaTopic(
        String servers, String topic, @Nullable Path settings) {
    private static final int LAST_PORT = 65_535;

    /** Why these are no addresses of servers, as the rest of a sentence; or null. */
    public static @Nullable String problemOfServers(String servers) {
        if (!servers.matches("[^\\s:,]+:[0-9]{1,5}(,[^\\s:,]+:[0-9]{1,5})*")) {
            return "is " + servers + "; expected HOST:PORT, several with commas between them.";
        }
        return Stream.of(servers.split(",", -1)).anyMatch(KafkaTopic::hasNoPort)
                ? "is " + servers + "; a port is a number from 1 to " + LAST_PORT + '.'
                : null;
    }

    private static boolean hasNoPort(String server) {
        int port = Integer.parseInt(server.substring(server.lastIndexOf(':') + 1));
        return port < 1 || port > LAST_PORT;
    }

    /** Why this is no name of a topic, as the rest of a sentence; or null. */
    public static @Nullable String problemOfTopic(String topic) {
        return topic.matches("[A-Za-z0-9._-]{1,249}")
                ? null
                : "is " + topic + "; a topic has letters, digits, and . _ - only.";
    }

    /** Why this is no file of settings, as the rest of a sentence; or null. */
    public static @Nullable String problemOfSettings(Path file) {
        try (var reader = Files.newBufferedReader(file)) {
            new Properties().load(reader);
            return null;
        } catch (IOException | IllegalArgumentException unfit) {
            return file + " holds no settings, NAME=VALUE on each line.";
        }
    }
}
