package io.facegate.console;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.identity.AttestedContext;
import io.facegate.ledger.AdministrativeActDetails;
import io.facegate.ledger.Filled;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Ledger.Administrative;
import io.facegate.ledger.Ledger.Ending;
import io.facegate.ledger.Ledger.Question;
import io.facegate.ledger.Ledger.Undertaking;
import io.facegate.ledger.Sample;
import io.facegate.policy.Decision;
import io.facegate.policy.PolicyEngine;
import io.facegate.policy.catalogue.PolicyArchive;
import io.facegate.policy.reading.PolicyReader;
import io.facegate.testkit.TestCaller;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * Decisions on disk, as policies made them: a refusal that was appealed, an answer that was held, and its release.
 *
 * @param refused the id of the refusal
 * @param held the id of the decision whose answer was held
 * @param released the id of the decision that handed it over
 */
public record DecisionRecords(String refused, String held, String released) {
    public static final String REASON = "A search for a suspect needs a court’s order.";
    public static final String APPEAL = "Write to the officer for biometrics, and quote the decision.";
    static final String HOSTILE = "<script>alert(3)</script> \u202egnp.exe";

    private static final Instant NOW = Instant.parse("2026-11-24T09:13:02.871Z");
    private static final String PACK = """
        pack: house
        title: A house's own rules
        binds: Whoever calls here.
        rules:
          - id: everybody
            effect: permit
            match: {provider: rekognition}
          - id: looked-at
            effect: oblige
            match: {organisation: nonprofit}
            obligations: {reviewers: 2, max_results: 1, duties: [no_sole_basis]}
            citation: {ref: A house rule, checked: 2026-11-24}
          - id: orders
            effect: refuse
            match: {organisation: law_enforcement, capability: identify}
            unless: [{evidence: court_order}]
            reason: {code: court_order_required, text: "%s"}
            appeal: "%s"
            citation: {ref: "An Act on Searches, section 4", url: "https://law.example/act?a=1&b=2#s4", checked: 2026-11-20}
        """.formatted(REASON, APPEAL);

    /** Fills a folder, and signs what is there. */
    public static DecisionRecords into(Path data) {
        var files = Map.of("house.yaml", PACK.getBytes(StandardCharsets.UTF_8));
        var policySet = PolicyReader.read(files);
        PolicyArchive.ofFolder(data).store(policySet, files);
        var made = new DecisionRecords("", "", "");
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            made = write(ledger, PolicyEngine.of(policySet));
        }
        Filled.signed(data);
        return made;
    }

    private static DecisionRecords write(Ledger ledger, PolicyEngine policies) {
        var search = police();
        var refused = ledger.refuse(search, (Decision.Refuse) decide(policies, search))
                .id();
        var asked = new Question(
                Sample.caller(Sample.nonprofit(), "missing_child"),
                Sample.detect(),
                "192.0.2.0/24",
                NOW.plusSeconds(60));
        var permit = (Decision.Permit) decide(policies, asked);
        var cleared = ledger.recordPermit(asked, permit);
        var held = cleared.decision();
        ledger.close(cleared, new Ending("held", "", 3, 41_000));
        ledger.recordAct(by("review_approve", held, "m.roe", "Same scar.", 120));
        ledger.recordAct(by("review_approve", held, "k.sato", null, 180));
        var later = new Question(asked.caller(), asked.call(), asked.source(), NOW.plusSeconds(240));
        var again = ledger.recordPermit(later, permit, new Undertaking(asked.call(), null, held));
        ledger.close(again, new Ending("released", "", 3, 900));
        ledger.recordAct(by("appeal_file", refused, "duty@riverside.example", "We have an order. " + HOSTILE, 3600));
        ledger.recordAct(by("appeal_ask", refused, "m.roe", "Please register the order.", 7200));
        return new DecisionRecords(refused, held, again.decision());
    }

    static Question police() {
        var police = Sample.police();
        var caller = TestCaller.of(police)
                .purpose("suspect_identification")
                .in(police.jurisdictions())
                .attested(new AttestedContext(Set.of("warrant"), Map.of(), null))
                .by("sigv4", "FGKEY9ZX")
                .build();
        var search = Sample.search("suspects");
        var facts = FaceCall.Facts.of(Set.of(Capability.IDENTIFY_RETRO)).withThreshold(0.8);
        var call = new FaceCall("rekognition", "SearchFacesByImage", facts, search.request(), search.params(), null);
        return new Question(caller, call, "198.51.100.0/24", NOW);
    }

    private static Decision decide(PolicyEngine policies, Question asked) {
        return policies.decideForVendors(asked.caller(), asked.call(), asked.now())
                .decision();
    }

    private static Administrative by(String act, String subject, String person, String reason, int later) {
        return new Administrative(act, subject, person, NOW.plusSeconds(later))
                .withDetails(new AdministrativeActDetails(null, reason, true, null));
    }
}
