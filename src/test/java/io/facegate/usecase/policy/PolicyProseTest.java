package io.facegate.usecase.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.Obligations;
import io.facegate.call.Obligations.Kind;
import io.facegate.ledger.narrative.RuleNarrator;
import io.facegate.policy.language.PolicySet;
import io.facegate.policy.language.Rule;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.policy.vocabulary.Language;
import io.facegate.policy.vocabulary.PlaceNames;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rules, demands and values of the shipped policies in sentences. */
class PolicyProseTest {
    private static final PolicySet SHIPPED = PolicyInspection.load(Path.of("policies"));

    private static Rule rule(String id) {
        return SHIPPED.rules().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aRuleIsOneSentenceInEachLanguage() {
        var rule = rule("facegate-base/bank-reads-liveness");
        assertThat(new PolicyProse(Language.EN).sentence(rule))
                .isEqualTo(
                        "Permits calls to read the result of a job in order to prevent fraud or verify the identity of"
                                + " a new customer, if the organisation is of this type: regulated financial"
                                + " institution.");
        assertThat(new PolicyProse(Language.FR).sentence(rule))
                .isEqualTo("Autorise les appels visant à lire le résultat d’une tâche, pour prévenir la fraude ou"
                        + " vérifier l’identité d’un nouveau client, si l’organisation est de ce type :"
                        + " établissement financier réglementé.");
    }

    @Test
    void aLongListIsCutInTheSentenceAndWholeBelow() {
        var told = new PolicyProse(Language.EN).rule(rule("eu-ai-act-post-remote/authorisation"));
        assertThat(told.sentence())
                .contains("if the place is Austria, Belgium, Bulgaria, Croatia or 21 more")
                .contains(", if one of several further conditions holds.")
                .endsWith("There are 3 exceptions.");
        assertThat(told.parts().stream().filter(part -> part.attribute().equals("jurisdiction")))
                .singleElement()
                .satisfies(part -> assertThat(part.values()).hasSize(25).contains("Sweden"));
        assertThat(told.exceptions()).contains("evidence: an authorisation that was granted");
        assertThat(told.alternatives()).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void everyShippedRuleHasASentenceWithoutCodes(Language language) {
        var prose = new PolicyProse(language);
        for (var rule : SHIPPED.rules()) {
            var told = prose.rule(rule);
            assertThat(told.sentence())
                    .as(rule.id())
                    .doesNotContain("_", "{", "}", "null")
                    .endsWith(".");
            assertThat(told.obligations()).as(rule.id()).noneMatch(one -> one.contains("_") || one.contains("{"));
            assertThat(told.exceptions()).as(rule.id()).noneMatch(one -> one.contains("_"));
        }
    }

    @Test
    void whatAProofDemandsIsToldAsARuleTellsIt() {
        var narrator = new RuleNarrator(Language.EN);
        assertThat(narrator.describeDemand("records kept at least P3Y"))
                .isEqualTo("records are kept for 3 years at least");
        assertThat(narrator.describeDemand("reviewers at least 2"))
                .isEqualTo("2 people approve the answer before it is given");
        assertThat(narrator.describeDemand("min_similarity at least 0.99"))
                .isEqualTo("no result below a similarity of 0.99");
        assertThat(narrator.describeDemand("lead_only")).isEqualTo("the answer is a lead, never proof");
        assertThat(narrator.describeDemand("something new")).isEqualTo("something new");
        var asked = Obligations.NONE.with(Kind.AUTHORISATION, Duration.ofHours(24));
        assertThat(narrator.describe(asked))
                .containsExactly("an authorisation is filed within this time after the use began: 24 hours");
    }

    @Test
    void theValuesOfAnAnalysisAreWords() {
        var narrator = new RuleNarrator(Language.EN);
        assertThat(narrator.describeValues(
                                "jurisdiction", List.of("absent", "ES, ES/elsewhere", "AT, BE, CZ and 27 more"))
                        .values())
                .containsExactly("Spain", "Austria", "Belgium", "Czechia", "27 more", "not known");
        assertThat(narrator.describeValues("evidence", List.of("not warrant")).values())
                .containsExactly("without “a warrant”");
        assertThat(narrator.describeValues("time", List.of("from 2027-12-01T10:00:00Z", "at any time"))
                        .values())
                .containsExactly("from 1 December 2027 at 10:00 UTC on", "at any time");
        assertThat(narrator.describeValues("pictures", List.of("x")).title()).isEqualTo("pictures");
    }

    @Test
    void placesHaveNames() {
        var english = PlaceNames.forLanguage(Language.EN);
        assertThat(english.name("US-OR/portland")).isEqualTo("Portland, Oregon");
        assertThat(english.name("US-OR/elsewhere")).isEqualTo("elsewhere in Oregon");
        assertThat(english.name("DE-BY")).isEqualTo("Germany (DE-BY)");
        assertThat(english.name("EU")).isEqualTo("European Union");
        assertThat(english.name("<b>")).isEqualTo("<b>");
        assertThat(PlaceNames.forLanguage(Language.FR).name("DE")).isEqualTo("Allemagne");
        assertThat(new PolicyProse(Language.FR).value(Attribute.JURISDICTION, "US-CA/san-francisco"))
                .isEqualTo("San Francisco, Californie");
    }
}
