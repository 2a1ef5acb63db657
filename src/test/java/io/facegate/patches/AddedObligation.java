package io.facegate.patches;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.ObligationBinding;
import io.facegate.call.Obligations;
import io.facegate.cli.policy.PolicyShell;
import io.facegate.ledger.Sample;
import io.facegate.policy.Decision;
import io.facegate.policy.PolicyEngine;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds of the obligation that the stored patch adds; {@link StoredPatchTest} runs it where it is applied. */
class AddedObligation {
    private static final Obligations.Kind ADDED = Obligations.Kind.valueOf("SECOND_LOOK");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PACK = """
        pack: a
        title: A test
        binds: Everybody.
        rules:
          - id: r
            effect: permit
            match: {purpose: missing_child, capability: detect}
            obligations: {second_look: PT48H}
          - id: less
            effect: oblige
            match: {purpose: missing_child, capability: detect}
            obligations: {second_look: PT72H}
            citation: {ref: A house rule, checked: 2026-11-24}
        """;
    private static final String TEST = """
        given: {caller: nonprofit, purpose: missing_child, capabilities: [detect], now: 2026-01-01T00:00:00Z}
        cases:
          - {name: it is asked, expect: {obligations: {second_look: PT50H}}}
        """;

    @TempDir
    private Path folder;

    @TempDir
    private Path other;

    private PolicyShell shell;

    @BeforeEach
    void write() throws Exception {
        shell = new PolicyShell(folder);
        shell.write("a.yaml", PACK);
        shell.write("a_test.yaml", TEST);
    }

    @Test
    void policiesWithItCompileAndAreTestedProvedComparedAndExplained() throws Exception {
        assertThat(shell.run("check")).as(shell.err()).isZero();
        assertThat(shell.run("test")).as(shell.out()).isZero();
        shell.run("prove");
        assertThat(shell.out() + shell.err()).contains("a/less asks nothing that is not asked or refused anyway");
        Files.writeString(other.resolve("a.yaml"), PACK.replace("PT48H", "PT24H"));
        shell.run("diff", folder.toString(), other.toString());
        assertThat(shell.out() + shell.err()).contains("second_look within PT24H");
        shell.write("a_test.yaml", TEST.replace("PT50H", "PT24H"));
        assertThat(shell.run("test")).isEqualTo(4);
        assertThat(shell.out()).contains("{second_look: PT24H}", "{second_look: PT48H}");
        assertThat(shell.run(
                        "explain", "--org-type", "nonprofit", "--purpose", "missing_child", "--capability", "detect"))
                .as(shell.err())
                .isZero();
        assertThat(shell.out()).contains("second_look: PT48H");
    }

    @Test
    void itIsMergedRecordedReplayedAndToldInBothLanguages() throws Exception {
        var permit = (Decision.Permit) decide();
        assertThat(permit.obligations().get(ADDED)).isEqualTo(Duration.ofHours(48));
        var recorded = new RecordedOnce(folder);
        var record = recorded.permitted(permit);
        assertThat(record).contains("\"obligations\":{\"second_look\":\"PT48H\"}");
        recorded.assertReplays();
        assertThat(recorded.told()).allSatisfy(sentence -> assertThat(sentence).containsPattern("48 h(ours|eures)"));
        assertThat(recorded.told().getFirst()).contains("another person looks at it again");
        assertThat(recorded.told().getLast()).contains("une autre personne l’examine");
        recorded.assertValid();
    }

    @Test
    void itIsAnsweredOverAuthzen() throws Exception {
        var writer = Class.forName("io.facegate.http.authzen.AuthzenObligations")
                .getDeclaredMethod("toJson", Obligations.class);
        writer.setAccessible(true);
        var answer = JSON.valueToTree(writer.invoke(null, ((Decision.Permit) decide()).obligations()));
        assertThat(answer)
                .hasToString("[{\"id\":\"second_look\",\"type\":\"custom\",\"properties\":"
                        + "{\"vendor\":\"facegate\",\"second_look\":\"PT48H\"}}]");
    }

    /** No wire knows it, and none forwards what it does not know how to meet. */
    @Test
    void everyWireRefusesACallThatMustMeetIt() throws Exception {
        var asked = Obligations.NONE.with(ADDED, Duration.ofHours(48));
        var call = new FaceCall(
                "rekognition",
                "DetectFaces",
                FaceCall.Facts.of(Set.of(Capability.DETECT)),
                new NormalizedRequest.VendorSpecific(""),
                Map.of(),
                null);
        for (var wire : List.of(
                "rekognition.wire.Rekognition",
                "azure.wire.AzureFace",
                "azure.wire.AzureVision",
                "google.wire.GoogleVision",
                "compreface.wire.CompreFace",
                "neutral.wire.Neutral")) {
            assertThat(binding(wire).bind(call, asked))
                    .isInstanceOfSatisfying(
                            ObligationBinding.Beyond.class,
                            beyond -> assertThat(beyond.kind()).isEqualTo(ADDED));
        }
    }

    private static ObligationBinding binding(String wire)
            throws ClassNotFoundException, NoSuchMethodException, InvocationTargetException, InstantiationException,
                    IllegalAccessException {
        var made = Class.forName("io.facegate.vendor." + wire + "ObligationBinding")
                .getDeclaredConstructor();
        made.setAccessible(true);
        return (ObligationBinding) made.newInstance();
    }

    private Decision decide() {
        var question = Sample.asked();
        return PolicyEngine.load(folder).decide(question.caller(), question.call(), question.now());
    }
}
