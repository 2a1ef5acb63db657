package io.facegate;

import static io.facegate.Stage.fields;
import static io.facegate.Stage.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.Capability;
import io.facegate.http.VendorCallHandler;
import io.facegate.ledger.Ledger;
import io.facegate.policy.PolicyEngine;
import io.facegate.vendor.embedded.client.Album;
import io.facegate.vendor.embedded.client.EmbeddedProvider;
import io.facegate.vendor.faceplusplus.wire.FacePlusPlusWire;
import io.facegate.vendor.wire.HttpAnswer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the embedded engine keeps of a picture on Face++'s wire: nothing that was not permitted. */
class FacePlusPlusKeepingTest {
    private static final byte[] PICTURE = Album.bytes("cage.jpg");

    @TempDir
    private Path folder;

    private Ledger ledger;
    private EmbeddedProvider engine;
    private String empty;

    @BeforeEach
    void open() throws IOException {
        ledger = Stage.ledger(folder);
        engine = EmbeddedProvider.open(folder, () -> FacePlusPlusForms.NOW);
        empty = engine.root();
    }

    @AfterEach
    void close() {
        engine.close();
        ledger.close();
    }

    /** An obligation rewrites the call; without one it is sent as it was judged. */
    @ParameterizedTest
    @ValueSource(strings = {"", "lead_only: true", "max_results: 5", "retention: {templates: P1D}"})
    void whoMayOnlyDetectHasNothingKept(String obligation) throws Exception {
        var answer = detect("[detect]", obligation);
        assertThat(fields(answer)).contains("face_rectangle").doesNotContain("face_token");
        ledger.close();
        assertThat(Stage.judged(folder)).isEqualTo(Set.of(Capability.DETECT));
        assertThat(engine.root()).isEqualTo(empty);
    }

    /** The control: where it is permitted, a template is kept under a token. */
    @Test
    void whoMayEnrolIsGivenTheTokenOfWhatIsKept() throws Exception {
        assertThat(fields(detect("[detect, enroll]", ""))).contains("face_token");
        assertThat(engine.root()).isNotEqualTo(empty);
    }

    @Test
    void templatesThatMayNotBeKeptAreNot() throws Exception {
        assertThat(fields(detect("[detect, enroll]", "retention: {templates: P0D}")))
                .contains("face_rectangle")
                .doesNotContain("face_token");
        assertThat(engine.root()).isEqualTo(empty);
        assertThat(fields(detect("[detect, enroll]", "retention: {templates: P1D}")))
                .contains("face_token");
    }

    /** The engine keeps no pictures, so the obligation is met. */
    @Test
    void noPictureIsKept() throws Exception {
        assertThat(fields(detect("[detect, enroll]", "retention: {pictures: P0D}")))
                .contains("face_rectangle");
    }

    private HttpAnswer detect(String capabilities, String obligation) throws IOException {
        var answer = wire(capabilities, obligation)
                .handle(FacePlusPlusForms.multipart(
                        "/facepp/v3/detect", FacePlusPlusForms.signed("rescue", Map.of("image_file", PICTURE))));
        assertThat(answer.status()).as(text(answer)).isEqualTo(200);
        return answer;
    }

    private VendorCallHandler wire(String capabilities, String obligation) throws IOException {
        var rules =
                """
                  - {id: only, effect: permit, match: {provider: faceplusplus, capability: %s}}
                """.formatted(capabilities) + (obligation.isEmpty() ? "" : Stage.oblige("faceplusplus", obligation));
        PolicyEngine policies =
                Stage.policies(folder.resolve("packs" + Integer.toHexString(rules.hashCode())), Map.of(), rules);
        return Stage.wire(new FacePlusPlusWire(), policies, ledger, engine, key -> Stage.caller(key.split("_")[1]));
    }
}
