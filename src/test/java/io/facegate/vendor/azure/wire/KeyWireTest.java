package io.facegate.vendor.azure.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.Fault;
import io.facegate.gateway.Gateway;
import io.facegate.http.VendorCallHandler;
import io.facegate.http.authzen.AuthzenHandler;
import io.facegate.identity.ApiKeyVerifier;
import io.facegate.identity.Authenticator;
import io.facegate.identity.CallerKey;
import io.facegate.identity.KeyLimits;
import io.facegate.identity.TokenVerifier;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.LedgerSettings;
import io.facegate.policy.PolicyEngine;
import io.facegate.testkit.OneOrganisation;
import io.facegate.testkit.TestOrganisation;
import io.facegate.vendor.embedded.client.Album;
import io.facegate.vendor.embedded.client.EmbeddedProvider;
import io.facegate.vendor.rekognition.wire.RekognitionWire;
import io.facegate.vendor.wire.CallHandler;
import io.facegate.vendor.wire.HttpAnswer;
import io.facegate.vendor.wire.HttpCall;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A key that is for one API, at a gateway that answers several. */
class KeyWireTest {
    private static final String ID = "FGAKONEWIRE000000001";
    private static final String KEY = ApiKeyVerifier.format(ID, "s".repeat(40));

    @TempDir
    private Path folder;

    private Ledger ledger;
    private EmbeddedProvider engine;

    @BeforeEach
    void open() throws Exception {
        ledger = Ledger.open(folder, LedgerSettings.defaults("test").withDeadline(Duration.ofSeconds(10)));
        engine = EmbeddedProvider.open(folder, Instant::now);
    }

    @AfterEach
    void close() {
        engine.close();
        ledger.close();
    }

    @Test
    void answersOnlyOnThatApiAndRefusesElsewhereByItsOwnRule() {
        assertThat(rekognition("rekognition").status()).isEqualTo(200);
        var elsewhere = text(rekognition("azure_face"));
        assertThat(elsewhere)
                .contains("facegate/key_wire_not_allowed")
                .contains("Use a key that is for this API, or for all")
                .contains("Decision: ");
        assertThat(text(azure("rekognition"))).contains("facegate/key_wire_not_allowed");
        assertThat(azure("azure_face").status()).isEqualTo(200);
    }

    @Test
    void asksNoQuestionsUnlessItIsForThemToo() {
        assertThat(text(question("rekognition")))
                .contains("key_wire_not_allowed")
                .contains("\"decision\":false");
        assertThat(text(question("authzen"))).contains("\"decision\":true");
    }

    private HttpAnswer rekognition(String wire) {
        var body = "{\"Image\":{\"Bytes\":\"" + Base64.getEncoder().encodeToString(Album.bytes("sample1.jpg")) + "\"}}";
        return new VendorCallHandler(gateway(wire), new RekognitionWire())
                .handle(Requests.of(
                        "POST /",
                        "application/x-amz-json-1.1",
                        body.getBytes(StandardCharsets.UTF_8),
                        Map.of("X-Amz-Target", "RekognitionService.DetectFaces", "X-Api-Key", KEY)));
    }

    private HttpAnswer azure(String wire) {
        return new VendorCallHandler(gateway(wire), new AzureFaceWire())
                .handle(Requests.of(
                        "POST /face/v1.2/detect?returnFaceId=false",
                        Requests.BYTES,
                        Album.bytes("sample1.jpg"),
                        Map.of("Ocp-Apim-Subscription-Key", KEY)));
    }

    private HttpAnswer question(String wire) {
        var handler = new AuthzenHandler(gateway(wire), Set.of("rekognition"), false);
        return handle(
                handler,
                Requests.of(
                        "POST /access/v1/evaluation",
                        "application/json",
                        """
                        {"subject":{"type":"organisation","id":"hope"},"action":{"name":"ListFaces"},
                        "resource":{"type":"face_api","id":"rekognition"}}\
                        """.getBytes(StandardCharsets.UTF_8),
                        Map.of("X-Api-Key", KEY)));
    }

    private static HttpAnswer handle(CallHandler handler, HttpCall call) {
        try {
            return handler.handle(call);
        } catch (Fault fault) {
            return handler.rejection(fault);
        }
    }

    private Gateway gateway(String wire) {
        var hope = TestOrganisation.of("hope", "nonprofit.child_protection")
                .in("US-OR")
                .purposes("missing_child")
                .build();
        var limits = new KeyLimits(List.of(wire), List.of(), null, null);
        var key =
                new CallerKey(ID, "hope", List.of(), null, null, limits, new byte[40], ApiKeyVerifier.hash(KEY), false);
        var identity = new Authenticator(
                new OneOrganisation(hope, key, List.of()), TokenVerifier.trustingNoIssuer(), "rekognition");
        var policies = PolicyEngine.load(Path.of("policies"));
        return new Gateway(identity, () -> policies, ledger, engine, engine);
    }

    private static String text(HttpAnswer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }
}
