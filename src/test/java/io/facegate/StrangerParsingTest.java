package io.facegate;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.PreconditionFailure;
import io.facegate.call.Reply;
import io.facegate.http.VendorCallHandler;
import io.facegate.identity.Caller;
import io.facegate.identity.Credential;
import io.facegate.ledger.Cleared;
import io.facegate.policy.PolicyEngine;
import io.facegate.testkit.ForwardingWire;
import io.facegate.testkit.TestGateway;
import io.facegate.vendor.client.CallPlan;
import io.facegate.vendor.client.PlannedCall;
import io.facegate.vendor.client.Provider;
import io.facegate.vendor.wire.HttpAnswer;
import io.facegate.vendor.wire.HttpCall;
import io.facegate.vendor.wire.VendorWire;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A call whose key nobody knows is not parsed, on any wire; one whose key is known is, once. */
class StrangerParsingTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final PolicyEngine POLICIES = PolicyEngine.load(Path.of("policies"));

    @TempDir
    private Path data;

    private final List<String> steps = new ArrayList<>();

    @ParameterizedTest
    @EnumSource
    void anUnknownKeyCostsNoParsing(DetectCall call) {
        answer(call, false);

        assertThat(steps).containsExactly("credential", "caller");
    }

    @ParameterizedTest
    @EnumSource
    void aKnownCallerIsParsedOnceAfterItIsKnown(DetectCall call) {
        answer(call, true);

        assertThat(steps).containsExactly("credential", "caller", "parse");
    }

    private void answer(DetectCall call, boolean isKnown) {
        try (var ledger = Stage.ledger(data)) {
            var gate = TestGateway.of(POLICIES, ledger, new Nobody()).calledBy(() -> caller(isKnown));
            new VendorCallHandler(gate, new Counting(call.wire, steps)).handle(call.arrival(NOW));
        }
    }

    private Caller caller(boolean isKnown) {
        steps.add("caller");
        if (!isKnown) {
            throw new Fault.Unauthenticated(Fault.Why.UNKNOWN_KEY, "nobody");
        }
        return Stage.caller("rescue");
    }

    /** Who takes no call. */
    private static final class Nobody implements Provider {
        @Override
        public CallPlan plan(Caller caller, FaceCall asked) {
            return PlannedCall.unowned(asked.withPreconditionFailure(PreconditionFailure.NO_PROVIDER))
                    .alone();
        }

        @Override
        public Reply send(Cleared cleared) {
            throw new AssertionError("nothing is sent");
        }
    }

    /** A wire that notes what is asked of it. */
    private static final class Counting extends ForwardingWire {
        private final List<String> steps;

        Counting(VendorWire wire, List<String> steps) {
            super(wire);
            this.steps = steps;
        }

        @Override
        public Credential credential(HttpCall arrival) {
            steps.add("credential");
            return super.credential(arrival);
        }

        @Override
        public FaceCall read(HttpCall arrival) {
            steps.add("parse");
            return super.read(arrival);
        }

        @Override
        public HttpAnswer internalError() {
            throw new AssertionError("nothing breaks");
        }
    }
}
