package io.facegate.ledger.narrative;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.PreconditionFailure;
import io.facegate.identity.AttestedContext;
import io.facegate.ledger.DecisionRecord;
import io.facegate.ledger.DecisionRecord.Frame;
import io.facegate.ledger.DecisionRecord.Names;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Ledger.Ending;
import io.facegate.ledger.Ledger.Question;
import io.facegate.ledger.Sample;
import io.facegate.ledger.reading.DecisionDetails;
import io.facegate.ledger.reading.Entries;
import io.facegate.ledger.reading.RecordSearch;
import io.facegate.ledger.replay.PolicyHistory;
import io.facegate.ledger.replay.PolicyHistory.ArchivedSet;
import io.facegate.policy.PolicyEngine;
import io.facegate.policy.reading.PolicyReader;
import io.facegate.policy.vocabulary.Language;
import io.facegate.testkit.TestCaller;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class NarrativeWriterTest {
    private static final String PACK = """
        pack: house
        title: A test
        binds: Everybody.
        rules:
          - {id: everything, effect: permit, match: {provider: rekognition}}
          - id: keep-consent
            effect: oblige
            match: {organisation: bank}
            obligations: {duties: [consent_record]}
            citation: {ref: A house rule, checked: 2026-11-24}
          - id: warrants
            effect: refuse
            match: {organisation: law_enforcement, capability: identify}
            unless: [{evidence: warrant}, {purpose: [missing_child, missing_person]}]
            reason: {code: warrant_required, text: Searches rest on a warrant.}
            review: {evidence: [court_order, warrant], text: Register the warrant.}
            citation: {ref: A law, checked: 2026-11-24}
          - id: watched
            effect: refuse
            mode: shadow
            match: {organisation: law_enforcement}
            reason: {code: watched, text: We look at this.}
            citation: {ref: A law, checked: 2026-11-24}
          - id: soon
            effect: refuse
            mode: warn
            match: {organisation: law_enforcement, threshold: {below: 0.9}}
            reason: {code: soon, text: Soon.}
            citation: {ref: A law, checked: 2026-11-24}
        """;

    @Test
    void saysAPermitAndHowItEnded(@TempDir Path data) {
        try (var ledger = Ledger.open(data, Sample.SETTINGS);
                var archive = RecordSearch.open(data)) {
            var cleared = ledger.recordPermit(Sample.asked(), Sample.permit());
            var narratives = new NarrativeWriter(Language.EN, id -> "Hope for Children", PolicyHistory.empty());
            var open = narratives.explain(archive.details(cleared.decision()).orElseThrow());
            assertThat(open.asked())
                    .isEqualTo("Hope for Children (organisation for missing and exploited children) asked to locate"
                            + " faces (DetectFaces on Amazon Rekognition), in order to find a missing child,"
                            + " on 24 November 2026 at 22:51 UTC.");
            assertThat(open.decided()).isEqualTo("The call was permitted.");
            assertThat(open.why()).isEqualTo("Rule base/nonprofit-detect permits it. It applies to every call.");
            assertThat(open.notes()).isEmpty();
            assertThat(open.change()).isNull();
            assertThat(open.ended()).contains("No outcome is recorded yet");
            ledger.close(cleared, new Ending("ok", "", 2, 1000));
            ledger.recordAct(new Ledger.Administrative("start", "x", Sample.NOW));
            assertThat(narratives
                            .explain(archive.details(cleared.decision()).orElseThrow())
                            .ended())
                    .isEqualTo("The provider answered, with 2 results.");
            var partly = ledger.recordPermit(Sample.asked(), Sample.permit());
            ledger.close(partly, new Ending("ok", "invalid_url", 1, 1000));
            ledger.recordAct(new Ledger.Administrative("start", "x", Sample.NOW));
            assertThat(narratives
                            .explain(archive.details(partly.decision()).orElseThrow())
                            .ended())
                    .isEqualTo("The provider answered, with one result. A part could not be answered (invalid_url).");
        }
    }

    @Test
    void saysARefusalOfEitherSchema() {
        var refused = """
            {"capabilities":["identify.retro","identify.live"],"checked":"2026-11-01",\
            "citation":"Amazon, announcement of 10 June 2020: “a one-year moratorium”",\
            "clause":"organisation: law_enforcement.police, purpose: absent","code":"moratorium","kind":"DECISION",\
            "on_behalf_of":["county"],"operation":"SearchFacesByImage",\
            "organisation":{"id":"metro-pd","type":"law_enforcement.police"},"provider":"rekognition",\
            "rule":"amazon-rekognition-2020/police","schema":"facegate.record/1","time":"2026-11-24T22:51:07.042Z",\
            "verdict":"refuse"}\
            """;
        var said = in(Language.EN).explain(details(refused));
        assertThat(said.asked())
                .isEqualTo("metro-pd (police with powers of arrest, below national level) asked to search for a"
                        + " person in stored pictures and search for a person live (SearchFacesByImage on Amazon"
                        + " Rekognition), on behalf of county without a stated purpose on 24 November 2026 at 22:51"
                        + " UTC.");
        assertThat(said.decided()).isEqualTo("The call was refused: a moratorium applies.");
        assertThat(said.why())
                .isEqualTo("Rule amazon-rekognition-2020/police decided. It applies to calls with type of"
                        + " organisation: police with powers of arrest, below national level; purpose: not known."
                        + " Source: Amazon, announcement of 10 June 2020: “a one-year moratorium” (checked on 1"
                        + " November 2026).");
        assertThat(said.ended()).isNull();
        assertThat(in(Language.FR).sentence(refused.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(
                        "Refusé\u00a0: metro-pd (police dotée du pouvoir d’arrestation, en dessous du niveau national)"
                                + " a demandé à rechercher une personne dans des images enregistrées et à rechercher une"
                                + " personne en direct\u00a0; un moratoire s’applique (règle"
                                + " amazon-rekognition-2020/police).");
        assertThat(in(Language.EN).sentence("{\"kind\":\"OUTCOME\"}".getBytes(StandardCharsets.UTF_8)))
                .isNull();
        assertThat(in(Language.EN).sentence("{".getBytes(StandardCharsets.UTF_8)))
                .isNull();
    }

    @Test
    void saysWhatIsNotedAndWhatWouldHaveTurnedIt() {
        var said = in(Language.EN).explain(judged(Set.of(), "suspect_identification", 0.8));
        assertThat(said.decided()).isEqualTo("The call was refused and needs review: a warrant is required.");
        assertThat(said.why())
                .contains("It applies to calls with type of organisation: law enforcement; capability: search for a"
                        + " person")
                .contains("This call has type of organisation: police with powers of arrest, below national level;"
                        + " capability: search for a person in stored pictures.");
        assertThat(said.notes())
                .containsExactly(
                        "Rule house/soon only warns: it matched this call and warned the caller, but decided nothing.",
                        "Rule house/watched is on trial: its match is recorded, but it decided nothing.",
                        "To have the refusal reconsidered, register this evidence: a court's order; a warrant.");
        assertThat(said.change())
                .isEqualTo(
                        "By what is on record, it would have been permitted with this evidence registered: a warrant.");
    }

    @Test
    void saysWhichExceptionHeld() {
        var said = in(Language.FR).explain(judged(Set.of("warrant"), "missing_child", 0.95));
        assertThat(said.decided()).isEqualTo("L’appel a été autorisé.");
        assertThat(said.notes())
                .contains(
                        "Justificatifs de l’appel\u00a0: un mandat.",
                        "La règle house/warrants ne s’applique pas ici, car elle fait une exception pour cet appel"
                                + " (justificatif\u00a0: un mandat\u00a0; finalité\u00a0: retrouver un enfant disparu ou"
                                + " retrouver une personne disparue).");
        // Another caller, vendor or request would have been refused: that is no change of this call.
        assertThat(said.change()).isNull();
        assertThat(in(Language.FR)
                        .explain(judged(Set.of("warrant"), "suspect_identification", 0.95))
                        .change())
                .isEqualTo("L’appel aurait été refusé avec ce seul changement\u00a0: justificatif\u00a0: sans"
                        + " «\u00a0un mandat\u00a0» (règle house/warrants).");
    }

    @Test
    void proposesOnlyWhatACallerIsTold() {
        assertThat(in(Language.EN).explain(judged(Set.of(), "tracking", 0.5)).change())
                .isEqualTo(
                        "By what is on record, it would have been permitted with this evidence registered: a warrant.");
        var lawless = PACK.replace(
                        "unless: [{evidence: warrant}, {purpose: [missing_child, missing_person]}]",
                        "unless: [{purpose: missing_child}]")
                .replace("    review: {evidence: [court_order, warrant], text: Register the warrant.}\n", "");
        assertThat(in(Language.EN, lawless)
                        .explain(judged(lawless, Set.of(), "tracking", 0.5))
                        .change())
                .startsWith("No document or registration")
                .doesNotContain("images", "erase", "rule");
    }

    /** The policies are asked again as if the registration were right: that alone may not be enough. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            PURPOSE_EXPIRED           | with new evidence registered for the purpose
            VERIFICATION_EXPIRED      | with the organisation verified again
            ORGANISATION_SUSPENDED    | without the suspension of the organisation
            ORGANISATION_NOT_VERIFIED | with the organisation verified
            PARENT_NOT_SERVED         | with the organisation above it verified and served
            KEY_WIRE_NOT_ALLOWED      | with a key that is for this API
            """)
    void saysWhatARegistrationPutRightWouldHaveChanged(PreconditionFailure failure, String remedy) {
        var refused = judged(PACK, Set.of("warrant"), "missing_child", 0.95, failure);
        assertThat(in(Language.EN).explain(refused).change())
                .isEqualTo("By what is on record, it would have been permitted " + remedy + '.');
        assertThat(in(Language.FR).explain(refused).change())
                .startsWith("D’après ce qui est consigné, l’appel aurait été autorisé ")
                .doesNotContain("change.");
        var anyway = judged(PACK, Set.of(), "tracking", 0.95, failure);
        assertThat(in(Language.EN).explain(anyway).change())
                .isEqualTo("Even " + remedy + ", it would have been refused (rule house/warrants).");
    }

    /** Another moment or another place is not this call. */
    @ParameterizedTest
    @EnumSource(names = {"KEY_NOT_YET_VALID", "PLACE_NOT_REGISTERED", "PURPOSE_MISSING", "PRINCIPAL_MISSING"})
    void saysNothingOfWhatItCannotKnow(PreconditionFailure failure) {
        assertThat(in(Language.EN)
                        .explain(judged(PACK, Set.of("warrant"), "missing_child", 0.95, failure))
                        .change())
                .isNull();
    }

    @Test
    void severalFacesAreExplainedAndTwoPurposesNamed() {
        var record = """
            {"capabilities":["verify","identify.retro","identify.live"],"code":"no","faces":"several","kind":"DECISION",\
            "operation":"CompareFaces","organisation":{"id":"b","type":"bank"},"provider":"rekognition",\
            "purposes":["attendance","unknown"],"rule":"facegate/purpose_conflict","time":"2026-11-24T22:51:07.042Z",\
            "verdict":"refuse"}\
            """;
        var said = in(Language.EN).explain(details(record));
        assertThat(said.asked()).contains(" for purposes that contradict each other on ");
        assertThat(said.notes())
                .anyMatch(note -> note.startsWith("Credential and request named different purposes: ")
                        && note.contains("; unknown"))
                .anyMatch(
                        note -> note.startsWith("The picture shows several faces. To compare a face with several others"
                                + " is to search for a person among them"));
        assertThat(in(Language.FR).explain(details(record)).notes())
                .anyMatch(note -> note.startsWith("L’image montre plusieurs visages."));
    }

    @Test
    void saysWhoWasChosenToAnswer() {
        var record = """
            {"capabilities":["detect"],"engine":"local","kind":"DECISION","on_behalf_of":[],"operation":"DetectFaces",\
            "organisation":{"id":"b","type":"bank"},"provider":"rekognition","rule":"a/b",\
            "time":"2026-11-24T22:51:07.042Z","verdict":"permit","wire":"rekognition"}\
            """;
        assertThat(in(Language.EN).explain(details(record)).notes())
                .containsExactly("It was sent to the API of Amazon Rekognition and routed to the embedded engine.");
        var neutral = record.replace("\"wire\":\"rekognition\"", "\"wire\":\"facegate\"")
                .replace("\"engine\":\"local\"", "\"engine\":\"rekognition\"");
        assertThat(in(Language.EN).explain(details(neutral)).notes())
                .containsExactly("It was sent through Facegate’s own API and routed to Amazon Rekognition.");
        assertThat(in(Language.FR).explain(details(neutral)).notes())
                .singleElement()
                .asString()
                .contains("l’API propre de Facegate", "Amazon Rekognition");
        assertThat(in(Language.FR)
                        .explain(record.getBytes(StandardCharsets.UTF_8))
                        .notes())
                .singleElement()
                .asString()
                .endsWith("moteur intégré.");
        var european = record.replace("\"rule\"", "\"clause\":\"jurisdiction: EEA or EU\",\"rule\"");
        assertThat(in(Language.FR)
                        .explain(european.getBytes(StandardCharsets.UTF_8))
                        .why())
                .endsWith("lieu d’utilisation\u00a0: EEE ou UE.");
    }

    @Test
    void saysObligations() {
        var record = """
            {"capabilities":["verify"],"kind":"DECISION","obligations":{"authorisation_due":"2026-11-25T22:51:07.042Z",\
            "duties":["no_sole_basis"],"label":"lead_only","max_results":1,"min_similarity":990,\
            "notices":["sign_at_entrance"],"redact":["analyze.age"],"retain_pictures":"P0D","retain_records":"P3Y",\
            "reviewers":2},"on_behalf_of":[],"operation":"CompareFaces","organisation":{"id":"b","type":"bank"},\
            "provider":"rekognition","rule":"a/b","time":"2026-11-24T22:51:07.042Z","verdict":"permit"}\
            """;
        assertThat(in(Language.EN).explain(details(record)).notes())
                .containsExactly("Conditions of the permit: no result below a similarity of 0.99; at most one result;"
                        + " 2 people approve the answer before it is given; the answer is a lead, never"
                        + " proof; this is left out of the request and the answer: estimate an age; these"
                        + " notices are given: sign at entrance; an authorisation is filed by 25 November"
                        + " 2026 at 22:51 UTC; no picture is kept; records are kept for 3 years at least;"
                        + " the result is never the sole basis of a decision.");
        assertThat(in(Language.FR).explain(details(record)).notes().getFirst())
                .contains(
                        "aucun résultat au-dessous d’une similarité de 0,99",
                        "2 personnes approuvent",
                        "3 ans au moins")
                .contains("au plus tard le 25 novembre 2026 à 22:51 UTC");
    }

    @Test
    void numbersMomentsAndHoursAreWrittenAsTheLanguageWritesThem() {
        var record = """
            {"capabilities":["verify"],"clause":"instance_created: at least 2022-06-01T07:00:00Z, threshold: below 0.9,\
             use_age: at least PT24H","code":"too_unsure","fact":"instance_created: absent, threshold: 0.85,\
             use_age: PT31H","kind":"DECISION","operation":"CompareFaces","organisation":{"id":"b","type":"bank"},\
            "provider":"rekognition","rule":"a/b","time":"2026-11-24T22:51:07.042Z","verdict":"refuse"}\
            """;
        assertThat(in(Language.EN).explain(details(record)).why())
                .isEqualTo("Rule a/b decided. It applies to calls with creation of the vendor's resource: at least 1"
                        + " June 2022 at 07:00 UTC; similarity asked for: below 0.9; time since the use began:"
                        + " at least 24 hours. This call has creation of the vendor's resource: not known;"
                        + " similarity asked for: 0.85; time since the use began: 31 hours. What is not known"
                        + " cannot help a call, so the rule applies.");
        assertThat(in(Language.FR).explain(details(record)).why())
                .contains("1er juin 2022 à 07:00 UTC", "moins de 0,9", "au moins 24 heures", "demandée\u00a0: 0,85");
    }

    @Test
    void sentencesOfEveryKindAreFilled() {
        for (var language : Language.values()) {
            for (var evidence : List.of(Set.<String>of(), Set.of("warrant"))) {
                var said = in(language).explain(judged(evidence, "tracking", 0.5));
                assertThat(said.asked() + said.decided() + said.why() + said.notes() + said.change())
                        .doesNotContain("{", "}", "null", "''");
            }
        }
    }

    private static NarrativeWriter in(Language language) {
        return in(language, PACK);
    }

    private static NarrativeWriter in(Language language, String pack) {
        var policySet = PolicyReader.read(Map.of("house.yaml", pack.getBytes(StandardCharsets.UTF_8)));
        var kept = new ArchivedSet.Available(policySet, PolicyEngine.of(policySet));
        return new NarrativeWriter(language, UnaryOperator.identity(), digest -> kept);
    }

    private static byte[] judged(Set<String> evidence, String purpose, double threshold) {
        return judged(PACK, evidence, purpose, threshold);
    }

    private static byte[] judged(String pack, Set<String> evidence, String purpose, double threshold) {
        return judged(pack, evidence, purpose, threshold, null);
    }

    private static byte[] judged(
            String pack,
            Set<String> evidence,
            String purpose,
            double threshold,
            @Nullable PreconditionFailure failure) {
        var police = Sample.police();
        var caller = TestCaller.of(police)
                .purpose(purpose)
                .in(police.jurisdictions())
                .attested(new AttestedContext(evidence, Map.of(), null))
                .by("sigv4", "KEY")
                .failing(failure)
                .build();
        var search = Sample.search("suspects");
        var facts = FaceCall.Facts.of(Set.of(Capability.IDENTIFY_RETRO)).withThreshold(threshold);
        var call = new FaceCall("rekognition", "SearchFacesByImage", facts, search.request(), search.params(), null);
        var question = new Question(caller, call, Sample.NOW);
        var policySet = PolicyReader.read(Map.of("house.yaml", pack.getBytes(StandardCharsets.UTF_8)));
        var decision = PolicyEngine.of(policySet).decide(caller, call, Sample.NOW);
        return DecisionRecord.bytes(
                new Frame("DECISION", "id", "boot", "0.1.0", Names.RECORDED, null), question, decision);
    }

    private static DecisionDetails details(String record) {
        var entry = Entries.of(0, record.getBytes(StandardCharsets.UTF_8), new byte[32]);
        return new DecisionDetails(entry, null, 1, new byte[32], List.of());
    }
}
