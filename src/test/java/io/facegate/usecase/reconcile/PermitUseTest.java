package io.facegate.usecase.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.facegate.catalogue.TrailVendor;
import io.facegate.usecase.reconcile.Finding.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a permit covers, and that it covers it once. */
class PermitUseTest extends LedgerAndTrail {
    /** What is in doubt takes nothing from a call of the gateway that comes later in the trail. */
    @Test
    void aCallInDoubtUsesUpNoPermit() throws Exception {
        timedOut("azure_face", "Detect");
        trail.add(TrailLines.azure(NOW, "Detect", "c-1", ""));
        trail.add(TrailLines.azure(NOW, "Detect", "c-2", "gateway"));

        var result = compare(TrailVendor.AZURE, "gateway");

        assertThat(reasons(result)).containsExactly(Reason.UNANSWERED);
        assertThat(result.matches()).isEqualTo(new Reconciliation.Matches(0, 0, 1));
    }

    /** Where the vendor's trail has what the caller said, an export without it proves nothing. */
    @Test
    void anExportWithoutWhatTheCallerSaidIsNotCoveredByTime() throws Exception {
        var decision = timedOut("rekognition", "DetectFaces");
        trail.add(TrailLines.aws(NOW, "DetectFaces", "r-1", decision)
                .replace("\"userAgent\":\"" + TrailLines.agent(decision) + "\",", ""));
        var result = compare(TrailVendor.AWS, TrailLines.GATEWAY_ROLE);
        assertThat(reasons(result)).containsExactly(Reason.UNANSWERED);
        assertThat(result.matches().total()).isZero();
    }

    /** What the neutral API permitted covers the steps to it, and nothing else. */
    @Test
    void aTranslatedCallCoversOnlyOperationsWithinWhatWasPermitted() throws Exception {
        var decision = ledger.permit("rekognition", "DetectFaces", "rekognition", NOW);
        ledger.end(decision, "fault", LATER, sent -> {
            for (int at = 0; at < 5; at++) {
                sent.recordUnanswered();
            }
        });
        for (var operation : List.of("DetectFaces", "ListFaces", "IndexFaces", "SearchFacesByImage", "FindPeople")) {
            trail.add(TrailLines.aws(NOW, operation, operation, decision));
        }

        var result = compare(TrailVendor.AWS, TrailLines.GATEWAY_ROLE);

        assertThat(result.findings().listed(Finding.Kind.UNDECIDED))
                .extracting(Finding::operation, Finding::reason)
                .containsExactlyInAnyOrder(
                        tuple("IndexFaces", Reason.OTHER_OPERATION),
                        tuple("SearchFacesByImage", Reason.OTHER_OPERATION),
                        tuple("FindPeople", Reason.OTHER_OPERATION));
        assertThat(result.matches().byDecision()).isEqualTo(2);
    }

    @Test
    void anUnknownOperationIsNoStepOfATranslatedCall() throws Exception {
        var decision = ledger.permit("azure_face", "Verify", "azure", NOW);
        ledger.end(decision, "fault", LATER, sent -> sent.recordUnanswered());
        trail.add(TrailLines.azure(NOW, "Find People", "c-1", "gateway"));
        assertThat(reasons(compare(TrailVendor.AZURE, "gateway")))
                .containsExactlyInAnyOrder(Reason.UNKNOWN_OPERATION, Reason.NOT_IN_TRAIL);
    }

    /** One request of the gateway covers one call, on whichever side of the border it is, in any order of the trail. */
    @Test
    void aPermitIsUsedUpAcrossTheBorderOfThePeriod() throws Exception {
        var decision = timedOut("rekognition", "DetectFaces");
        var before = TrailLines.aws(NOW.minusSeconds(1), "DetectFaces", "r-1", decision);
        var inside = TrailLines.aws(NOW.plusSeconds(1), "DetectFaces", "r-2", decision);
        trail.addAll(List.of(before, inside));
        var period = new Period(NOW, null);
        assertThat(reasons(compare(TrailVendor.AWS, period))).containsExactly(Reason.BORDER);
        trail.clear();
        trail.addAll(List.of(inside, before));
        var result = compare(TrailVendor.AWS, period);
        assertThat(result.findings().listed(Finding.Kind.UNDECIDED))
                .extracting(Finding::reason, Finding::time)
                .containsExactly(tuple(Reason.BORDER, NOW.minusSeconds(1)));
        assertThat(result.matches()).isEqualTo(new Reconciliation.Matches(0, 1, 0));
        assertThat(result.trail().counts().calls()).isEqualTo(1);
        trail.clear();
        trail.add(inside);
        assertThat(reasons(compare(TrailVendor.AWS, period))).isEmpty();
    }

    @Test
    void anIdOfARequestAndATimeAreUsedUpAcrossTheBorderToo() throws Exception {
        detected("r-1");
        timedOut("azure_face", "Detect");
        var period = new Period(NOW, null);
        trail.add(TrailLines.aws(NOW.plusSeconds(1), "DetectFaces", "r-1", "x"));
        trail.add(TrailLines.aws(NOW.minusSeconds(1), "DetectFaces", "r-1", "x"));
        trail.add(TrailLines.aws(NOW.minusSeconds(1), "DetectFaces", "r-9", "x"));
        assertThat(reasons(compare(TrailVendor.AWS, period))).containsExactly(Reason.BORDER);
        trail.clear();
        trail.add(TrailLines.azure(NOW.plusSeconds(1), "Detect", "c-1", "gateway"));
        trail.add(TrailLines.azure(NOW.minusSeconds(1), "Detect", "c-2", "gateway"));
        assertThat(reasons(compare(TrailVendor.AZURE, period, "gateway"))).containsExactly(Reason.BORDER);
    }
}
