package io.facegate.app.server;

import io.facegate.app.sinks.SinkSettings;
import io.facegate.cli.EnvironmentVariables;
import io.facegate.cli.HelpHeading;
import io.facegate.cli.SecretFileArgument;
import io.facegate.ledger.export.KafkaTopic;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for the Kafka topic that records are exported to. Each has an environment variable of the same name. */
@EnvironmentVariables
@HelpHeading("Records to Kafka")
public final class KafkaOptions {
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
        var problem = servers == null ? null : KafkaTopic.problemOfServers(servers);
        if (problem != null) {
            return "--kafka " + problem;
        }
        problem = KafkaTopic.problemOfTopic(topic);
        if (problem != null) {
            return "--kafka-topic " + problem;
        }
        problem = more == null ? null : KafkaTopic.problemOfSettings(more);
        return problem == null ? null : "--kafka-settings: " + problem;
    }

    /** The topic as a sink; empty if none is configured. */
    Optional<SinkSettings> sink() {
        return servers == null
                ? Optional.empty()
                : Optional.of(SinkSettings.ofKafkaOptions(new KafkaTopic(servers, topic, more)));
    }
}
