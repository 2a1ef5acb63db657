package io.facegate.cli.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Four eyes: what permits more takes two people, and what stops takes one. */
class ProposalCommandTest {
    @TempDir
    private Path data;

    private final Shell shell = new Shell();

    @BeforeEach
    void people() {
        shell.registerPolice(data);
        assertThat(run("person add --id m.roe --role operator")).isZero();
        assertThat(by("m.roe", "registry approvals one")).isZero();
        assertThat(by("m.roe", "person add --id b.doe --role operator")).isZero();
        assertThat(by("m.roe", "person add --id c.poe --role operator")).isZero();
        assertThat(by("m.roe", "person add --id a.lee --role auditor")).isZero();
        assertThat(by("m.roe", "registry approvals two")).as(shell.err()).isZero();
    }

    private int run(String words) {
        return shell.run(data, words.split(" "));
    }

    private int by(String person, String words) {
        return by(shell, person, words);
    }

    private int by(Shell at, String person, String words) {
        var all = new ArrayList<>(List.of(words.split(" ")));
        all.addAll(List.of("--by", person, "--reason", "Because of 12."));
        return at.run(data, all.toArray(String[]::new));
    }

    private JsonNode propose(String words) throws IOException {
        assertThat(by("m.roe", words + " --json")).as(shell.err()).isZero();
        return shell.json();
    }

    private int approve(String person, JsonNode proposal) {
        return by(
                person,
                "proposal approve " + proposal.path("proposal").asText() + " --digest "
                        + proposal.path("digest").asText());
    }

    private String purposes() {
        run("org show pd");
        return shell.out();
    }

    @Test
    void whatPermitsMoreIsProposedAndDoneWhenAnotherApprovesIt() throws IOException {
        var made = propose("org change pd --purpose suspect_search --purpose missing_child");
        assertThat(made.path("approvers").toString()).isEqualTo("[\"b.doe\",\"c.poe\"]");
        assertThat(made.path("changes").toString())
                .isEqualTo("[\"purpose: suspect_search -> missing_child," + " suspect_search\"]");
        assertThat(purposes()).doesNotContain("missing_child");
        assertThat(approve("m.roe", made)).as("never who proposed it").isEqualTo(2);
        assertThat(approve("a.lee", made)).as("without the right").isEqualTo(2);
        assertThat(approve("B.DOE", made)).isEqualTo(2);
        assertThat(by("b.doe", "proposal approve " + made.path("proposal").asText() + " --digest " + "0".repeat(64)))
                .isEqualTo(2);
        assertThat(purposes()).doesNotContain("missing_child");
        assertThat(approve("b.doe", made)).as(shell.err()).isZero();
        assertThat(purposes()).contains("missing_child");
        assertThat(approve("c.poe", made)).as("not twice").isEqualTo(2);
        var name = made.path("proposal").asText() + '/' + made.path("digest").asText();
        assertThat(Shell.acts(data))
                .contains("proposal_add " + name)
                .endsWith("proposal_approve " + name, "org_change pd");
        assertThat(run("registry verify")).isZero();
        assertThat(shell.out()).contains("Approvals: two. People: 4.");
    }

    @Test
    void everyChangeOfTheListIsProposedAndWhatStopsIsDone() throws IOException {
        by("m.roe", "org change pd --purpose suspect_search --name Police");
        for (var change : List.of(
                "org change pd --type nonprofit",
                "org change pd --purpose missing_child",
                "org change pd --jurisdiction US-OR",
                "person add --id d.fox --role operator",
                "person change a.lee --role operator",
                "person change a.lee --role officer",
                "person add --id d.fox --role policy_editor",
                "person add --id d.fox --role reviewer",
                "person change b.doe --login-issuer https://id --login-subject 8",
                "registry approvals one")) {
            assertThat(propose(change).path("digest").asText()).as(change).hasSize(64);
        }
        for (var stop : List.of("org suspend pd", "person change c.poe --role auditor", "person remove a.lee")) {
            assertThat(by("m.roe", stop + " --json")).as(shell.err()).isZero();
            assertThat(shell.out()).doesNotContain("digest");
        }
        assertThat(propose("org resume pd").path("changes").toString()).isEqualTo("[\"suspended: 1 -> 0\"]");
        assertThat(by("m.roe", "person remove c.poe")).as("an auditor by now").isZero();
        assertThat(by("m.roe", "person remove b.doe")).as("two operators stay").isEqualTo(2);
        assertThat(by("m.roe", "org change pd --name PD")).as("the control").isZero();
        assertThat(shell.out()).doesNotContain("digest");
    }

    /** An exemption is for officers: one proposes it, another approves it, and one revokes it. */
    @Test
    void anExemptionTakesTwoOfficers() throws IOException {
        for (var id : List.of("o.one", "o.two")) {
            var officer = propose("person add --id " + id + " --role officer");
            assertThat(approve("b.doe", officer)).as(shell.err()).isZero();
        }
        var words = "grant add --org pd --id g-1 --capability identify --purpose suspect_search --place US --until 90d"
                + " --evidence c-7 --json";
        assertThat(by("m.roe", words)).as("an operator").isEqualTo(2);
        assertThat(by("o.one", words)).as(shell.err()).isZero();
        var made = shell.json();
        run("grant list");
        assertThat(shell.out()).isEmpty();
        assertThat(approve("o.one", made)).isEqualTo(2);
        assertThat(approve("b.doe", made)).as("an operator").isEqualTo(2);
        assertThat(approve("o.two", made)).as(shell.err()).isZero();
        run("grant list --org pd");
        assertThat(shell.out()).startsWith("g-1  org=pd  capability=identify").contains("by=o.one", "status=valid");
        assertThat(by("o.one", "grant revoke g-1")).isZero();
        run("grant show g-1");
        assertThat(shell.out()).contains("status=revoked");
        assertThat(Shell.acts(data)).endsWith("grant_add g-1", "grant_revoke g-1");
    }

    /** Who has no right to answer learns nothing of an appeal, and the attempt is on record. */
    @Test
    void onlyAnOfficerAnswersAppeals() {
        assertThat(by("m.roe", "person add --id o.ray --role officer")).isZero();
        var id = "019ab8f2-0000-7000-8000-000000000000";
        for (var outcome : List.of("upheld", "rejected", "needs_information")) {
            for (var other : List.of("m.roe", "a.lee", "x.nobody")) {
                assertThat(by(other, "appeal answer " + id + " --outcome " + outcome))
                        .as(other)
                        .isEqualTo(2);
                assertThat(shell.err())
                        .as(other)
                        .contains("Nothing was changed")
                        .doesNotContain("no appeal");
            }
        }
    }

    /** One person suffices to stop something sooner, and not to let it go on longer. */
    @Test
    void aPurposeEndsSoonerOrBeginsLaterByOnePerson() throws IOException {
        var longer = propose("org purpose pd suspect_search --until 2099-01-01 --evidence letter");
        assertThat(longer.has("proposal"))
                .as("control: other evidence takes two")
                .isTrue();
        assertThat(by("m.roe", "org purpose pd suspect_search --until 2098-01-01"))
                .isZero();
        assertThat(shell.out()).doesNotContain("Proposed");
        assertThat(by("m.roe", "org purpose pd suspect_search --until 2097-01-01 --from 2027-01-01"))
                .isZero();
        assertThat(shell.out()).doesNotContain("Proposed");
        run("org show pd --json");
        assertThat(shell.json().at("/purposeTerms/suspect_search/until").asText())
                .isEqualTo("2097-01-01T00:00:00Z");
        assertThat(propose("org purpose pd suspect_search --until 2098-01-01 --from 2027-01-01")
                        .has("proposal"))
                .isTrue();
        assertThat(propose("org purpose pd suspect_search --until 2097-01-01 --from 2026-01-01")
                        .has("proposal"))
                .isTrue();
    }

    /** A file is applied in parts: what was committed before the one that waits stays, and is told. */
    @Test
    void aFileThatStopsAtSuchAChangeSaysWhatWasDoneAndWhatWaits() throws IOException {
        var keys = data.resolve("new.keys");
        assertThat(applyFile(keys, police("nonprofit", "  keys: [{label: main}]\n")))
                .as(shell.err())
                .isZero();
        assertThat(shell.out())
                .contains("Nothing is changed yet. Waiting: 1 organisations, 1 keys.", "Proposed, and not changed yet");
        assertThat(keys).doesNotExist();

        var many = new StringBuilder();
        for (int at = 0; at < 2000; at++) {
            many.append("- {id: org-").append(at).append(", name: N, type: retailer}\n");
        }
        assertThat(applyFile(
                        keys,
                        many + police("nonprofit", "") + "- {id: m, name: M, type: retailer, keys: [{label: a}]}\n"))
                .isEqualTo(2);
        assertThat(shell.err())
                .contains(
                        "Applied, and on record: 2000 of 2002 organisations, 0 of 1 keys",
                        "organisation/pd",
                        "two people")
                .doesNotContain("Nothing was changed");
        assertThat(keys).doesNotExist();
        run("org list");
        assertThat(shell.out()).contains("org-1999");
    }

    private int applyFile(Path keys, String organisations) throws IOException {
        var file = Files.writeString(data.resolve("file.yaml"), "organisations:\n" + organisations);
        return by("m.roe", "registry apply " + file + " --keys-to " + keys);
    }

    private static String police(String type, String more) {
        return "- id: pd\n  name: Police\n  type: " + type + "\n" + more;
    }

    /** Rows of all operators that somebody spoilt make no officer one of two people. */
    @Test
    void withoutAnOperatorWhoseRowVerifiesNobodyGrantsAlone() throws IOException, SQLException {
        assertThat(approve("b.doe", propose("person add --id o.one --role officer")))
                .isZero();
        sql("UPDATE person SET added = added + 1 WHERE id <> 'o.one'");
        by(
                "o.one",
                "grant add --org pd --id g-1 --capability identify --purpose suspect_search --place US --until 90d"
                        + " --evidence c-7");
        run("grant list");
        assertThat(shell.out()).isEmpty();
    }

    @Test
    void aSettingThatSomebodyRenamedStaysTwoAfterRowsWereAccepted() throws SQLException {
        sql("UPDATE registry_setting SET id = 'x'");
        assertThat(by("m.roe", "registry accept")).as(shell.err()).isZero();
        run("registry verify");
        assertThat(shell.out()).contains("Approvals: two.");
        assertThat(by("m.roe", "org change pd --type nonprofit")).isZero();
        run("org show pd");
        assertThat(shell.out()).as("a proposal").doesNotContain("type=nonprofit");
    }

    @Test
    void anotherParentTakesTwo() throws IOException {
        assertThat(by("m.roe", "org add --id state --name State --type government_state"))
                .as(shell.err())
                .isZero();
        assertThat(by("m.roe", "org change pd --parent state"))
                .as("it only refuses more")
                .isZero();
        assertThat(propose("org change pd --no-relations").path("digest").asText())
                .hasSize(64);
    }

    /** The record names the roles only, because the log has no name of a person. */
    @Test
    void theApproverIsToldWhoseRowChanges() throws IOException {
        var made = propose("person change a.lee --role operator");
        assertThat(made.path("row").asText()).isEqualTo("person/a.lee");
        run("proposal show " + made.path("proposal").asText());
        assertThat(shell.out()).contains("It changes person/a.lee.");
    }

    @Test
    void anApprovedDemotionLeavesTwoOperatorsToo() throws IOException {
        var made = propose("person change b.doe --role officer");
        assertThat(by("m.roe", "person remove c.poe")).as(shell.err()).isZero();
        assertThat(approve("b.doe", made)).isEqualTo(2);
        assertThat(shell.err()).contains("two operators must stay");
    }

    /** A purpose that has ended permits nothing, so a later end permits more. */
    @Test
    void showKnowsTheDatesOfAPurpose() throws IOException {
        var ended =
                propose("org change pd --type nonprofit.child_protection --purpose missing_child --jurisdiction US-TX");
        assertThat(approve("b.doe", ended)).as(shell.err()).isZero();
        assertThat(by("m.roe", "org purpose pd missing_child --until 2020-01-01"))
                .as(shell.err())
                .isZero();
        var again = propose("org purpose pd missing_child --until 2090-01-01");
        assertThat(run("proposal show " + again.path("proposal").asText() + " --policies policies"))
                .isZero();
        assertThat(shell.out())
                .contains("Would become permitted (calls without evidence): ", "detect for missing_child");
    }

    /** The police may not search for suspects by these rules; the exemption is what a rule asks for. */
    @Test
    void showTellsWhatAnExemptionWouldPermit() throws IOException {
        var rules = Files.createDirectories(data.resolveSibling(data.getFileName() + "-rules"));
        Files.writeString(rules.resolve("house.yaml"), """
            pack: house
            title: A house's own rules
            binds: Whoever calls here.
            rules:
              - {id: reading, effect: permit, match: {capability: detect}}
              - {id: searching, effect: permit, match: {capability: identify, exemption: identify}}
            """);
        for (var id : List.of("o.one", "o.two")) {
            var officer = propose("person add --id " + id + " --role officer");
            assertThat(approve("b.doe", officer)).as(shell.err()).isZero();
        }
        var made = "grant add --org pd --capability identify --purpose suspect_search --place US --until 90d"
                + " --evidence c-7 --json --id ";
        assertThat(by("o.one", made + "g-1")).as(shell.err()).isZero();
        var first = shell.json();
        assertThat(run("proposal show " + first.path("proposal").asText() + " --policies " + rules))
                .isZero();
        assertThat(shell.out())
                .contains("Would become permitted (calls without evidence): ", "identify for suspect_search")
                .doesNotContain("detect for");
        assertThat(run("proposal show " + first.path("proposal").asText() + " --policies none-here"))
                .isZero();
        assertThat(shell.out()).contains("was not computed");
        assertThat(approve("o.two", first)).as(shell.err()).isZero();
        // The control: the same once more permits nothing new.
        assertThat(by("o.one", made + "g-2")).as(shell.err()).isZero();
        assertThat(run("proposal show " + shell.json().path("proposal").asText() + " --policies " + rules))
                .isZero();
        assertThat(shell.out()).contains("nothing would become permitted");
    }

    @Test
    void aProposalNeedsAReason() {
        assertThat(run("org change pd --type nonprofit --by m.roe")).isEqualTo(2);
        assertThat(shell.err()).contains("--reason");
    }

    @Test
    void anotherPersonIsAddedAndApprovalsLoweredByTwo() throws IOException {
        var operator = propose("person add --id d.fox --role operator --login-issuer https://id --login-subject 7");
        assertThat(by("b.doe", "person add --id e.fox --role auditor --login-issuer https://id --login-subject 7"))
                .isZero();
        assertThat(approve("b.doe", operator))
                .as("the login is another's by now")
                .isEqualTo(2);
        by("b.doe", "person change e.fox --no-login");
        assertThat(approve("b.doe", operator)).as(shell.err()).isZero();
        assertThat(by("d.fox", "org suspend pd")).isZero();
        var lower = propose("registry approvals one");
        assertThat(approve("d.fox", lower)).isZero();
        assertThat(by("m.roe", "org change pd --type nonprofit")).isZero();
        run("org show pd");
        assertThat(shell.out()).contains("type=nonprofit");
    }

    @Test
    void onePersonRejectsAndWhatWasRejectedOrChangedMeanwhileIsNotApproved() throws IOException {
        var one = propose("org change pd --type nonprofit");
        assertThat(by("b.doe", "proposal reject " + one.path("proposal").asText()))
                .isZero();
        assertThat(approve("b.doe", one)).isEqualTo(2);
        var two = propose("org change pd --type nonprofit");
        assertThat(by("b.doe", "org change pd --name Police")).isZero();
        assertThat(approve("b.doe", two)).isEqualTo(2);
        assertThat(shell.err()).contains("changed meanwhile");
        run("proposal list");
        assertThat(shell.out()).contains("state=rejected", "state=waiting").hasLineCount(2);
    }

    @Test
    void aPersonRemovedMeanwhileNeitherApprovesNorHasProposed() throws IOException {
        var made = propose("org change pd --type nonprofit");
        by("c.poe", "person remove b.doe");
        assertThat(approve("b.doe", made)).isEqualTo(2);
        assertThat(by("c.poe", "person change m.roe --role auditor"))
                .as("two stay")
                .isEqualTo(2);
        var another = propose("person add --id d.fox --role operator");
        assertThat(approve("c.poe", another)).isZero();
        assertThat(by("c.poe", "person remove m.roe")).isZero();
        assertThat(approve("c.poe", made)).isEqualTo(2);
        assertThat(shell.err()).contains("has not the right any more");
    }

    @Test
    void aProposalThatSomebodyRewroteIsNotApproved() throws IOException, SQLException {
        var made = propose("org change pd --purpose suspect_search --purpose missing_child");
        sql("UPDATE proposal SET document = replace(document, 'missing_child', 'missing_adult')");
        assertThat(approve("b.doe", made)).isEqualTo(1);
        assertThat(shell.err()).contains("changed outside Facegate");
        sql("UPDATE proposal SET document = replace(document, 'missing_adult', 'missing_child')");
        sql("UPDATE proposal SET state = 'approved', decided_by = 'b.doe'");
        assertThat(approve("b.doe", made)).isEqualTo(1);
        sql("UPDATE registry_setting SET value = 'one'");
        assertThat(propose("org change pd --type nonprofit").path("digest").asText())
                .as("a setting that does not verify counts as two")
                .hasSize(64);
        sql("DELETE FROM registry_setting");
        assertThat(propose("org change pd --type nonprofit").path("digest").asText())
                .hasSize(64);
    }

    /** An older registry with an open proposal, after the proposal was rejected. */
    @Test
    void aRestoredRegistryBringsNoProposalBack() throws IOException {
        var made = propose("org change pd --type nonprofit");
        var copy = data.resolveSibling(data.getFileName() + ".copy");
        Files.copy(data.resolve("registry.db"), copy);
        by("b.doe", "proposal reject " + made.path("proposal").asText());
        by("b.doe", "org change pd --name Police");
        Files.copy(copy, data.resolve("registry.db"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Files.deleteIfExists(data.resolve("registry.db-wal"));
        assertThat(approve("b.doe", made)).isNotZero();
        assertThat(shell.err()).contains("not the one that the ledger knows");
    }

    @Test
    void ofTwoApprovalsAtOnceOneIsMade() throws Exception {
        var made = propose("org change pd --type nonprofit");
        try (var pool = Executors.newFixedThreadPool(2)) {
            var tries = new ArrayList<Callable<Integer>>();
            for (var person : List.of("b.doe", "c.poe")) {
                tries.add(() -> by(
                        new Shell(),
                        person,
                        "proposal approve " + made.path("proposal").asText() + " --digest "
                                + made.path("digest").asText()));
            }
            var codes = new ArrayList<Integer>();
            for (var each : pool.invokeAll(tries)) {
                codes.add(each.get());
            }
            assertThat(codes).containsExactlyInAnyOrder(0, 2);
        }
        assertThat(Shell.acts(data).stream().filter(act -> act.equals("org_change pd")))
                .hasSize(1);
    }

    @Test
    void showTellsInWordsWhatChangesAndWhatBecomesPermitted() throws IOException {
        var made =
                propose("org change pd --type nonprofit.child_protection --purpose missing_child --jurisdiction US-TX");
        var id = made.path("proposal").asText();
        assertThat(run("proposal show " + id + " --policies policies")).isZero();
        assertThat(shell.out())
                .contains("type: law_enforcement.police -> nonprofit.child_protection")
                .contains("Proposed by m.roe because: Because of 12.")
                .contains("Would become permitted (calls without evidence): ", "detect for missing_child")
                .contains(made.path("digest").asText());
        assertThat(run("proposal show " + id + " --policies none-here")).isZero();
        assertThat(shell.out()).contains("was not computed");
        run("proposal show " + id + " --json");
        var document = new ObjectMapper().readTree(shell.json().path("document").asText());
        assertThat(document.path("before").path("columns").path("type").asText())
                .isEqualTo("law_enforcement.police");
        assertThat(document.path("proposer").asText()).isEqualTo("m.roe");
    }

    private void sql(String statement) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("registry.db"));
                var made = connection.createStatement()) {
            made.executeUpdate(statement);
        }
    }
}
