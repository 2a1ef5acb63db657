package io.facegate;

import static io.facegate.Stage.header;
import static io.facegate.Stage.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.PreconditionFailure;
import io.facegate.call.Reply;
import io.facegate.identity.Caller;
import io.facegate.ledger.Cleared;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.reading.RecordSearch;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.vendor.client.Provider;
import io.facegate.vendor.wire.HttpAnswer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What each wire says when the face engine has no room: its own throttling error, with the time to wait, and a fault on record.
 * The calls whose faces are counted first are in HiddenCrowdTest.
 */
class OverloadWireTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    @TempDir
    private Path data;

    private Ledger ledger;

    @BeforeEach
    void open() {
        ledger = Stage.ledger(data);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    /** As the embedded engine is when too many pictures wait for it. */
    private static final class Full implements Provider {
        @Override
        public @Nullable PreconditionFailure findPreconditionFailure(Caller caller, FaceCall call) {
            return null;
        }

        @Override
        public Reply send(Cleared cleared) {
            throw new Fault.Overloaded("Too many pictures are waiting for the face engine.", 2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anEngineWithoutRoomIsTheWiresThrottlingErrorAndAFaultOnRecord(DetectCall call) throws Exception {
        var policies = Stage.policies(
                data.resolve("policies"),
                Map.of(),
                "  - {id: all, effect: permit, match: {capability: [detect, analyze]}}\n");
        var wire = Stage.wire(call.wire, policies, ledger, new Full(), Stage::caller);

        var answer = wire.handle(call.arrival(NOW));

        assertThat(answer.status()).as(text(answer)).isEqualTo(call.status);
        assertThat(text(answer)).contains(call.throttled);
        if (call == DetectCall.GOOGLE_GRPC) {
            assertThrottled(answer);
        } else {
            assertThat(header(answer, "Retry-After")).isEqualTo("2");
        }
        assertThat(newest("DECISION")).contains("\"verdict\":\"permit\"");
        assertThat(newest("OUTCOME")).contains("\"status\":\"fault\"", "\"code\":\"overloaded\"");
    }

    /** Over gRPC: RESOURCE_EXHAUSTED. */
    private static void assertThrottled(HttpAnswer answer) {
        assertThat(answer.headers()).contains(Map.entry("grpc-status", "8"));
        assertThat(answer.headers()).extracting(Map.Entry::getKey).contains("retry-after");
    }

    private String newest(String kind) {
        ledger.recordAct(new Ledger.Administrative("settle", "test", NOW));
        try (var archive = RecordSearch.open(data)) {
            return archive.find(RecordQuery.matchAll(20)).stream()
                    .map(entry -> new String(entry.json(), UTF_8))
                    .filter(record -> record.contains("\"kind\":\"" + kind + "\""))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
