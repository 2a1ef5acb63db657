package io.facegate.app.sinks;

import io.facegate.app.files.StrictYamlFile;
import io.facegate.app.webhook.HttpsAddress;
import io.facegate.app.webhook.WebhookEndpoint;
import io.facegate.ledger.export.EventEncoding;
import io.facegate.ledger.export.ExportFormat;
import io.facegate.ledger.export.KafkaSink;
import io.facegate.ledger.export.KafkaTopic;
import io.facegate.ledger.export.OcsfVersion;
import io.facegate.ledger.export.RecordSink;
import io.facegate.ledger.publish.PublicationTargets;
import io.facegate.ledger.publish.S3Target;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The file of {@code --sinks}: where every record is sent on to. Parsed strictly: a misspelt key is an error. */
public final class SinksFile {
    private static final Set<String> OF_ALL = Set.of("name", "kind", "format", "ocsf");

    /** The settings of each kind, beside those of all. */
    private static final Map<String, Set<String>> OF_KIND = Map.of(
            "kafka", Set.of("servers", "topic", "settings"),
            "webhook", Set.of("url", "secret", "private"),
            "otlp", Set.of("url", "headers", "private"),
            "s3", Set.of("bucket", "endpoint", "region"));

    private static final int MOST = 20;

    private final StrictYamlFile file;

    private SinksFile(Path path) {
        this.file = new StrictYamlFile(path, "docs/export.md");
    }

    /**
     * Reads the sinks of a file; none without a file.
     *
     * @throws IllegalArgumentException with a sentence for the operator when the file is missing or malformed
     */
    public static List<SinkSettings> read(@Nullable Path path) {
        return path == null ? List.of() : new SinksFile(path).sinks();
    }

    /** Why the file is no such file, or null. */
    public static @Nullable String problem(@Nullable Path path) {
        try {
            read(path);
            return null;
        } catch (IllegalArgumentException unfit) {
            return "--sinks: " + unfit.getMessage();
        }
    }

    private List<SinkSettings> sinks() {
        var settings = Stream.concat(OF_ALL.stream(), OF_KIND.values().stream().flatMap(Set::stream))
                .collect(Collectors.toSet());
        var entries = file.entries("sinks", settings);
        file.require(entries.size() <= MOST, "it may name " + MOST + " sinks");
        var names = new HashSet<String>();
        var all = entries.stream().map(this::sink).toList();
        all.forEach(one -> file.require(names.add(one.name()), "two sinks have the name " + one.name()));
        return all;
    }

    private SinkSettings sink(Map<?, ?> entry) {
        var name = file.name(entry);
        file.require(!name.equals(SinkSettings.KAFKA), "kafka is the name of the sink of --kafka; choose another");
        var kind = file.text(entry.get("kind"), "kind of " + name);
        var own = OF_KIND.get(kind);
        file.require(own != null, "kind is one of " + String.join(", ", new TreeSet<>(OF_KIND.keySet())));
        for (var key : entry.keySet()) {
            var setting = String.valueOf(key);
            file.require(
                    OF_ALL.contains(setting) || (own != null && own.contains(setting)),
                    "a sink of kind " + kind + " has no setting " + setting);
        }
        return switch (kind) {
            case "kafka" -> kafka(name, entry);
            case "webhook" -> webhook(name, entry);
            case "otlp" -> otlp(name, entry);
            default -> s3(name, entry);
        };
    }

    private SinkSettings kafka(String name, Map<?, ?> entry) {
        var servers = file.text(entry.get("servers"), "servers of " + name);
        requireNoProblem("servers of " + name + ' ', KafkaTopic.problemOfServers(servers));
        var topic = file.text(entry.get("topic"), "topic of " + name);
        requireNoProblem("topic of " + name + ' ', KafkaTopic.problemOfTopic(topic));
        var more = beside(entry.get("settings"), "settings of " + name);
        requireNoProblem("settings of " + name + ": ", more == null ? null : KafkaTopic.problemOfSettings(more));
        var to = new KafkaTopic(servers, topic, more);
        var encoding = encoding(entry, ExportFormat.CLOUDEVENTS);
        return settings(name, "kafka", topic, () -> new KafkaSink(to, encoding));
    }

    private SinkSettings webhook(String name, Map<?, ?> entry) {
        var to = WebhookEndpoint.read(file, entry, name);
        var encoding = encoding(entry, ExportFormat.CLOUDEVENTS);
        return settings(name, "webhook", to.address().url().toString(), () -> new WebhookSink(to, encoding));
    }

    private SinkSettings otlp(String name, Map<?, ?> entry) {
        var to = HttpsAddress.read(file, entry, name);
        var headers = beside(entry.get("headers"), "headers of " + name);
        try {
            HttpHeadersFile.read(headers);
        } catch (IOException unfit) {
            throw file.error("headers of " + name + ": " + unfit.getMessage());
        }
        var encoding = encoding(entry, ExportFormat.JSONL);
        return settings(name, "otlp", to.url().toString(), () -> new OtlpSink(to, headers, encoding));
    }

    private SinkSettings s3(String name, Map<?, ?> entry) {
        var place = file.text(entry.get("bucket"), "bucket of " + name);
        var endpoint = optional(entry.get("endpoint"), "endpoint of " + name);
        var region = optional(entry.get("region"), "region of " + name);
        file.require(place.startsWith("s3://"), "bucket of " + name + " is s3://bucket/prefix");
        requireNoProblem("bucket of " + name + ": ", new PublicationTargets(place, endpoint, region).problem());
        var at = new S3Target.Place(URI.create(place), region, endpoint == null ? null : URI.create(endpoint));
        var encoding = encoding(entry, ExportFormat.JSONL);
        return settings(
                name, "s3", place, () -> new HourlyObjectSink(() -> S3Target.create(at), encoding, Clock.systemUTC()));
    }

    private static SinkSettings settings(String name, String kind, String place, Supplier<RecordSink> opener) {
        return new SinkSettings(name, "sink-" + name, kind, place, opener);
    }

    private EventEncoding encoding(Map<?, ?> entry, ExportFormat usual) {
        var word = optional(entry.get("format"), "format");
        var format = word == null
                ? usual
                : EventEncoding.FORMATS.stream()
                        .filter(one -> one.key().equals(word))
                        .findFirst()
                        .orElseThrow(() -> file.error("format is one of cloudevents, jsonl, ocsf"));
        var number = optional(entry.get("ocsf"), "ocsf");
        file.require(number == null || format == ExportFormat.OCSF, "ocsf goes with format: ocsf");
        var version = number == null
                ? OcsfVersion.DEFAULT
                : OcsfVersion.find(number)
                        .orElseThrow(() -> file.error("ocsf is one of " + Arrays.toString(OcsfVersion.values())));
        return new EventEncoding(format, version);
    }

    private @Nullable String optional(@Nullable Object value, String what) {
        return value == null ? null : file.text(value, what);
    }

    private @Nullable Path beside(@Nullable Object value, String what) {
        var named = optional(value, what);
        if (named == null) {
            return null;
        }
        var path = file.path().resolveSibling(named).toAbsolutePath();
        file.require(Files.isReadable(path), what + ": " + path + " cannot be read");
        return path;
    }

    private void requireNoProblem(String what, @Nullable String problem) {
        file.require(problem == null, what + problem);
    }
}
