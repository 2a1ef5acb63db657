package io.facegate.patches;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.cli.policy.PolicyShell;
import io.facegate.identity.AttestedContext;
import io.facegate.ledger.Ledger.Question;
import io.facegate.ledger.Sample;
import io.facegate.policy.Decision;
import io.facegate.policy.PolicyEngine;
import io.facegate.policy.vocabulary.AttestableFacts;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.policy.vocabulary.Language;
import io.facegate.policy.vocabulary.WordTitles;
import io.facegate.testkit.TestCaller;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds of the attribute that the stored patch adds; {@link StoredPatchTest} runs it where it is applied. */
class AddedAttribute {
    private static final Attribute ADDED = Objects.requireNonNull(Attribute.fromWord("lighting"));
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PACK = """
        pack: a
        title: A test
        binds: Everybody.
        rules:
          - {id: r, effect: permit, match: {purpose: missing_child, capability: detect, lighting: daylight}}
          - id: dark
            effect: refuse
            match: {capability: detect, lighting: infrared}
            reason: {code: banned, text: Nobody sees that light.}
            citation: {ref: A house rule, checked: 2026-11-24}
        """;
    private static final String TEST = """
        given: {caller: nonprofit, purpose: missing_child, capabilities: [detect], now: 2026-01-01T00:00:00Z}
        cases:
          - {name: by day, lighting: daylight, expect: permit}
          - {name: in the dark, lighting: infrared, expect: refuse, rule: a/dark}
          - {name: nobody knows, expect: refuse, rule: a/dark}
        """;
    private static final String INVARIANTS = """
        invariants:
          - id: dark
            says: Nothing is detected in the dark.
            given: {capability: detect, lighting: infrared}
            expect: refuse
          - id: untold
            says: It never helps to say nothing of the light.
            kind: omission
            attributes: lighting
        """;

    @TempDir
    private Path folder;

    private PolicyShell shell;

    @BeforeEach
    void write() throws Exception {
        shell = new PolicyShell(folder);
        shell.write("a.yaml", PACK);
        shell.write("a_test.yaml", TEST);
        shell.write("invariants.yaml", INVARIANTS);
    }

    @Test
    void policiesWithItCompileAndAreTestedAndProved() throws Exception {
        assertThat(shell.run("check")).as(shell.err()).isZero();
        assertThat(shell.run("test")).as(shell.out()).isZero();
        assertThat(shell.run("prove")).as(shell.out() + shell.err()).isZero();
        shell.write("invariants.yaml", INVARIANTS.replace("lighting: infrared", "lighting: daylight"));
        assertThat(shell.run("prove", "--json")).as("the control").isEqualTo(4);
        assertThat(shell.out()).contains("daylight");
    }

    @Test
    void anExplanationNamesItAndTheChangeOfItThatWouldHelp() throws Exception {
        var asked = List.of("--org-type", "nonprofit", "--purpose", "missing_child", "--capability", "detect");
        assertThat(explain(asked, "--fact", "lighting=infrared", "--json")).isZero();
        var told = JSON.readTree(shell.out());
        assertThat(told.path("rule").asText()).isEqualTo("a/dark");
        assertThat(told.path("fact").asText()).contains("lighting: infrared");
        assertThat(shell.out()).contains("\"lighting\"", "\"daylight\"");
        assertThat(explain(asked, "--fact", "lighting=infrarde")).isEqualTo(2);
        assertThat(shell.err()).contains("did you mean 'infrared'?");
    }

    private int explain(List<String> asked, String... more) {
        var all = new java.util.ArrayList<>(asked);
        all.addAll(List.of(more));
        return shell.run("explain", all.toArray(String[]::new));
    }

    @Test
    void itIsAFactThatAnOperatorCanRegister() {
        assertThat(AttestableFacts.names()).contains("lighting");
        assertThat(AttestableFacts.mistake("lighting", "daylight")).isNull();
        assertThat(AttestableFacts.mistake("lighting", "moonlight")).isNotNull();
    }

    @Test
    void itIsRecordedReplayedAndToldInBothLanguages() throws Exception {
        var question = asked();
        var permit =
                (Decision.Permit) PolicyEngine.load(folder).decide(question.caller(), question.call(), question.now());
        var recorded = new RecordedOnce(folder);
        assertThat(recorded.permitted(question, permit))
                .contains("\"facts\":[\"lighting=daylight\"]", "lighting: daylight");
        recorded.assertReplays();
        recorded.assertValid();
        assertThat(recorded.explained().getFirst()).contains("lighting: lit by the sun");
        assertThat(recorded.explained().getLast()).contains("éclairage", "éclairé par le soleil");
        assertThat(WordTitles.forLanguage(Language.EN).title(ADDED)).isEqualTo("Lighting");
        assertThat(WordTitles.forLanguage(Language.FR).title(ADDED)).isEqualTo("Éclairage");
        assertThat(WordTitles.forLanguage(Language.FR).title("lighting", "infrared"))
                .contains("infrarouges");
    }

    private static Question asked() {
        var one = Sample.asked();
        var of = one.caller();
        var context = new AttestedContext(Set.of(), Map.of("lighting", List.of("daylight")), null);
        var caller = TestCaller.of(of.organisation())
                .actingFor(of.principals())
                .purpose(of.purpose())
                .in(of.places())
                .attested(context)
                .by(of.method(), of.key())
                .failing(of.preconditionFailure())
                .build();
        return new Question(caller, one.call(), one.source(), one.now());
    }
}
