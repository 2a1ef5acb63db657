package io.facegate;

import static io.facegate.Stage.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.Capability;
import io.facegate.call.CrossVendorRoute;
import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.Reply;
import io.facegate.gateway.StopCheck;
import io.facegate.http.VendorCallHandler;
import io.facegate.identity.Caller;
import io.facegate.ledger.Cleared;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.reading.RecordSearch;
import io.facegate.ledger.replay.ExactReplay;
import io.facegate.ledger.replay.PolicyHistory;
import io.facegate.ledger.replay.RecordedDecisions;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.policy.PolicyEngine;
import io.facegate.policy.reading.PolicyReader;
import io.facegate.registry.StopEntry;
import io.facegate.registry.StopTarget;
import io.facegate.registry.StopTarget.Kind;
import io.facegate.vendor.client.CallPlan;
import io.facegate.vendor.client.PlannedCall;
import io.facegate.vendor.client.Provider;
import io.facegate.vendor.wire.HttpAnswer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A stop overrides what the policies permit, on every wire: before the decision, and between it and the sending. */
class StopWireTest {
    private static final Instant NOW = Instant.parse("2026-11-28T03:00:01Z");
    private static final StopEntry DETECT = stop(new StopTarget(Kind.CAPABILITY, "detect"));

    @TempDir
    private Path data;

    private Ledger ledger;
    private final Answering vendor = new Answering();

    static StopEntry stop(StopTarget target) {
        var set = new StopEntry.Step("m.roe", Instant.parse("2026-11-28T03:00:00Z"), "Secret reasons.");
        return new StopEntry("s-7k2m9q4x8h3d", target, set, null, null);
    }

    @BeforeEach
    void open() {
        ledger = Stage.ledger(data);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    static final class Answering implements Provider {
        final List<FaceCall> saw = new ArrayList<>();
        /** Who can answer a neutral call; empty to plan it as it is. */
        private List<String> engines = List.of();

        @Override
        public CallPlan plan(Caller caller, FaceCall asked) {
            var ways = engines.stream()
                    .map(engine -> asked.routedTo(
                            engine, "Detect", new CrossVendorRoute(asked.wire(), asked.operation(), null, engine)))
                    .map(PlannedCall::unowned)
                    .toList();
            return ways.isEmpty() ? PlannedCall.unowned(asked).alone() : () -> ways;
        }

        @Override
        public Reply send(Cleared cleared) {
            saw.add(cleared.consume());
            return new Reply.Failed(Reply.Failure.INVALID_IMAGE, "No picture.");
        }
    }

    private Path packs() throws Exception {
        return Stage.house(
                data.resolve("policies"), "  - {id: all, effect: permit, match: {capability: [detect, analyze]}}\n");
    }

    private VendorCallHandler wire(DetectCall call, Supplier<List<StopEntry>> stops) throws Exception {
        return new VendorCallHandler(
                Stage.gate(PolicyEngine.load(packs()), ledger, vendor, Stage::caller)
                        .withContact("faces@example.org")
                        .withStops(new StopCheck(stops)),
                call.wire);
    }

    private static String message(HttpAnswer answer) {
        return text(answer) + Stage.header(answer, "grpc-message");
    }

    @ParameterizedTest
    @EnumSource
    void whatIsStoppedIsToldAndOnRecordAndNothingIsSent(DetectCall call) throws Exception {
        var answer = wire(call, () -> List.of(DETECT)).handle(call.arrival(NOW));

        assertThat(vendor.saw).isEmpty();
        assertThat(message(answer))
                .contains(
                        "stopped",
                        "the capability detect",
                        "2026-11-28T03:00:00Z",
                        DETECT.id(),
                        "Contact: faces@example.org. Decision: ")
                .doesNotContain("Secret reasons", "m.roe");
        assertThat(newest("DECISION"))
                .contains(
                        "\"verdict\":\"refuse\"",
                        "\"rule\":\"facegate/stopped\"",
                        "\"clause\":\"stop: " + DETECT.id() + " capability/detect\"");
        assertThat(replayed()).isEqualTo(1);
    }

    /** The control: a stop of something else changes nothing. */
    @ParameterizedTest
    @EnumSource
    void anotherStopStopsNothing(DetectCall call) throws Exception {
        wire(call, () -> List.of(stop(new StopTarget(Kind.CAPABILITY, "identify"))))
                .handle(call.arrival(NOW));
        assertThat(vendor.saw).hasSize(1);
    }

    /** The decision stays on record as it was made, and the outcome says that nothing was forwarded. */
    @ParameterizedTest
    @EnumSource
    void aStopAfterTheDecisionHoldsBeforeTheSending(DetectCall call) throws Exception {
        var asked = new ArrayList<String>();
        var answer = wire(call, () -> {
                    asked.add("once");
                    return asked.size() == 1 ? List.of() : List.of(DETECT);
                })
                .handle(call.arrival(NOW));

        assertThat(vendor.saw).isEmpty();
        assertThat(message(answer)).contains("the capability detect", DETECT.id(), "Contact: faces@example.org.");
        assertThat(newest("DECISION")).contains("\"verdict\":\"permit\"");
        assertThat(newest("OUTCOME")).contains("\"status\":\"not_forwarded\"", "\"code\":\"stopped\"");
        assertThat(replayed()).isEqualTo(1);
    }

    /** Face++ keeps each face that it detects. A caller who may not enrol is served without that, yet the vendor does it. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void whatAVendorAddsUnaskedIsStoppedWhereTheCallerMayNotHaveIt(int heardAfter) throws Exception {
        var call = DetectCall.FACEPLUSPLUS;
        wire(call, List::of).handle(call.arrival(NOW));
        assertThat(vendor.saw)
                .singleElement()
                .satisfies(sent -> assertThat(sent.facts().capabilities()).doesNotContain(Capability.ENROLL));

        var enroll = stop(new StopTarget(Kind.CAPABILITY, "enroll"));
        var asked = new AtomicInteger();
        var answer = wire(call, () -> asked.getAndIncrement() < heardAfter ? List.of() : List.of(enroll))
                .handle(call.arrival(NOW));
        assertThat(message(answer)).contains("the capability enroll", enroll.id());
        assertThat(vendor.saw).hasSize(1);
        assertThat(newest("DECISION")).contains("\"verdict\":\"" + (heardAfter == 0 ? "refuse" : "permit") + '"');
        assertThat(replayed()).isEqualTo(2);
    }

    /** A gateway that has not heard what is stopped sends nothing, before the decision or after it. */
    @ParameterizedTest
    @EnumSource
    void whereStopsAreNotKnownNothingIsSent(DetectCall call) throws Exception {
        for (int known = 0; known < 2; known++) {
            int left = known;
            var asked = new ArrayList<String>();
            wire(call, () -> {
                        asked.add("once");
                        if (asked.size() > left) {
                            throw new Fault.RegistryDown("The registry cannot be read.");
                        }
                        return List.of();
                    })
                    .handle(call.arrival(NOW));
        }
        assertThat(vendor.saw).isEmpty();
        assertThat(newest("OUTCOME")).contains("\"status\":\"fault\"", "\"code\":\"registry_down\"");
    }

    /** A stopped vendor is replaced by the other that its route names, on record as the one that answered. */
    @Test
    void anotherVendorOfTheRouteAnswersInPlaceOfAStoppedOne() throws Exception {
        vendor.engines = List.of("rekognition", "azure_face");
        var stop = stop(new StopTarget(Kind.VENDOR, "rekognition"));
        wire(DetectCall.NEUTRAL, () -> List.of(stop)).handle(DetectCall.NEUTRAL.arrival(NOW));
        assertThat(vendor.saw).singleElement().extracting(FaceCall::engine).isEqualTo("azure_face");
        assertThat(newest("DECISION")).contains("\"verdict\":\"permit\"", "azure_face");

        vendor.engines = List.of("rekognition");
        var answer = wire(DetectCall.NEUTRAL, () -> List.of(stop)).handle(DetectCall.NEUTRAL.arrival(NOW));
        assertThat(message(answer)).contains("the vendor rekognition", stop.id());
        assertThat(vendor.saw).hasSize(1);
    }

    /** Calls that were stopped do not count as tried elsewhere once the stop is lifted. */
    @ParameterizedTest
    @EnumSource(names = {"REKOGNITION", "NEUTRAL"})
    void aLiftedStopLeavesNoTrace(DetectCall call) throws Exception {
        var stops = new ArrayList<>(List.of(DETECT));
        var wire = wire(call, () -> List.copyOf(stops));
        for (int each = 0; each < 20; each++) {
            wire.handle(call.arrival(NOW));
        }
        assertThat(vendor.saw).isEmpty();
        stops.clear();
        wire.handle(call.arrival(NOW));
        assertThat(vendor.saw).hasSize(1);
    }

    /** How many decisions on record a replay reproduces to the byte; none may differ. */
    private long replayed() throws Exception {
        var set = PolicyReader.load(data.resolve("policies"));
        PolicyHistory history = _ -> new PolicyHistory.ArchivedSet.Available(set, PolicyEngine.of(set));
        var again = new ExactReplay(history, _ -> {})
                .replay(new RecordedDecisions(LedgerAddress.ofFolder(data), null, null));
        assertThat(again.differingCount()).isZero();
        return again.reproducedCount();
    }

    /** An outcome is recorded after the answer is sent: an act that waits for its record waits for it too. */
    private String newest(String kind) throws Exception {
        ledger.recordAct(new Ledger.Administrative("settle", "test", NOW));
        try (var archive = RecordSearch.open(data)) {
            return archive.find(RecordQuery.matchAll(10)).stream()
                    .map(record -> new String(record.json(), UTF_8))
                    .filter(record -> record.contains("\"kind\":\"" + kind + '"'))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
