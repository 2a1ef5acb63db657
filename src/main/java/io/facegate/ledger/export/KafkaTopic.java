package io.facegate.ledger.export;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A topic of a Kafka cluster.
 *
 * @param servers {@code HOST:PORT}, several separated by commas
 * @param settings a file of further Kafka client settings, such as its security; or null
 */
public record KafkaTopic(
        String servers, String topic, @Nullable Path settings) {}
