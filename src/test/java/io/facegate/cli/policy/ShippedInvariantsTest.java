package io.facegate.cli.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each invariant that ships is refuted where the shipped policies are changed against it, and by nothing else. */
class ShippedInvariantsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private PolicyShell shell;

    @BeforeEach
    void copy() throws Exception {
        shell = new PolicyShell(folder);
        for (var old : List.of("a.yaml", "a_test.yaml")) {
            Files.deleteIfExists(folder.resolve(old));
        }
        try (var files = Files.newDirectoryStream(Path.of("policies"), "*.yaml")) {
            for (var file : files) {
                if (!file.toString().endsWith("_test.yaml")) {
                    Files.copy(file, folder.resolve(file.getFileName()));
                }
            }
        }
    }

    @Test
    void allAreProved() throws IOException {
        assertThat(shell.run("prove", "--json")).isZero();
        assertThat(refuted()).isEmpty();
        assertThat(shell.err()).contains("11 of 11 invariants are proved");
    }

    @Test
    void theExemptionOfTheMoratoriumIsForItsPurposesOnly() throws IOException {
        change(
                "amazon-rekognition-2020.yaml",
                "        purpose: [missing_child, trafficking_victim, csam_victim_identification]\n",
                "");
        assertBroken("no-police-identify-on-rekognition");
    }

    @Test
    void aLiveSearchByPoliceInTheUnionNeedsALaw() throws IOException {
        change("eu-ai-act-art5.yaml", "          - evidence: national_law\n", "");
        assertBroken("live-police-search-in-the-union-needs-a-law");
    }

    @ParameterizedTest
    @CsvSource({"ibm-2020.yaml, ibm-identifies-nobody", "google-2018.yaml, google-identifies-nobody"})
    void aVendorThatOffersNothingIdentifiesNobody(String pack, String invariant) throws IOException {
        Files.delete(folder.resolve(pack));
        assertBroken(invariant);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{organisation: media, purpose: media_tagging, capability:"
                        + " analyze.gender}|nobody-is-told-emotion-or-gender",
                "{organisation: nonprofit, purpose: missing_child, capability:"
                        + " template_export}|templates-leave-for-nobody",
                "{organisation: research, purpose: research_benchmark, capability:"
                        + " analyze.emotion}|nobody-is-told-emotion-or-gender",
                "{organisation: nonprofit, purpose: missing_child, capability:"
                        + " gallery_transfer}|templates-leave-for-nobody",
                "{organisation: venue_operator, purpose: banned_person_list, capability: track}|shops-identify-nobody",
                "{organisation: retailer, purpose: loyalty, capability: identify}|shops-identify-nobody"
            })
    void whatNobodyMayIsRefusedToEverybody(String match, String invariant) throws IOException {
        house("  - {id: more, effect: permit, match: " + match + "}\n");
        assertBroken(invariant);
    }

    @ParameterizedTest
    @CsvSource({"gallery_erase, everybody-erases", "stateful_control.stop, everybody-stops"})
    void whatEverybodyMayIsRefusedToNobody(String capability, String invariant) throws IOException {
        house(refusal("{organisation: consumer, capability: " + capability + "}"));
        assertBroken(invariant);
    }

    @Test
    void aRefusalOfWhatErasesNothingBreaksNothing() throws IOException {
        house(refusal("{operation: [DetectFaces, IndexFaces]}")
                + refusal("{reference: [s3_object, url]}").replace("less", "fewer"));
        assertThat(shell.run("prove", "--json")).isZero();
    }

    private void assertBroken(String invariant) throws IOException {
        assertThat(shell.run("prove", "--json")).isEqualTo(ExitCode.POLICY_TEST_FAILED.number());
        assertThat(refuted()).containsExactly(invariant);
    }

    private List<String> refuted() throws IOException {
        var found = new ArrayList<String>();
        for (var line : shell.out().lines().toList()) {
            var json = JSON.readTree(line);
            if (json.has("invariant") && !json.path("outcome").asText().equals("proved")) {
                found.add(json.path("invariant").asText());
            }
        }
        return found;
    }

    private void change(String file, String from, String to) throws IOException {
        var text = Files.readString(folder.resolve(file));
        assertThat(text).contains(from);
        Files.writeString(folder.resolve(file), text.replace(from, to));
    }

    private void house(String rules) throws IOException {
        Files.writeString(
                folder.resolve("house.yaml"),
                "pack: house\ntitle: A house's rules\nbinds: Everybody.\nrules:\n" + rules);
    }

    private static String refusal(String match) {
        return """
              - id: less
                effect: refuse
                match: %s
                reason: {code: house, text: Not here.}
                citation: {ref: A house rule, checked: 2026-11-27}
            """.formatted(match);
    }
}
