package io.facegate.app.sinks;

import io.facegate.ledger.export.EventEncoding;
import io.facegate.ledger.export.ExportFormat;
import io.facegate.ledger.export.KafkaSink;
import io.facegate.ledger.export.KafkaTopic;
import io.facegate.ledger.export.RecordSink;
import java.util.function.Supplier;

/**
 * A sink as its operator configured it.
 *
 * @param name in messages, health and metrics
 * @param position the name of the outbox's position
 * @param kind the word of its kind in the record of its start
 * @param place where it is, to which that record commits
 * @param opener opens it; sends nothing yet
 */
public record SinkSettings(String name, String position, String kind, String place, Supplier<RecordSink> opener) {
    static final String KAFKA = "kafka";

    /** The sink of {@code --kafka}, whose position has the name that it had before there were others. */
    public static SinkSettings ofKafkaOptions(KafkaTopic topic) {
        return new SinkSettings(
                KAFKA,
                "kafka-" + topic.topic(),
                KAFKA,
                topic.topic(),
                () -> new KafkaSink(topic, EventEncoding.of(ExportFormat.CLOUDEVENTS)));
    }
}
