package io.facegate;

import static io.facegate.Stage.header;
import static io.facegate.Stage.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.Reply;
import io.facegate.gateway.limits.CallLimiter;
import io.facegate.gateway.limits.QuotaSet;
import io.facegate.gateway.limits.ValkeyAddress;
import io.facegate.gateway.limits.ValkeyCallHistory;
import io.facegate.gateway.limits.ValkeyCounters;
import io.facegate.gateway.limits.ValkeyScripts;
import io.facegate.http.VendorCallHandler;
import io.facegate.identity.Caller;
import io.facegate.ledger.Cleared;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.reading.RecordSearch;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.registry.Quota;
import io.facegate.vendor.client.CallPlan;
import io.facegate.vendor.client.PlannedCall;
import io.facegate.vendor.client.Provider;
import io.facegate.vendor.wire.HttpAnswer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What each wire says when a quota is used up, and when shared counts are down: its own errors, on record. */
class QuotaWireTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    @TempDir
    private Path data;

    private Ledger ledger;
    private final Answering vendor = new Answering();

    @BeforeEach
    void open() {
        ledger = Stage.ledger(data);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private static final class Answering implements Provider {
        private final List<FaceCall> saw = new ArrayList<>();
        private boolean isDown;
        private Consumer<Cleared> happens = _ -> {};

        @Override
        public CallPlan plan(Caller caller, FaceCall asked) {
            return PlannedCall.unowned(asked).alone();
        }

        @Override
        public Reply send(Cleared cleared) {
            saw.add(cleared.consume());
            happens.accept(cleared);
            if (isDown) {
                throw new Fault.ProviderDown("The vendor does not answer.");
            }
            return new Reply.Failed(Reply.Failure.INVALID_IMAGE, "No picture.");
        }
    }

    private static CallLimiter limiting(CallLimiter limiter, Quota.Rate rate, OptionalLong perDay) {
        var everything = new Quota.Scope(Quota.EACH, null, null, null);
        limiter.use(new QuotaSet(List.of(new Quota("all", everything, rate, perDay, OptionalLong.empty()))));
        return limiter;
    }

    private static CallLimiter daily(long calls) {
        return limiting(new CallLimiter(null, 0), null, OptionalLong.of(calls));
    }

    private VendorCallHandler wire(DetectCall call, CallLimiter limiter) throws Exception {
        var policies = Stage.policies(
                data.resolve("policies"),
                Map.of(),
                "  - {id: all, effect: permit, match: {capability: [detect, analyze]}}\n");
        return new VendorCallHandler(
                Stage.gate(policies, ledger, vendor, Stage::caller).withLimiter(limiter), call.wire);
    }

    @ParameterizedTest
    @EnumSource
    void aRateThatIsExceededIsTheWiresThrottlingError(DetectCall call) throws Exception {
        var limiter = limiting(new CallLimiter(null, 0), new Quota.Rate(0.1, 1), OptionalLong.empty());
        var wire = wire(call, limiter);
        var first = wire.handle(call.arrival(NOW));
        assertThat(header(first, "RateLimit")).isEqualTo("\"all-second\";r=0");
        assertThat(vendor.saw).hasSize(1);

        var second = wire.handle(call.arrival(NOW));

        assertThrottled(call, second);
        assertThat(header(second, "RateLimit-Policy")).isEqualTo("\"all-second\";q=1;w=10");
        assertThat(vendor.saw).hasSize(1);
        assertThat(kinds()).containsExactly("OUTCOME", "DECISION");
        limiter.flush(
                NOW.plusSeconds(60),
                counts -> assertThat(counts)
                        .startsWith("quota_exceeded,rescue,FGAKrescue,all-second,2026-11-24T12:00:00Z,1"));
    }

    @ParameterizedTest
    @EnumSource
    void aBudgetThatIsUsedUpIsTheWiresThrottlingErrorAndAFaultOnRecord(DetectCall call) throws Exception {
        var wire = wire(call, daily(1));
        assertThat(header(wire.handle(call.arrival(NOW)), "RateLimit")).isEqualTo("\"all-day\";r=0;t=43200");

        var second = wire.handle(call.arrival(NOW));

        assertThrottled(call, second);
        assertThat(header(second, "RateLimit")).isEqualTo("\"all-day\";r=0;t=43200");
        if (call != DetectCall.GOOGLE_GRPC) {
            assertThat(header(second, "Retry-After")).isEqualTo("43200");
            assertThat(text(second)).contains("2026-11-25T00:00:00Z");
            assertThat(header(second, "Facegate-Decision")).isNotEmpty();
        }
        assertThat(vendor.saw).hasSize(1);
        assertThat(newest("OUTCOME")).contains("\"status\":\"fault\"", "\"code\":\"quota_exceeded\"");
    }

    /** The control: a vendor that failed is no reason to count the call. */
    @ParameterizedTest
    @EnumSource
    void aCallThatTheVendorFailedToAnswerIsGivenBack(DetectCall call) throws Exception {
        var wire = wire(call, daily(1));
        vendor.isDown = true;
        wire.handle(call.arrival(NOW));
        wire.handle(call.arrival(NOW));
        assertThat(vendor.saw).hasSize(2);
        vendor.isDown = false;
        wire.handle(call.arrival(NOW));
        assertThat(vendor.saw).hasSize(3);
        wire.handle(call.arrival(NOW));
        assertThat(vendor.saw).hasSize(3);
    }

    /** What was not sent costs nothing; what was sent and got no answer may have been carried out. */
    @ParameterizedTest
    @EnumSource(names = {"REKOGNITION", "NEUTRAL"})
    void onlyWhatWasNotSentIsGivenBack(DetectCall call) throws Exception {
        for (Consumer<Cleared> notSent : List.<Consumer<Cleared>>of(
                _ -> {
                    throw new Fault.CircuitOpen(1, "open");
                },
                _ -> {
                    throw new Fault.Overloaded("full");
                },
                cleared -> cleared.trail().recordStopped())) {
            var wire = wire(call, daily(1));
            vendor.happens = notSent;
            wire.handle(call.arrival(NOW));
            vendor.happens = _ -> {};
            int before = vendor.saw.size();
            wire.handle(call.arrival(NOW));
            assertThat(vendor.saw).as("there is still one").hasSize(before + 1);
        }
        var wire = wire(call, daily(1));
        vendor.happens = cleared -> {
            cleared.trail().recordUnanswered();
            throw new Fault.ProviderDown("No answer.");
        };
        wire.handle(call.arrival(NOW));
        vendor.happens = _ -> {};
        assertThrottled(call, wire.handle(call.arrival(NOW)));
    }

    /** A flood leaves ten records of calls, then only a count. */
    @ParameterizedTest
    @EnumSource(names = {"REKOGNITION", "NEUTRAL"})
    void aFloodLeavesFewRecords(DetectCall call) throws Exception {
        var limiter = daily(0);
        var wire = wire(call, limiter);
        for (int each = 0; each < 50; each++) {
            assertThrottled(call, wire.handle(call.arrival(NOW)));
        }
        assertThat(vendor.saw).isEmpty();
        assertThat(kinds()).hasSize(20);
        var counted = new ArrayList<String>();
        limiter.flush(NOW.plusSeconds(60), counted::add);
        assertThat(counted).containsExactly("quota_exceeded,rescue,FGAKrescue,all-day,2026-11-24T12:00:00Z,50");
    }

    @ParameterizedTest
    @EnumSource
    void whileSharedCountsAreDownNothingIsForwarded(DetectCall call) throws Exception {
        var unreachable = ValkeyAddress.parse("redis://127.0.0.1:" + Ports.free());
        for (var rate : new Quota.Rate[] {null, new Quota.Rate(5, 5)}) {
            var perDay = rate == null ? OptionalLong.of(100) : OptionalLong.empty();
            var shared = new CallLimiter(new ValkeyCounters(new ValkeyScripts(unreachable, null, new byte[32])), 0);
            try (var limiter = limiting(shared, rate, perDay)) {
                var answer = wire(call, limiter).handle(call.arrival(NOW));
                if (call == DetectCall.GOOGLE_GRPC) {
                    assertThat(answer.headers()).contains(Map.entry("grpc-status", "14"));
                } else {
                    assertThat(answer.status()).as(text(answer)).isEqualTo(503);
                    assertThat(text(answer)).contains("counts that gateways share");
                }
                limiter.flush(NOW.plusSeconds(60), counts -> assertThat(counts).startsWith("limits_down,rescue"));
            }
        }
        assertThat(vendor.saw).isEmpty();
        assertThat(newest("OUTCOME")).contains("\"status\":\"fault\"", "\"code\":\"limits_down\"");
    }

    /** Other gateways may have refused the picture three times. */
    @ParameterizedTest
    @EnumSource
    void whileCallsAtOtherGatewaysAreUnknownNoPictureIsForwarded(DetectCall call) throws Exception {
        var unreachable = ValkeyAddress.parse("redis://127.0.0.1:" + Ports.free());
        var scripts = new ValkeyScripts(unreachable, null, new byte[32]);
        var counters = new ValkeyCounters(scripts);
        try (var limiter = new CallLimiter(counters, new ValkeyCallHistory(scripts), 0)) {
            var answer = wire(call, limiter).handle(call.arrival(NOW));
            if (call == DetectCall.GOOGLE_GRPC) {
                assertThat(answer.headers()).contains(Map.entry("grpc-status", "14"));
            } else {
                assertThat(answer.status()).as(text(answer)).isEqualTo(503);
            }
            assertThat(vendor.saw).isEmpty();
            assertThat(newest("OUTCOME")).contains("\"status\":\"fault\"", "\"code\":\"limits_down\"");
        }
        try (var limiter = new CallLimiter(counters, new ValkeyCallHistory(scripts), 0.5)) {
            wire(call, limiter).handle(call.arrival(NOW));
            assertThat(vendor.saw)
                    .as("control: with a fallback it goes by itself")
                    .hasSize(1);
            assertThat(limiter.usesFallback()).isTrue();
        }
    }

    private static void assertThrottled(DetectCall call, HttpAnswer answer) {
        assertThat(answer.status()).as(text(answer)).isEqualTo(call.status);
        if (call == DetectCall.GOOGLE_GRPC) {
            assertThat(answer.headers()).contains(Map.entry("grpc-status", "8"));
        } else {
            assertThat(text(answer)).contains(call.throttled.replace("overloaded", "quota_exceeded"));
            assertThat(Integer.parseInt(header(answer, "Retry-After"))).isPositive();
        }
    }

    private List<String> records() {
        ledger.recordAct(new Ledger.Administrative("settle", "test", NOW));
        try (var archive = RecordSearch.open(data)) {
            return archive.find(RecordQuery.matchAll(200)).stream()
                    .map(entry -> new String(entry.json(), UTF_8))
                    .filter(record -> !record.contains("\"kind\":\"ADMIN\""))
                    .toList();
        }
    }

    private List<String> kinds() {
        return records().stream()
                .map(record -> record.contains("\"kind\":\"DECISION\"") ? "DECISION" : "OUTCOME")
                .toList();
    }

    private String newest(String kind) {
        return records().stream()
                .filter(record -> record.contains("\"kind\":\"" + kind + "\""))
                .findFirst()
                .orElseThrow();
    }
}
