package io.facegate.usecase.report;

import io.facegate.identity.Caller;
import io.facegate.ledger.AdministrativeActDetails;
import io.facegate.ledger.Filled;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Ledger.Administrative;
import io.facegate.ledger.Ledger.LoadedPacks;
import io.facegate.ledger.Ledger.Question;
import io.facegate.ledger.Sample;
import io.facegate.testkit.TestCaller;
import io.facegate.testkit.TestOrganisation;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A ledger with a quarter of calls and other events, for the tests of reports. */
public final class ReportLedger {
    /** A time in the third quarter of 2026. */
    public static final Instant IN_JULY = Instant.parse("2026-07-10T08:00:00Z");

    public static final ReportPeriod QUARTER = ReportPeriod.ofQuarter(2026, 3);

    private ReportLedger() {}

    /** In the quarter: six permitted calls (three answered, one fault, one open, one of the sandbox), four refused. */
    public static void fill(Path data) {
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            ledger.recordAct(new Administrative("start", "0.2.0", IN_JULY.minus(Duration.ofDays(40)))
                    .withDetails(AdministrativeActDetails.ofStart("gateway-a")));
            ledger.recordAct(new Administrative(
                    "policies_loaded",
                    Sample.DIGEST,
                    IN_JULY.minus(Duration.ofDays(40)),
                    new LoadedPacks(List.of("base"), List.of())));
            ledger.refuse(askedAt(Instant.parse("2026-06-30T23:59:59.999Z")), Sample.refuse());
            for (int call = 0; call < 3; call++) {
                var permit = ledger.recordPermit(askedAt(IN_JULY.plusSeconds(call)), Sample.permit());
                ledger.close(permit, new Ledger.Ending("ok", "", 1, 1000));
            }
            var failed = ledger.recordPermit(askedAt(IN_JULY.plusSeconds(5)), Sample.permit());
            ledger.close(failed, new Ledger.Ending("fault", "overloaded", 1000));
            ledger.recordPermit(askedAt(IN_JULY.plusSeconds(6)), Sample.permit());
            var trial = Sample.askedInSandbox();
            ledger.recordPermit(
                    new Question(trial.caller(), trial.call(), trial.source(), IN_JULY.plusSeconds(7)),
                    Sample.permit());
            for (int call = 0; call < 4; call++) {
                ledger.refuse(askedAt(IN_JULY.plusSeconds(10 + call)), Sample.refuse());
            }
            ledger.recordAct(new Administrative("grant_add", "ex-1", "m.roe", IN_JULY));
            ledger.recordAct(new Administrative(
                    "reconcile", "aws&" + "ab".repeat(32) + "&round=2&undecided=1&unread=0", "m.roe", IN_JULY));
            ledger.recordAct(new Administrative("stop", "0.2.0", IN_JULY.plus(Duration.ofDays(1))));
            ledger.recordAct(new Administrative("start", "0.2.0", IN_JULY.plus(Duration.ofDays(3))));
            ledger.refuse(askedAt(Instant.parse("2026-10-01T00:00:00Z")), Sample.refuse());
        }
        Filled.signed(data);
    }

    /** A call of the sample organisation, which has an exemption then. */
    public static Question askedAt(Instant time) {
        return new Question(exempted(), Sample.detect(), "192.0.2.0/24", time);
    }

    private static Caller exempted() {
        var organisation = TestOrganisation.of("hope", "nonprofit.child_protection")
                .in("US-OR/portland")
                .purposes("missing_child")
                .facts(Map.of("exemption", List.of("identify")))
                .build();
        return TestCaller.of(organisation)
                .purpose("missing_child")
                .in(organisation.jurisdictions())
                .by("sigv4", "AKIAFACEGATE0000001")
                .build();
    }
}
