package io.facegate.cli.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People and their roles at the command line. */
class PersonCommandTest {
    @TempDir
    private Path data;

    private final Shell shell = new Shell();

    @BeforeEach
    void organisation() {
        shell.registerPolice(data);
    }

    private int run(String words) {
        return shell.run(data, words.split(" "));
    }

    private int by(String person, String words) {
        var all = new ArrayList<>(List.of(words.split(" ")));
        all.addAll(List.of("--by", person, "--reason", "Because of 12."));
        return shell.run(data, all.toArray(String[]::new));
    }

    private void operator() {
        assertThat(run("person add --id m.roe --role operator")).as(shell.err()).isZero();
    }

    @Test
    void withoutPeopleEverythingIsAsItWas() {
        assertThat(run("key mint --org pd")).isZero();
        assertThat(run("org suspend pd")).isZero();
        assertThat(run("registry verify")).isZero();
        assertThat(shell.out()).contains("Approvals: one. People: none registered.");
    }

    @Test
    void theFirstPersonIsAnOperatorWhomAnybodyWithTheFolderRegisters() throws IOException {
        assertThat(run("person add --id a.lee --role officer")).isEqualTo(2);
        assertThat(shell.err()).contains("The first person is an operator");
        assertThat(run("person add --id m.roe --role operator --json")).isZero();
        assertThat(shell.json().path("roles").toString()).isEqualTo("[\"operator\"]");
        assertThat(run("person add --id b.doe --role operator")).isEqualTo(2);
        assertThat(by("m.roe", "person add --id b.doe --role operator")).isZero();
        run("registry verify");
        assertThat(shell.out()).contains("People: 2.");
        assertThat(Shell.acts(data))
                .endsWith(
                        "person_add operator",
                        "change_refused person_add",
                        "person_add operator",
                        "approvals_change two");
    }

    /** A second operator can approve, so what permits more takes both, unless somebody chose before. */
    @Test
    void changesTakeTwoPeopleOnceThereIsASecondOperator() {
        operator();
        assertThat(by("m.roe", "person add --id a.lee --role officer")).isZero();
        run("registry approvals");
        assertThat(shell.out()).contains("Approvals: one.");
        assertThat(by("m.roe", "person add --id b.doe --role auditor")).isZero();
        assertThat(by("m.roe", "person change b.doe --role operator")).isZero();
        run("registry approvals");
        assertThat(shell.out()).contains("Approvals: two.");
        assertThat(by("m.roe", "person add --id k.kim --role officer")).isZero();
        assertThat(shell.out()).contains("proposal");
        assertThat(by("m.roe", "registry approvals two")).as("no change").isZero();
        assertThat(by("m.roe", "registry approvals one")).isZero();
        assertThat(shell.out()).contains("proposal");
        run("registry approvals");
        assertThat(shell.out()).contains("Approvals: two.");
    }

    @Test
    void aSmallOperatorChoosesOneBeforeThereIsASecond() {
        operator();
        assertThat(by("m.roe", "registry approvals one")).isZero();
        assertThat(Shell.acts(data)).endsWith("approvals_change one");
        assertThat(by("m.roe", "person add --id b.doe --role operator")).isZero();
        assertThat(by("m.roe", "person add --id a.lee --role officer")).isZero();
        assertThat(shell.out()).doesNotContain("proposal");
        assertThat(Shell.acts(data)).endsWith("person_add operator", "person_add officer");
    }

    @Test
    void onceThereArePeopleEveryChangeNeedsOneOfThemWithTheRight() {
        operator();
        by("m.roe", "person add --id a.lee --role officer");
        for (var change : List.of(
                "org change pd --purpose missing_child",
                "org resume pd",
                "key mint --org pd",
                "evidence add --org pd --id w-1 --type warrant",
                "person add --id c.poe --role operator",
                "person change a.lee --role operator",
                "reviewer add --org pd --id r.doe",
                "registry approvals two",
                "registry rotate",
                "registry accept")) {
            assertThat(run(change)).as(change).isEqualTo(2);
            assertThat(shell.err()).contains("the name of none of them", "role operator");
            assertThat(by("a.lee", change)).as(change).isEqualTo(2);
            assertThat(shell.err()).contains("a.lee has not that right", "role operator");
            assertThat(by("m.ROE", change)).as(change).isEqualTo(2);
            assertThat(by("m.rоe", change)).as("a Cyrillic letter").isEqualTo(2);
            assertThat(Shell.acts(data)).last().asString().startsWith("change_refused ");
        }
        assertThat(by("a.lee", "org suspend pd")).as("an officer may stop").isZero();
        assertThat(by("m.roe", "org resume pd")).isZero();
        assertThat(by("m.roe", "key mint --org pd")).isZero();
        assertThat(by("m.roe", "registry rotate")).isZero();
        assertThat(by("m.roe", "key mint --org pd"))
                .as("the roles are sealed under the new key too")
                .isZero();
    }

    @Test
    void theLastOperatorStaysAndWhoWasRemovedMayDoNothing() {
        operator();
        assertThat(by("m.roe", "person remove m.roe")).isEqualTo(2);
        assertThat(by("m.roe", "person change m.roe --role auditor")).isEqualTo(2);
        assertThat(shell.err()).contains("last operator");
        assertThat(by("m.roe", "registry approvals one")).isZero();
        by("m.roe", "person add --id b.doe --role operator");
        assertThat(by("b.doe", "person remove m.roe")).isZero();
        assertThat(by("m.roe", "org suspend pd")).isEqualTo(2);
        assertThat(by("b.doe", "person add --id m.roe --role operator"))
                .as("an id is used once")
                .isEqualTo(2);
        assertThat(by("b.doe", "person remove b.doe")).isEqualTo(2);
    }

    @Test
    void aMemberBelongsToAnOrganisationAndALoginToOnePerson() {
        operator();
        assertThat(by("m.roe", "person add --id j.kim --role member")).isEqualTo(2);
        assertThat(by("m.roe", "person add --id j.kim --role member --org none"))
                .isEqualTo(2);
        assertThat(by("m.roe", "person add --id j.kim --role member --role operator --org pd"))
                .isEqualTo(2);
        assertThat(by("m.roe", "person add --id j.kim --role auditor --org pd")).isEqualTo(2);
        assertThat(by("m.roe", "person add --id J.Kim --role auditor")).isEqualTo(2);
        assertThat(by("m.roe", "person add --id j.kim --role wizard")).isEqualTo(2);
        assertThat(by(
                        "m.roe",
                        "person add --id j.kim --role member --org pd --login-issuer https://id --login-subject 7"))
                .isZero();
        assertThat(by("m.roe", "person add --id k.kim --role auditor --login-issuer https://id --login-subject 7"))
                .isEqualTo(2);
        assertThat(shell.err()).contains("another person's");
        assertThat(by("m.roe", "person change j.kim --no-login")).isZero();
        assertThat(by("m.roe", "person add --id k.kim --role auditor --login-issuer https://id --login-subject 7"))
                .isZero();
        run("person show k.kim");
        assertThat(shell.out()).startsWith("k.kim  roles=auditor  loginIssuer=https://id  loginSubject=7");
    }

    @Test
    void aReviewerWhoReviewsNeedsTheRole() {
        by("m.roe", "reviewer add --org pd --id r.doe");
        operator();
        assertThat(by("r.doe", "review approve 019a0000-0000-7000-8000-000000000001"))
                .isEqualTo(2);
        assertThat(shell.err()).contains("role reviewer");
        by("m.roe", "person add --id r.doe --role reviewer");
        assertThat(by("r.doe", "review approve 019a0000-0000-7000-8000-000000000001"))
                .isEqualTo(2);
        assertThat(shell.err()).contains("There is no review");
    }

    /** Somebody writes into the database: it gives nobody a right, and takes the need for one from nobody. */
    @Test
    void rowsThatSomebodyWroteGiveNoRight() throws SQLException {
        operator();
        by("m.roe", "person add --id a.lee --role officer");
        sql("INSERT INTO person (id, added) VALUES ('x', 1)", "INSERT INTO person_role VALUES ('x', 'operator')");
        assertThat(by("x", "key mint --org pd")).isEqualTo(2);
        sql("INSERT INTO person_role VALUES ('a.lee', 'operator')");
        assertThat(by("a.lee", "key mint --org pd")).isEqualTo(2);
        sql("DELETE FROM person_role", "DELETE FROM person");
        assertThat(run("key mint --org pd")).isEqualTo(2);
        assertThat(by("m.roe", "key mint --org pd")).isEqualTo(2);
        assertThat(run("registry verify")).isEqualTo(5);
        assertThat(shell.out()).contains("person/m.roe");
    }

    /** Without an operator whose row verifies, whoever has the folder begins again. */
    @Test
    void afterAcceptedRowsTheFirstOperatorIsRegisteredAgain() throws SQLException {
        operator();
        sql("UPDATE person SET added = 7");
        assertThat(by("m.roe", "org suspend pd")).isEqualTo(2);
        assertThat(run("registry accept")).isZero();
        assertThat(shell.out()).contains("person/m.roe");
        assertThat(run("key mint --org pd")).as("still a registry with people").isEqualTo(2);
        assertThat(run("person add --id n.roe --role operator")).isZero();
        assertThat(by("n.roe", "key mint --org pd")).isZero();
    }

    private void sql(String... statements) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("registry.db"));
                var statement = connection.createStatement()) {
            for (var each : statements) {
                statement.executeUpdate(each);
            }
        }
    }
}
