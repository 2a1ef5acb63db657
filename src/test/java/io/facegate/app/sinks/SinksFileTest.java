package io.facegate.app.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.app.webhook.WebhookReceiver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of sinks is read strictly, and its messages hold no secret. */
class SinksFileTest {
    @TempDir
    private Path folder;

    private String problem(String... entries) throws IOException {
        Files.writeString(folder.resolve("good"), WebhookReceiver.SECRET);
        Files.writeString(folder.resolve("headers"), "Authorization: Bearer hunter2\n");
        Files.writeString(folder.resolve("bad"), "hunter2\n");
        Files.writeString(folder.resolve("kafka.properties"), "security.protocol=SSL\n");
        var file =
                Files.writeString(folder.resolve("sinks.yaml"), "sinks:\n- {" + String.join("}\n- {", entries) + "}\n");
        return String.valueOf(SinksFile.problem(file));
    }

    @Test
    void whatIsRightIsRead() throws IOException {
        assertThat(problem(
                        "name: siem, kind: webhook, url: 'https://siem.example.org/a', secret: good, format: ocsf,"
                                + " ocsf: 1.8.0",
                        "name: stream, kind: kafka, servers: 'k.example:9093', topic: audit, settings:"
                                + " kafka.properties",
                        "name: collector, kind: otlp, url: 'https://o.example/v1/logs', headers: headers, private:"
                                + " true",
                        "name: archive, kind: s3, bucket: 's3://bucket/ledger', region: eu-west-1"))
                .isEqualTo("null");
        assertThat(SinksFile.read(folder.resolve("sinks.yaml")))
                .extracting(SinkSettings::name, SinkSettings::position, SinkSettings::kind)
                .contains(
                        org.assertj.core.groups.Tuple.tuple("siem", "sink-siem", "webhook"),
                        org.assertj.core.groups.Tuple.tuple("archive", "sink-archive", "s3"));
        assertThat(SinksFile.read(null)).isEmpty();
    }

    @Test
    void whatIsWrongIsSaid() throws IOException {
        var wrong = Map.of(
                "name: a, kind: syslog, url: 'https://a.example'", "kind is one of kafka, otlp, s3, webhook",
                "name: a, kind: otlp, url: 'http://a.example/v1/logs'", "begins with https://",
                "name: a, kind: otlp, url: 'https://a.example', secret: good", "kind otlp has no setting secret",
                "name: a, kind: otlp, url: 'https://a.example', headers: bad", "must hold headers",
                "name: a, kind: webhook, url: 'https://a.example', secret: bad", "24 to 64 bytes",
                "name: a, kind: webhook, url: 'https://a.example', secret: good, format: csv", "format is one of",
                "name: a, kind: webhook, url: 'https://a.example', secret: good, ocsf: 1.6.0", "goes with format: ocsf",
                "name: kafka, kind: s3, bucket: 's3://b'", "choose another",
                "name: a, kind: s3, bucket: /srv/ledger", "s3://bucket/prefix",
                "name: a, kind: kafka, servers: k.example, topic: t", "expected HOST:PORT");
        for (var each : wrong.entrySet()) {
            assertThat(problem(each.getKey()))
                    .as(each.getKey())
                    .startsWith("--sinks: ")
                    .contains(each.getValue())
                    .doesNotContain("hunter2");
        }
        assertThat(problem("name: a, kind: webhook, url: 'https://a.example', secret: good, format: ocsf, ocsf: 1.2.0"))
                .contains("ocsf is one of [1.3.0, ");
        assertThat(problem("name: a, kind: s3, bucket: 's3://b'", "name: a, kind: s3, bucket: 's3://c'"))
                .contains("two sinks have the name a");
    }
}
