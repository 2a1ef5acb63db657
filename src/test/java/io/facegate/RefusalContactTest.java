package io.facegate;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.http.VendorCallHandler;
import io.facegate.testkit.TestGateway;
import io.facegate.vendor.client.ProviderRouting;
import io.facegate.vendor.wire.HttpAnswer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A refusal names whom to write to, and the decision to quote, in its message on every wire. */
class RefusalContactTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    @TempDir
    private Path data;

    @ParameterizedTest
    @EnumSource
    void namesTheContactAndTheDecision(DetectCall call) throws Exception {
        var answer = refused(call, "faces@example.org");

        assertThat(message(answer))
                .contains("Contact: faces@example.org. Decision: " + decision(answer)
                        + ". Or send the appeal to this gateway: POST /facegate/v1/decisions/" + decision(answer)
                        + "/appeal.");
    }

    /** The control: where the operator named nobody, no contact is invented. */
    @ParameterizedTest
    @EnumSource
    void namesNoContactThatNobodyGave(DetectCall call) throws Exception {
        var answer = refused(call, "");

        assertThat(message(answer))
                .contains("Decision: " + decision(answer) + '.')
                .doesNotContain("Contact");
    }

    private HttpAnswer refused(DetectCall call, String contact) throws Exception {
        var policies = Stage.policies(data.resolve("packs"), Map.of(), """
              - {id: other, effect: permit, match: {organisation: law_enforcement}}
            """);
        try (var ledger = Stage.ledger(data.resolve("ledger"))) {
            var gate = TestGateway.of(policies, ledger, new ProviderRouting(new LinkedHashMap<>(), null, List.of()))
                    .calledBy(Stage.caller("rescue"))
                    .withContact(contact);
            return new VendorCallHandler(gate, call.wire).handle(call.arrival(NOW));
        }
    }

    private static String message(HttpAnswer answer) {
        return Stage.text(answer) + Stage.header(answer, "grpc-message");
    }

    private static String decision(HttpAnswer answer) {
        return Stage.header(answer, "Facegate-Decision") + Stage.header(answer, "facegate-decision");
    }
}
