package io.facegate.app.sinks;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.InvalidProtocolBufferException;
import io.facegate.app.webhook.HttpsAddress;
import io.facegate.app.webhook.HttpsPost;
import io.facegate.call.BuildInfo;
import io.facegate.ledger.export.EventEncoding;
import io.facegate.ledger.export.RecordSink;
import io.facegate.ledger.reading.VerifiedRecord;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import io.opentelemetry.proto.resource.v1.Resource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Sink that sends records as logs to an OpenTelemetry collector, over OTLP/HTTP in protobuf. */
final class OtlpSink implements RecordSink {
    private static final int MOST = 500;
    private static final int LONGEST_ANSWER = 64 * 1024;
    private static final String PREFIX = "facegate.record.";
    private static final Set<String> FAILED = Set.of("vendor_error", "fault", "not_forwarded");
    private static final Resource RESOURCE = Resource.newBuilder()
            .addAttributes(attribute("service.name", "facegate"))
            .addAttributes(attribute("service.version", BuildInfo.VERSION))
            .build();

    private final HttpsPost post;
    private final @Nullable Path headers;
    private final EventEncoding encoding;

    /** @param headers the file of further headers, such as a token; or null */
    OtlpSink(HttpsAddress target, @Nullable Path headers, EventEncoding encoding) {
        this.post = new HttpsPost(target);
        this.headers = headers;
        this.encoding = encoding;
    }

    @Override
    public int most() {
        return MOST;
    }

    @Override
    public long send(List<VerifiedRecord> records) throws IOException, InterruptedException {
        if (records.isEmpty()) {
            return 0;
        }
        var scope = ScopeLogs.newBuilder()
                .setScope(InstrumentationScope.newBuilder().setName("facegate.ledger"));
        for (var record : records) {
            scope.addLogRecords(log(record));
        }
        var request = ExportLogsServiceRequest.newBuilder()
                .addResourceLogs(ResourceLogs.newBuilder().setResource(RESOURCE).addScopeLogs(scope))
                .build();
        var all = HttpHeadersFile.read(headers);
        all.put("Content-Type", "application/x-protobuf");
        all.put("Content-Encoding", "gzip");
        requireAllAccepted(post.send(gzip(request.toByteArray()), all, LONGEST_ANSWER));
        return records.getLast().index() + 1;
    }

    /** A collector may answer 200 and say that it dropped some: those are not confirmed. */
    private static void requireAllAccepted(byte[] answer) throws IOException {
        try {
            long rejected = ExportLogsServiceResponse.parseFrom(answer)
                    .getPartialSuccess()
                    .getRejectedLogRecords();
            if (rejected > 0) {
                throw new IOException("it rejected " + rejected + " records of those it was sent");
            }
        } catch (InvalidProtocolBufferException other) {
            throw new IOException("it answered 200 with something that is not OTLP", other);
        }
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    private LogRecord log(VerifiedRecord record) throws IOException {
        var fields = record.fields();
        boolean isWarning = fields.path("verdict").asText().equals("refuse")
                || FAILED.contains(fields.path("status").asText());
        var kind = fields.path("kind").asText().toLowerCase(Locale.ROOT);
        var event = new String(encoding.encode(record), StandardCharsets.UTF_8);
        var log = LogRecord.newBuilder()
                .setSeverityNumber(
                        isWarning ? SeverityNumber.SEVERITY_NUMBER_WARN : SeverityNumber.SEVERITY_NUMBER_INFO)
                .setSeverityText(isWarning ? "WARN" : "INFO")
                .setEventName("facegate.ledger." + kind)
                .setBody(AnyValue.newBuilder().setStringValue(event))
                .addAttributes(KeyValue.newBuilder()
                        .setKey(PREFIX + "index")
                        .setValue(AnyValue.newBuilder().setIntValue(record.index())))
                .addAttributes(attribute(PREFIX + "leaf", HexFormat.of().formatHex(record.leaf())))
                .addAttributes(attribute(PREFIX + "id", fields.path("id").asText()));
        var nanos = nanos(fields);
        return log.setTimeUnixNano(nanos).setObservedTimeUnixNano(nanos).build();
    }

    private static KeyValue attribute(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }

    /** When it was recorded; 0, which says unknown, if it does not say. */
    private static long nanos(JsonNode fields) {
        try {
            var time = Instant.parse(fields.path("time").asText());
            return time.getEpochSecond() * 1_000_000_000L + time.getNano();
        } catch (DateTimeException none) {
            return 0;
        }
    }

    @Override
    public void close() {
        post.close();
    }
}
