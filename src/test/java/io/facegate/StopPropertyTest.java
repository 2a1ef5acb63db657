package io.facegate;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.gateway.Gateway;
import io.facegate.gateway.StopCheck;
import io.facegate.http.VendorCallHandler;
import io.facegate.ledger.Ledger;
import io.facegate.policy.vocabulary.Vendor;
import io.facegate.registry.StopEntry;
import io.facegate.registry.StopTarget;
import io.facegate.registry.StopTarget.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever is stopped, and whenever in a call's life that becomes known: a call is sent if and only if no stop covers it. */
class StopPropertyTest {
    private static final Instant NOW = Instant.parse("2026-11-28T03:00:01Z");

    private static Path data;
    private static Ledger ledger;
    private static int stopped;
    private static int sent;

    @BeforeContainer
    static void open() throws Exception {
        data = Files.createTempDirectory("stops");
        ledger = Stage.ledger(data.resolve("ledger"));
    }

    @AfterContainer
    static void close() {
        ledger.close();
        assertThat(stopped).as("calls that a stop covered").isGreaterThan(20);
        assertThat(sent).as("calls that no stop covered").isGreaterThan(20);
    }

    @Provide
    Arbitrary<StopTarget> targets() {
        return Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(
                        6, Arbitraries.of(Capability.values()).map(one -> new StopTarget(Kind.CAPABILITY, one.code()))),
                net.jqwik.api.Tuple.of(
                        2, Arbitraries.of(Vendor.values()).map(one -> new StopTarget(Kind.VENDOR, one.code()))),
                net.jqwik.api.Tuple.of(1, Arbitraries.just(StopTarget.ALL)));
    }

    @Property(tries = 300)
    void noPermitPassesAStopOnAnyWire(
            @ForAll DetectCall call,
            @ForAll @Size(max = 3) List<@net.jqwik.api.From("targets") StopTarget> targets,
            @ForAll @IntRange(max = 1) int heardLate)
            throws Exception {
        var vendor = new StopWireTest.Answering();
        var stops = targets.stream().map(StopWireTest::stop).toList();
        var asked = new int[1];
        handle(call, vendor, new StopCheck(() -> asked[0]++ < heardLate ? List.<StopEntry>of() : stops));

        var free = new StopWireTest.Answering();
        handle(call, free, new StopCheck(List::of));
        var would = free.saw.getFirst();
        boolean isStopped = targets.stream().anyMatch(target -> covers(target, would));
        assertThat(vendor.saw).hasSize(isStopped ? 0 : 1);
        stopped += isStopped ? 1 : 0;
        sent += isStopped ? 0 : 1;
    }

    /** Told in another way than the product does: by the words, and the parents of capabilities. */
    private static boolean covers(StopTarget target, FaceCall call) {
        return switch (target.kind()) {
            case ALL -> true;
            case VENDOR -> call.provider().equals(target.word());
            case CAPABILITY ->
                // What a vendor adds unasked counts also where the caller may not have it.
                Stream.concat(call.facts().capabilities().stream(), call.facts().unrequested().stream())
                        .anyMatch(one -> {
                            for (var at = one; at != null; at = at.parent()) {
                                if (at.code().equals(target.word())) {
                                    return true;
                                }
                            }
                            return false;
                        });
        };
    }

    private static void handle(DetectCall call, StopWireTest.Answering vendor, StopCheck stops) throws Exception {
        var policies = Stage.policies(
                data.resolve("policies"),
                Map.of(),
                "  - {id: all, effect: permit, match: {capability: [detect, analyze]}}\n");
        Gateway gate = Stage.gate(policies, ledger, vendor, Stage::caller).withStops(stops);
        new VendorCallHandler(gate, call.wire).handle(call.arrival(NOW));
    }
}
