package io.facegate.cli.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.usecase.delivery.BundleWorkshop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Policies that are proposed, compared, approved and taken back by commands, in the registry of a data folder. */
class PolicyProposeCommandTest {
    @TempDir
    private Path folder;

    private final Shell shell = new Shell();
    private Path data;
    private Path small;
    private Path large;

    @BeforeEach
    void people() throws IOException {
        data = folder.resolve("data");
        small = write("small", BundleWorkshop.pack("a", "permit detect"));
        large = write("large", BundleWorkshop.pack("a", "permit detect", "permit verify"));
        shell.registerPolice(data);
        for (var id : List.of("m.roe", "b.doe")) {
            assertThat(by("m.roe", "person", "add", "--id", id, "--role", "operator", "--role", "policy_editor"))
                    .as(shell.err())
                    .isZero();
        }
        assertThat(by("m.roe", "registry", "approvals", "two")).as(shell.err()).isZero();
    }

    private Path write(String name, String pack) throws IOException {
        var into = Files.createDirectories(folder.resolve(name));
        Files.writeString(into.resolve("a.yaml"), pack);
        return into;
    }

    private static String digest(Path policies) throws IOException {
        return BundleWorkshop.digest(Map.of("a.yaml", Files.readString(policies.resolve("a.yaml"))));
    }

    private int by(String person, String... words) {
        var all = new ArrayList<>(Arrays.asList(words));
        all.addAll(List.of("--by", person, "--reason", "Because of 12."));
        return shell.run(data, all.toArray(String[]::new));
    }

    private JsonNode propose(String... what) throws IOException {
        var words = new ArrayList<>(List.of("policy", "propose", "--json"));
        words.addAll(Arrays.asList(what));
        assertThat(by("m.roe", words.toArray(String[]::new))).as(shell.err()).isZero();
        return shell.json();
    }

    private int approve(String person, JsonNode made) {
        return by(
                person,
                "proposal",
                "approve",
                made.path("proposal").asText(),
                "--digest",
                made.path("digest").asText());
    }

    @Test
    void twoPeopleActivateWhatPermitsMoreAfterTheyComparedIt() throws IOException {
        var first = propose(small.toString());
        assertThat(first.path("changes").toString()).contains("digest: none -> " + digest(small));
        assertThat(approve("m.roe", first)).as("never who proposed it").isEqualTo(2);
        assertThat(approve("b.doe", first)).as(shell.err()).isZero();
        assertThat(Shell.acts(data)).endsWith("policies_activate " + digest(small));
        var more = propose(large.toString());
        assertThat(more.path("changes").toString()).contains("it permits calls that are refused so far", "verify");
        assertThat(shell.run(data, "proposal", "show", more.path("proposal").asText()))
                .isZero();
        assertThat(shell.out())
                .contains("policy diff --proposal " + more.path("proposal").asText());
        assertThat(shell.run(
                        data,
                        "policy",
                        "diff",
                        "--proposal",
                        more.path("proposal").asText()))
                .as(shell.err())
                .isZero();
        assertThat(shell.out()).contains("NEWLY PERMITTED").doesNotContain("NEWLY REFUSED");
        assertThat(approve("b.doe", more)).as(shell.err()).isZero();
        assertThat(propose(small.toString()).path("digest").asText())
                .as("one person is enough to refuse more")
                .isEqualTo(digest(small));
        var back = propose("--digest", digest(large));
        assertThat(back.path("approvers").toString()).isEqualTo("[\"b.doe\"]");
    }

    /** The override is a file of the policies, so it takes the same two people. */
    @Test
    void whoOverridesADisputedRuleNeedsASecondPerson() throws IOException {
        var disputed = write("disputed", BundleWorkshop.pack("a", "permit detect status: disputed"));
        assertThat(approve("b.doe", propose(disputed.toString())))
                .as(shell.err())
                .isZero();
        var overriding = Files.createDirectories(folder.resolve("overriding"));
        Files.copy(disputed.resolve("a.yaml"), overriding.resolve("a.yaml"));
        Files.writeString(overriding.resolve("overrides.yaml"), """
                overrides:
                  - {rule: a/r0, by: Jane Doe, reason: Counsel read the law., on: 2026-11-20}
                """);
        var made = propose(overriding.toString());
        assertThat(made.path("changes").toString()).contains("it permits calls that are refused so far");
        assertThat(approve("m.roe", made)).as("never who proposed it").isEqualTo(2);
        assertThat(approve("b.doe", made)).as(shell.err()).isZero();
        assertThat(propose(disputed.toString()).path("digest").asText())
                .as("control: one person is enough to take it back")
                .isEqualTo(digest(disputed));
    }

    /** As docs/policy-delivery.md has them, with the id and the digests of this registry. */
    @Test
    void theCommandsOfThePageWork() throws IOException {
        var commands = commandsOfThePage();
        assertThat(commands).hasSize(5);
        assertThat(approve("b.doe", propose(small.toString()))).isZero();
        run(commands.removeFirst().replace("./policies", large.toString()) + " --json");
        var id = shell.json().path("proposal").asText();
        var digest = shell.json().path("digest").asText();
        for (var command : commands) {
            run(command.replace("p-7hq2v9wkx4cd", id).replace("SHA256", digest).replace("DIGEST", digest(small)));
        }
        assertThat(Shell.acts(data))
                .containsSubsequence("policies_activate " + digest(large), "policies_activate " + digest(small));
    }

    private static List<String> commandsOfThePage() throws IOException {
        var page = Files.readString(Path.of("docs/policy-delivery.md"));
        int section = page.indexOf("\n## Through the registry\n");
        return page.substring(section, page.indexOf("\n## ", section + 1))
                .lines()
                .filter(line -> line.startsWith("facegate "))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private void run(String command) {
        var words = Pattern.compile("'([^']*)'|(\\S+)")
                .matcher(command)
                .results()
                .skip(1)
                .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
                .toArray(String[]::new);
        assertThat(shell.run(data, words)).as(command + '\n' + shell.err()).isZero();
    }

    /** The first policies are compared with the folder that is named. */
    @Test
    void theFirstAreComparedWithAFolder() throws IOException {
        var first = propose(large.toString()).path("proposal").asText();
        assertThat(shell.run(data, "policy", "diff", "--proposal", first, "--policies", small.toString()))
                .as(shell.err())
                .isZero();
        assertThat(shell.out()).contains("NEWLY PERMITTED");
    }

    @Test
    void aMistakeIsSaidAndNothingIsStored() throws IOException {
        var broken = write("broken", "pack: a\nrules: 7\n");
        var empty = Files.createDirectories(folder.resolve("empty"));
        assertThat(by("m.roe", "policy", "propose", broken.toString())).isEqualTo(3);
        assertThat(by("m.roe", "policy", "propose", empty.toString())).isNotZero();
        assertThat(by("m.roe", "policy", "propose")).isEqualTo(2);
        assertThat(by("m.roe", "policy", "propose", small.toString(), "--digest", digest(small)))
                .isEqualTo(2);
        assertThat(by("m.roe", "policy", "propose", "--digest", digest(small))).isEqualTo(2);
        assertThat(shell.run(data, "policy", "propose", small.toString(), "--by", "m.roe"))
                .as("without a reason")
                .isEqualTo(2);
        assertThat(shell.run(data, "policy", "diff", "--proposal", "p-none")).isEqualTo(2);
        assertThat(shell.run(data, "policy", "diff", small.toString())).isEqualTo(2);
        assertThat(Shell.acts(data)).noneMatch(act -> act.startsWith("polic") || act.startsWith("proposal"));
    }
}
