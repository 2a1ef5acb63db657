package io.facegate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import io.facegate.Stage;
import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.Fault;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Picture;
import io.facegate.call.Refusal;
import io.facegate.call.Reply;
import io.facegate.ledger.Ledger.Question;
import io.facegate.policy.Decision;
import io.facegate.policy.PolicyEngine;
import io.facegate.policy.pdp.DecisionPoint;
import io.facegate.vendor.client.FaceCounter;
import io.facegate.vendor.client.PlannedCall;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Advice holds whatever was not established: how many faces the picture shows, and what the calls amount to. */
class AdviceSearchTest {
    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
    private static final Picture SOURCE = new Picture(new byte[] {1}, Picture.Format.PNG, 1, 1);
    private static final Picture TARGET = new Picture(new byte[] {2}, Picture.Format.PNG, 1, 1);
    private static final String VERIFY_WITH_WARRANT = """
          - {id: all, effect: permit, match: {organisation: nonprofit}}
          - id: ban
            effect: refuse
            match: {capability: verify}
            unless: [{evidence: warrant}]
            reason: {code: no, text: Not here.}
            citation: {ref: A law, checked: 2026-11-24}
        """;
    private static final String NEVER_IDENTIFY = """
          - id: never
            effect: refuse
            match: {capability: %s}
            reason: {code: never, text: Never.}
            citation: {ref: A law, checked: 2026-11-24}
        """;

    private static final Refusal OBJECTION = new Refusal("pdp_refused", "facegate/pdp_refused", "No.", null, null, "");

    @TempDir
    private Path folder;

    /** With the warrant, five faces would still be refused, so the operator would register it for nothing. */
    @Test
    void facesThatWereNotCountedAreSeveral() throws Exception {
        var rules = VERIFY_WITH_WARRANT + NEVER_IDENTIFY.formatted("identify");
        FaceCounter five = (by, picture) -> 5;
        FaceCounter broken = (by, picture) -> {
            throw new Fault.Overloaded("busy");
        };
        for (var counter : List.of(five, broken)) {
            assertThat(advice(service(rules, counter), comparison())).isNull();
        }
        assertThat(advice(service(VERIFY_WITH_WARRANT, five), comparison()))
                .as("the control: several faces are permitted too")
                .isEqualTo("warrant");
    }

    @Test
    void comparisonsThatWereNotCountedAreASearch() throws Exception {
        var one = comparison().withFaceCount(false);
        FaceCounter unasked = (by, picture) -> 1;

        assertThat(advice(service(VERIFY_WITH_WARRANT + NEVER_IDENTIFY.formatted("identify.retro"), unasked), one))
                .isNull();
        assertThat(advice(service(VERIFY_WITH_WARRANT + NEVER_IDENTIFY.formatted("celebrity"), unasked), one))
                .as("the control")
                .isEqualTo("warrant");
    }

    @Test
    void facesInPicturesThatWereNotFetchedAreSeveral() throws Exception {
        FaceCounter unasked = (by, picture) -> 1;

        assertThat(adviceUnseen(service(VERIFY_WITH_WARRANT + NEVER_IDENTIFY.formatted("identify"), unasked)))
                .isNull();
        assertThat(adviceUnseen(service(VERIFY_WITH_WARRANT, unasked)))
                .as("the control")
                .isEqualTo("warrant");
    }

    @Test
    void attributesToLeaveOutAreNotNamedWhereSeveralFacesWouldBeRefusedWithoutThem() throws Exception {
        var rules = "  - {id: all, effect: permit, match: {organisation: nonprofit}}\n"
                + NEVER_IDENTIFY.formatted("[analyze.emotion, identify]");
        FaceCounter five = (by, picture) -> 5;
        var call = comparison();
        var more = call.withFacts(Facts.of(Set.of(Capability.VERIFY, Capability.ANALYZE_EMOTION))
                .withCrowd(Set.of(Capability.IDENTIFY_RETRO), TARGET));

        assertThat(advice(service(rules, five), more)).isNull();
        assertThat(advice(service(rules, five), more.withFaceCount(false).withRequest(detection())))
                .as("the control")
                .isEqualTo("emotion");
    }

    /** Not the policies refused: no registration helps, though they would refuse several faces. */
    @Test
    void anObjectionOfTheDecisionPointGetsNoAdvice() throws Exception {
        var rules = "  - {id: all, effect: permit, match: {organisation: nonprofit}}\n"
                + VERIFY_WITH_WARRANT
                        .substring(VERIFY_WITH_WARRANT.indexOf("- id: ban") - 2)
                        .replace("verify", "identify.retro");
        DecisionPoint objecting = (by, call, now, permit) ->
                Optional.of(new Decision.Refuse(OBJECTION, "decision point: refused", List.of(), ""));
        var service = service(rules, (by, picture) -> 1).withDecisionPoint(objecting);

        assertThat(advice(service, comparison())).isNull();
    }

    @Test
    void aRequestWithAMistakeGetsNoAdvice() throws Exception {
        var service = service(VERIFY_WITH_WARRANT, (by, picture) -> 1);
        var call = comparison().withFaceCount(false);
        var flawed = new NormalizedRequest.Flawed(Reply.Failure.INVALID_PARAMETER, "A mistake.");

        assertThat(advice(service, service.decide(question(call.withRequest(flawed)))))
                .isNull();
        assertThat(advice(service, service.decide(question(call))))
                .as("the control")
                .isEqualTo("warrant");
    }

    private DecisionService service(String rules, FaceCounter counter) throws Exception {
        PolicyEngine policies = Stage.policies(folder, Map.of(), rules);
        return new DecisionService(() -> policies, counter, new CallHistoryDetectors(Ticker.systemTicker()));
    }

    private static @Nullable String advice(DecisionService service, FaceCall call) {
        return advice(service, service.completeAndDecide(PlannedCall.unowned(call), question(call)));
    }

    private static @Nullable String adviceUnseen(DecisionService service) {
        var call = comparison();
        var waiting = new NormalizedRequest.PicturesAtUrls(List.of("https://pictures.example/a"), 1, each -> call);
        var judged = service.decideWithoutPictures(PlannedCall.unowned(call), question(call), waiting);
        assertThat(judged).isNotNull();
        return advice(service, judged);
    }

    private static @Nullable String advice(DecisionService service, DecidedQuestion judged) {
        assertThat(judged.decision()).isInstanceOf(Decision.Refuse.class);
        var refusal = ((Decision.Refuse) judged.decision()).refusal();
        var change = service.explain(judged, refusal).nearestChange();
        return change == null ? null : String.join(" ", change.names());
    }

    private static Question question(FaceCall call) {
        return new Question(Stage.caller("hope"), call, "", NOW);
    }

    private static NormalizedRequest detection() {
        return new NormalizedRequest.Detect(TARGET);
    }

    private static FaceCall comparison() {
        var facts = Facts.of(Set.of(Capability.VERIFY)).withCrowd(Set.of(Capability.IDENTIFY_RETRO), TARGET);
        var request = new NormalizedRequest.Compare(SOURCE, TARGET, 0.9);
        return new FaceCall("rekognition", "CompareFaces", facts, request, Map.of(), null);
    }
}
