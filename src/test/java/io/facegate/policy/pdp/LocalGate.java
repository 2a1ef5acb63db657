package io.facegate.policy.pdp;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Outcome.Receipt;
import io.facegate.call.Refusal;
import io.facegate.call.Reply;
import io.facegate.gateway.Gateway;
import io.facegate.identity.Caller;
import io.facegate.identity.Credential;
import io.facegate.ledger.Cleared;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Passes;
import io.facegate.ledger.Sample;
import io.facegate.policy.Decision;
import io.facegate.policy.PolicyEngine;
import io.facegate.testkit.TestGateway;
import io.facegate.vendor.client.CallPlan;
import io.facegate.vendor.client.PlannedCall;
import io.facegate.vendor.client.Provider;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A gate whose own policies decide as told, over a ledger that keeps nothing. */
final class LocalGate {
    private static final String DIGEST = "5f".repeat(32);

    private LocalGate() {}

    static Gateway deciding(boolean permitted) {
        var policies = new PolicyEngine() {
            @Override
            public Decision decide(Caller caller, FaceCall call, Instant now, Instant known) {
                var no = new Refusal("no", "own/no", "No.", null, null, "Ask.");
                return permitted
                        ? new Decision.Permit("own/yes", List.of("own/yes"), DIGEST)
                        : new Decision.Refuse(no, "always", List.of("own/no"), DIGEST);
            }

            @Override
            public String digest() {
                return DIGEST;
            }
        };
        return TestGateway.of(policies, new Forgetful(), new Willing())
                .calledBy(Sample.caller(Sample.nonprofit(), "missing_child"));
    }

    static Credential anybody() {
        return new Credential.Missing(new Credential.Request("POST", "/", "", List.of(), "127.0.0.0/24", true));
    }

    static FaceCall call() {
        var facts = FaceCall.Facts.of(Set.of(Capability.VERIFY));
        return new FaceCall(
                "rekognition", "CompareFaces", facts, new NormalizedRequest.VendorSpecific(""), Map.of(), null);
    }

    private static final class Willing implements Provider {
        @Override
        public CallPlan plan(Caller caller, FaceCall asked) {
            return PlannedCall.unowned(asked).alone();
        }

        @Override
        public Reply send(Cleared cleared) {
            cleared.consume();
            return new Reply.Verbatim(200, new byte[0], null);
        }
    }

    private static final class Forgetful implements Ledger {
        @Override
        public Cleared recordPermit(Question question, Decision.Permit permit, Undertaking undertaking) {
            return Passes.of(question.caller(), undertaking.sent());
        }

        @Override
        public Receipt refuse(Question question, Decision.Refuse refuse) {
            return new Receipt("log.test", "an id", new byte[32]);
        }

        @Override
        public Receipt recordEvaluation(Question question, Decision decision) {
            return new Receipt("log.test", "an id", new byte[32]);
        }

        @Override
        public void close(Cleared cleared, Ending ending) {}

        @Override
        public void countUnauthenticated(String source, Fault.Why why, Instant now) {}

        @Override
        public void recordAct(Administrative act) {}

        @Override
        public Head head() {
            return new Head(0, "", 0);
        }

        @Override
        public void halt(String why) {}

        @Override
        public void close() {}
    }
}
