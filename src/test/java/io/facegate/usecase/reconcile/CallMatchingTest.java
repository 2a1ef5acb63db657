package io.facegate.usecase.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.call.Fault;
import io.facegate.catalogue.TrailVendor;
import io.facegate.ledger.Records;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.usecase.reconcile.Finding.Reason;
import java.io.ByteArrayInputStream;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Which call of a trail a permit covers, and what is told of the others. */
class CallMatchingTest extends LedgerAndTrail {
    @Test
    void aCallIsCoveredByTheVendorsIdOfItsRequest() throws Exception {
        var decision = detected("r-1");
        trail.add(TrailLines.aws(NOW, "DetectFaces", "r-1", decision));

        var result = compare(TrailVendor.AWS, TrailLines.GATEWAY_ROLE);

        assertThat(reasons(result)).isEmpty();
        assertThat(result.matches()).isEqualTo(new Reconciliation.Matches(1, 0, 0));
        assertThat(result.isClean()).isTrue();
    }

    /** The ARN of the session is the gateway's as well as that of its role. */
    @Test
    void aCoveredCallOfAnotherPrincipalIsTold() throws Exception {
        var decision = detected("r-1");
        trail.add(TrailLines.aws(NOW, "DetectFaces", "r-1", decision));

        assertThat(reasons(compare(TrailVendor.AWS, "arn:aws:iam::123456789012:role/another")))
                .containsExactly(Reason.OTHER_PRINCIPAL);
        assertThat(reasons(compare(TrailVendor.AWS, TrailLines.GATEWAY))).isEmpty();
        assertThat(reasons(compare(TrailVendor.AWS, "arn:aws:iam::123456789012:role/*")))
                .isEmpty();
        assertThat(reasons(compare(TrailVendor.AWS, "arn:aws:iam::123456789012:user/*")))
                .containsExactly(Reason.OTHER_PRINCIPAL);
        assertThat(reasons(compare(TrailVendor.AWS))).isEmpty();
    }

    @Test
    void anIdOfARequestCoversOneCallOfItsOperationAndItsTime() throws Exception {
        var decision = detected("r-1");
        detected("r-2");
        detected("r-3");
        trail.add(TrailLines.aws(NOW, "DetectFaces", "r-1", decision));
        trail.add(TrailLines.aws(NOW, "DetectFaces", "r-1", decision));
        trail.add(TrailLines.aws(NOW, "IndexFaces", "r-2", decision));
        trail.add(TrailLines.aws(NOW.plus(Duration.ofHours(2)), "DetectFaces", "r-3", decision));

        assertThat(reasons(compare(TrailVendor.AWS)))
                .contains(Reason.REQUEST_TWICE, Reason.OTHER_OPERATION, Reason.OTHER_TIME)
                .doesNotContain(Reason.NO_DECISION);
    }

    @Test
    void anEntryThatWasDeliveredTwiceIsOne() throws Exception {
        var decision = detected("r-1");
        var line = TrailLines.aws(NOW, "DetectFaces", "r-1", decision);
        trail.addAll(List.of(line, line));

        var result = compare(TrailVendor.AWS);

        assertThat(reasons(result)).isEmpty();
        assertThat(result.trail().counts().repeated()).isEqualTo(1);
    }

    /** Without an answer there is no id: the decision that the gateway named covers as many calls as it sent. */
    @Test
    void aCallThatTimedOutIsCoveredByItsDecisionOnce() throws Exception {
        var decision = timedOut("rekognition", "DetectFaces");
        trail.add(TrailLines.aws(NOW, "DetectFaces", "r-1", decision));
        assertThat(reasons(compare(TrailVendor.AWS, TrailLines.GATEWAY_ROLE))).isEmpty();
    }

    @Test
    void aDecisionThatIsNamedMoreOftenThanItWasSentCoversNoMore() throws Exception {
        var decision = timedOut("rekognition", "DetectFaces");
        trail.add(TrailLines.aws(NOW, "DetectFaces", "r-1", decision));
        trail.add(TrailLines.aws(NOW, "DetectFaces", "r-2", decision));
        assertThat(reasons(compare(TrailVendor.AWS))).containsExactly(Reason.TOO_MANY);
    }

    @Test
    void aDecisionIsNamedInVainByOthersForAnotherOperationOrAtAnotherTime() throws Exception {
        trail.add(TrailLines.aws(
                NOW, "DetectFaces", "r-1", TrailLines.agent(timedOut("rekognition", "DetectFaces")), "somebody"));
        trail.add(TrailLines.aws(NOW, "IndexFaces", "r-2", timedOut("rekognition", "DetectFaces")));
        trail.add(TrailLines.aws(
                NOW.plus(Duration.ofHours(1)), "DetectFaces", "r-3", timedOut("rekognition", "DetectFaces")));
        trail.add(TrailLines.aws(NOW, "DetectFaces", "r-4", UUID.randomUUID().toString()));
        trail.add(TrailLines.aws(NOW, "DetectFaces", "r-5", timedOut("google_vision", "BatchAnnotateImages")));

        assertThat(reasons(compare(TrailVendor.AWS, TrailLines.GATEWAY)))
                .contains(Reason.OTHER_CALLER, Reason.OTHER_OPERATION, Reason.OTHER_TIME, Reason.UNKNOWN_DECISION)
                .filteredOn(reason -> reason == Reason.UNKNOWN_DECISION)
                .hasSize(2);
    }

    /** Whom the trail does not name may be anybody: the call takes nothing from the gateway's own. */
    @Test
    void aCallerWithoutANameIsNotTheGateway() throws Exception {
        var decision = timedOut("google_vision", "BatchAnnotateImages");
        trail.add(TrailLines.google(NOW, "BatchAnnotateImages", "", TrailLines.agent(decision)));
        trail.add(TrailLines.google(NOW, "BatchAnnotateImages", "gateway@p", TrailLines.agent(decision)));

        var result = compare(TrailVendor.GOOGLE, "gateway@p");

        assertThat(reasons(result)).containsExactly(Reason.UNNAMED_CALLER);
        assertThat(result.matches()).isEqualTo(new Reconciliation.Matches(0, 1, 0));
        assertThat(reasons(compare(TrailVendor.GOOGLE))).containsExactly(Reason.TOO_MANY);
    }

    /** After a crash nothing is known of the call but its permit. */
    @Test
    void aCallWhoseEndWasNeverRecordedIsCoveredWithItsRetriesAndNoMore() throws Exception {
        var decision = ledger.permit("rekognition", "DetectFaces", NOW);
        for (int at = 0; at < 4; at++) {
            trail.add(TrailLines.aws(NOW, "DetectFaces", "r-" + at, decision));
        }
        assertThat(reasons(compare(TrailVendor.AWS))).containsExactly(Reason.UNRECORDED);
    }

    @Test
    void aCallThatWasNeverForwardedCoversNothing() throws Exception {
        var decision = ledger.permit("rekognition", "DetectFaces", NOW);
        ledger.end(decision, "not_forwarded", LATER, sent -> sent.recordStopped());
        trail.add(TrailLines.aws(NOW, "DetectFaces", "r-1", decision));
        var result = compare(TrailVendor.AWS);
        assertThat(reasons(result)).containsExactly(Reason.NOTHING_SENT);
        assertThat(result.ledger().permits()).isZero();
    }

    @Test
    void callsWithoutAnythingOfTheGatewayWentRound() throws Exception {
        detected("r-1");
        trail.add(TrailLines.aws(NOW, "DetectFaces", "r-2", "aws-cli/2", "somebody"));
        trail.add(TrailLines.aws(NOW, "DetectFaces", "r-3", "aws-cli/2", "somebody")
                .replace("\"readOnly\"", "\"errorCode\":\"AccessDeniedException\",\"readOnly\""));
        trail.add(TrailLines.aws(NOW, "FindPeople", "r-4", "aws-cli/2", "somebody"));
        trail.add(TrailLines.aws(NOW, "DetectText", "r-5", "aws-cli/2", "somebody"));
        trail.add(TrailLines.aws(NOW.minus(Duration.ofDays(9)), "DetectFaces", "r-6", "aws-cli/2", "somebody"));
        trail.add(TrailLines.aws(LATER, "DetectFaces", "r-7", "aws-cli/2", "somebody"));

        var result = compare(TrailVendor.AWS);

        assertThat(reasons(result))
                .containsExactly(
                        Reason.NO_DECISION,
                        Reason.NO_DECISION,
                        Reason.UNKNOWN_OPERATION,
                        Reason.OUTSIDE_LEDGER,
                        Reason.REFUSED,
                        Reason.NOT_IN_TRAIL);
        assertThat(result.trail().counts().harmless()).isEqualTo(1);
        assertThat(result.principals()).containsEntry("somebody", 5L);
        var found = result.findings().listed(Finding.Kind.BYPASS).getFirst();
        assertThat(found.caller()).isEqualTo(new Finding.Caller("somebody", "198.51.100.7"));
        assertThat(found.time()).isEqualTo(NOW);
        assertThat(found.operation()).isEqualTo("DetectFaces");
    }

    @Test
    void onlyThePeriodIsCompared() throws Exception {
        detected("r-1");
        trail.add(TrailLines.aws(NOW, "DetectFaces", "r-2", "aws-cli/2", "somebody"));
        trail.add(TrailLines.aws(NOW.plusSeconds(60), "DetectFaces", "r-3", "aws-cli/2", "somebody"));

        var result = compare(TrailVendor.AWS, new Period(NOW.plusSeconds(30), NOW.plusSeconds(90)));

        assertThat(result.findings().count(Finding.Kind.BYPASS)).isEqualTo(1);
        assertThat(result.trail().counts().outside()).isEqualTo(1);
        assertThat(result.findings().count(Finding.Kind.NO_ENTRY)).isZero();
    }

    @Test
    void aTrailWithoutCallsShowsNothingWhereTheLedgerHasSome() throws Exception {
        detected("r-1");
        trail.add("[]");
        assertThat(compare(TrailVendor.AWS).isClean()).isFalse();
        assertThat(compare(TrailVendor.GOOGLE).isClean()).isFalse();
        trail.add(TrailLines.google(NOW, "Get", "g", "").replace("vision.googleapis", "storage.googleapis"));
        assertThat(compare(TrailVendor.GOOGLE).isClean()).isTrue();
    }

    /** Somebody's call that the vendor refused does not make another account's trail the gateway's. */
    @Test
    void aTrailWithoutOneOfTheGatewaysCallsShowsNothingWhateverElseItHas() throws Exception {
        var decision = detected("r-1");
        trail.add(TrailLines.aws(NOW, "DetectFaces", "r-2", "aws-cli/2", "somebody")
                .replace("\"readOnly\"", "\"errorCode\":\"AccessDeniedException\",\"readOnly\""));
        var other = compare(TrailVendor.AWS);
        assertThat(other.findings().isNothingRound()).isTrue();
        assertThat(other.isTrailEmpty()).isTrue();
        assertThat(other.isClean()).isFalse();
        trail.add(TrailLines.aws(NOW, "DetectFaces", "r-1", decision));
        assertThat(compare(TrailVendor.AWS).isClean()).isTrue();
    }

    /** Calls that have nothing to do with faces are not compared, so they are not missed either. */
    @Test
    void aGatewayThatSentNoFaceCallMissesNone() throws Exception {
        var decision = ledger.permit("rekognition", "DetectText", NOW);
        ledger.answered(decision, LATER, "r-1");
        trail.add(TrailLines.aws(NOW, "DetectText", "r-1", decision));
        assertThat(compare(TrailVendor.AWS).isClean()).isTrue();
    }

    /** Azure's logs have no decision: time and operation alone are no proof. */
    @Test
    void azuresCallsWithoutAnAnswerAreCoveredOnlyIfTheGatewayMadeThem() throws Exception {
        var answered = ledger.permit("azure_face", "Detect", NOW);
        ledger.answered(answered, LATER, "c-1");
        timedOut("azure_face", "Detect");
        trail.add(TrailLines.azure(NOW, "Face - Detect", "c-1", "gateway"));
        trail.add(TrailLines.azure(NOW, "Detect", "c-2", "gateway"));

        var sure = compare(TrailVendor.AZURE, "gateway");
        assertThat(reasons(sure)).isEmpty();
        assertThat(sure.matches()).isEqualTo(new Reconciliation.Matches(1, 0, 1));
        assertThat(reasons(compare(TrailVendor.AZURE))).containsExactly(Reason.UNANSWERED);
        trail.add(TrailLines.azure(NOW, "Detect", "c-3", "gateway"));
        trail.add(TrailLines.azure(NOW, "Identify", "c-4", "gateway"));
        trail.add(TrailLines.azure(NOW, "Detect", "c-5", "somebody"));
        assertThat(reasons(compare(TrailVendor.AZURE, "gateway")))
                .containsExactly(Reason.NO_DECISION, Reason.NO_DECISION, Reason.NO_DECISION);
    }

    /** A comparison over the neutral API is a detection and a comparison at Azure. */
    @Test
    void aTranslatedCallMayTakeSeveralOperations() throws Exception {
        var decision = ledger.permit("azure_face", "Verify", "azure", NOW);
        ledger.end(decision, "ok", LATER, sent -> {
            sent.recordAnswered("c-1");
            sent.recordUnanswered();
            sent.recordAnswered("c-3");
        });
        trail.add(TrailLines.azure(NOW, "Detect", "c-1", "gateway"));
        trail.add(TrailLines.azure(NOW, "Detect", "c-2", "gateway"));
        trail.add(TrailLines.azure(NOW, "Verify", "c-3", "gateway"));
        assertThat(reasons(compare(TrailVendor.AZURE, "gateway"))).containsExactly(Reason.UNANSWERED);
    }

    /** Google gives no ids: each call is covered by its decision, and a path within a project is the same method. */
    @Test
    void googlesCallsAreCoveredByTheirDecisions() throws Exception {
        var first = ledger.permit("google_vision", "ProjectBatchAnnotateImages", NOW);
        ledger.end(first, "ok", LATER, sent -> sent.recordAnswered(null));
        trail.add(TrailLines.google(NOW, "BatchAnnotateImages", "gateway@p", TrailLines.agent(first)));
        assertThat(compare(TrailVendor.GOOGLE, "gateway@p").isClean()).isTrue();
        trail.add(TrailLines.google(NOW, "BatchAnnotateImages", "gateway@p", TrailLines.agent(first)));
        trail.add(TrailLines.google(NOW, "BatchAnnotateImages", "somebody@p", ""));
        assertThat(reasons(compare(TrailVendor.GOOGLE, "gateway@p")))
                .containsExactly(Reason.TOO_MANY, Reason.NO_DECISION);
    }

    @Test
    void whoComparesAndWhatCameOutIsOnRecordWithoutNames() throws Exception {
        detected("r-1");
        trail.add(TrailLines.aws(NOW, "DetectFaces", "r-2", "aws-cli/2", "arn:somebody"));

        var result = compare(TrailVendor.AWS);

        var records = Records.of(data);
        assertThat(records.get(records.size() - 2))
                .contains("\"act\":\"view\"", "\"subject\":\"reconcile&aws&principals=not_checked\"", "\"person\":\"");
        assertThat(records.getLast())
                .contains(
                        "\"act\":\"reconcile\"",
                        "\"subject\":\"aws&" + result.trail().digest() + "&round=1&undecided=0&unread=0&calls=1\"");
        assertThat(String.join("\n", records)).doesNotContain("m.roe", "somebody", "198.51.100.7");
        compare(TrailVendor.GOOGLE, new Period(NOW, LATER), TrailLines.GATEWAY);
        var again = Records.of(data);
        assertThat(again.get(again.size() - 2))
                .contains("\"subject\":\"reconcile&google&from=2026-11-24T12:00:00Z&until=2026-11-24T12:00:01Z"
                        + "&principals=checked\"");
    }

    @Test
    void nothingIsComparedWithALedgerThatDoesNotVerify() throws Exception {
        var decision = detected("r-1");
        trail.add(TrailLines.aws(NOW, "DetectFaces", "r-1", decision));
        compare(TrailVendor.AWS);
        try (var file = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("ledger.db"));
                var change = file.createStatement()) {
            change.execute("UPDATE batch SET lines = CAST(replace(CAST(lines AS TEXT), 'r-1', 'r-9') AS BLOB)"
                    + " WHERE first = 0");
        }
        var question = new Reconcile.Question(
                TrailVendor.AWS,
                TrailLocation.of("-"),
                new ByteArrayInputStream(new byte[0]),
                List.of(),
                new Period(null, null));
        assertThatThrownBy(() -> new Reconcile(LedgerAddress.ofFolder(data), "m.roe").compare(question))
                .isInstanceOf(Fault.LedgerTampered.class);
    }
}
