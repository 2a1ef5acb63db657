package io.facegate.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.benmanes.caffeine.cache.Ticker;
import io.facegate.Stage;
import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.Fault;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Picture;
import io.facegate.ledger.Ledger.Question;
import io.facegate.policy.BuiltinRefusals;
import io.facegate.policy.Decision;
import io.facegate.policy.PolicyEngine;
import io.facegate.registry.StopEntry;
import io.facegate.registry.StopTarget;
import io.facegate.registry.StopTarget.Kind;
import io.facegate.vendor.client.FaceCounter;
import io.facegate.vendor.client.PlannedCall;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stop covers what calls amount to with several faces or together, also where the policies permit it all alike. */
class StopOfManyTest {
    private static final Instant NOW = Instant.parse("2026-11-28T03:00:01Z");
    private static final Picture CROWD = picture(0);

    @TempDir
    private Path data;

    private PolicyEngine policies;
    private int counted;

    @BeforeEach
    void permitAllAlike() throws Exception {
        policies = Stage.policies(
                data, Map.of(), "  - {id: all, effect: permit, match: {capability: [verify, identify]}}\n");
    }

    private static Picture picture(int number) {
        return new Picture(new byte[] {(byte) number}, Picture.Format.PNG, 1, 1);
    }

    private static FaceCall comparison(Facts facts, int other) {
        return new FaceCall(
                "rekognition",
                "CompareFaces",
                facts,
                new NormalizedRequest.Compare(CROWD, picture(other), 0.8),
                Map.of(),
                null);
    }

    private static FaceCall crowded() {
        var facts = Facts.of(Set.of(Capability.VERIFY)).withThreshold(0.8);
        return comparison(facts.withCrowd(Set.of(Capability.IDENTIFY_RETRO), CROWD), 1);
    }

    private DecisionService service(FaceCounter counter, String... stopped) {
        var set = new StopEntry.Step("m.roe", NOW, "Because of 14.");
        var stops = new ArrayList<StopEntry>();
        for (var word : stopped) {
            stops.add(new StopEntry("s-1", new StopTarget(Kind.CAPABILITY, word), set, null, null));
        }
        return new DecisionService(
                        () -> policies,
                        (by, picture) -> {
                            counted++;
                            return counter.count(by, picture);
                        },
                        new CallHistoryDetectors(Ticker.systemTicker()))
                .withStops(new StopCheck(() -> List.copyOf(stops)));
    }

    private static DecidedQuestion decide(DecisionService service, FaceCall call) {
        return service.completeAndDecide(
                PlannedCall.unowned(call), new Question(Stage.caller("rescue"), call, "", NOW));
    }

    private static boolean isStopped(DecidedQuestion decided) {
        return decided.decision() instanceof Decision.Refuse refuse && BuiltinRefusals.isStop(refuse.refusal());
    }

    @Test
    void aCrowdIsCountedOnlyWhereTheStopDependsOnIt() {
        assertThat(isStopped(decide(service((by, picture) -> 2, "identify"), crowded())))
                .isTrue();
        assertThat(counted).isEqualTo(1);

        for (var stops : List.of(new String[0], new String[] {"analyze"})) {
            assertThat(decide(service((by, picture) -> 2, stops), crowded()).decision())
                    .isInstanceOf(Decision.Permit.class);
        }
        assertThat(isStopped(decide(service((by, picture) -> 2, "verify", "identify"), crowded())))
                .isTrue();
        assertThat(counted).isEqualTo(1);
    }

    @Test
    void onePersonIsNoCrowd() {
        assertThat(decide(service((by, picture) -> 1, "identify"), crowded()).decision())
                .isInstanceOf(Decision.Permit.class);
    }

    @Test
    void aCrowdThatCannotBeCountedIsNotSent() {
        assertThat(isStopped(decide(service((by, picture) -> 0, "identify"), crowded())))
                .isTrue();
        var busy = decide(
                service(
                        (by, picture) -> {
                            throw new Fault.Overloaded("busy");
                        },
                        "identify"),
                crowded());
        assertThat(busy.busy()).isInstanceOf(Fault.Overloaded.class);
    }

    /** It was decided before the stop. The control is a call that was counted. */
    @Test
    void aCrowdThatNobodyCountedIsNotSentAfterTheStop() {
        var uncounted =
                decide(service((by, picture) -> 2), crowded()).question().call();
        var identify = service((by, picture) -> 1, "identify");
        assertThatThrownBy(() -> identify.stops().require(uncounted)).isInstanceOf(Fault.Stopped.class);
        service((by, picture) -> 1, "analyze").stops().require(uncounted);
        identify.stops().require(decide(identify, crowded()).question().call());
    }

    @Test
    void comparisonsThatAreASearchTogetherAreStopped() {
        var facts = Facts.of(Set.of(Capability.VERIFY)).withThreshold(0.8);
        for (var stop : List.of("identify", "analyze")) {
            var service = service((by, picture) -> 1, stop);
            var stopped = IntStream.rangeClosed(1, AggregationDetector.OTHERS + 1)
                    .mapToObj(other -> isStopped(decide(service, comparison(facts, other))))
                    .toList();
            assertThat(stopped.subList(0, AggregationDetector.OTHERS)).containsOnly(false);
            assertThat(stopped.getLast()).isEqualTo(stop.equals("identify"));
        }
    }
}
