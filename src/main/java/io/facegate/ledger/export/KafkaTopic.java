package io.facegate.ledger.export;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A topic of a Kafka cluster.
 *
 * @param servers {@code HOST:PORT}, several with commas between them
 * @param settings a file of more settings of Kafka's client, such as its security; or null
 */
public record KafkaTopic(
        String servers, String topic, @Nullable Path settings) {}
