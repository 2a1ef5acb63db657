package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.Await;
import io.facegate.e2e.Gateway.Key;
import io.facegate.e2e.Gateway.Result;
import io.facegate.e2e.Wire.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line beside a running gateway: it answers, and what it changes is believed within a second. */
class LiveCliIT {
    @TempDir
    private static Path folder;

    private static Gateway gateway;
    private static Key first;

    @BeforeAll
    static void start() {
        first = Gateway.register(folder.resolve("data"), "hope", "nonprofit.child_protection", "missing_child");
        gateway = Gateway.start(folder.resolve("data"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static Result facegate(String... words) {
        var all = new ArrayList<>(Arrays.asList(words));
        all.addAll(List.of("--data", folder.resolve("data").toString()));
        return Gateway.runPackaged(all.toArray(String[]::new));
    }

    private static Answer call(Key key) {
        return Wire.signed(gateway.calls(), key, "ListCollections", "{}").send();
    }

    @Test
    void aNewKeyWorksAndARevokedOneDoesNot() {
        var key = Gateway.mint(folder.resolve("data"), "hope");
        Await.until(() -> call(key).status() == 200);

        facegate("key", "revoke", key.id()).expect(0);
        Await.until(() -> call(key).error().equals("UnrecognizedClientException"));
        assertThat(call(first).status()).isEqualTo(200);
    }

    @Test
    void aNewOrganisationCallsAndASuspendedOneDoesNot() {
        var key = Gateway.register(folder.resolve("data"), "newcomer", "nonprofit.child_protection", "missing_child");
        Await.until(() -> call(key).status() == 200);

        facegate("org", "suspend", "newcomer").expect(0);
        Await.until(() -> call(key).message().contains("(organisation_suspended)"));
        assertThat(call(key).error()).isEqualTo("AccessDeniedException");
        facegate("org", "resume", "newcomer").expect(0);
        Await.until(() -> call(key).status() == 200);
        facegate("org", "change", "newcomer", "--type", "law_enforcement.police", "--purpose", "missing_child")
                .expect(0);
        Await.until(() -> call(key).message().contains("amazon-rekognition-2020/police"));
    }

    /** Each state and date refuses on the wire, in its own words; nothing is written when a date passes. */
    @Test
    void whatEndedYesterdayIsRefusedTodayAndSaysHowToRenewIt() {
        var key = Gateway.register(folder.resolve("data"), "dated", "nonprofit.child_protection", "missing_child");
        var yesterday = LocalDate.now(ZoneOffset.UTC).minusDays(1).toString();
        Await.until(() -> call(key).status() == 200);

        facegate("org", "purpose", "dated", "missing_child", "--until", yesterday)
                .expect(0);
        Await.until(() -> call(key).message().contains("(purpose_expired)"));
        assertThat(call(key).error()).isEqualTo("AccessDeniedException");
        assertThat(call(key).message())
                .contains("The purpose missing_child of dated ended at " + yesterday + "T00:00:00Z.")
                .contains("facegate org purpose");
        facegate("org", "purpose", "dated", "missing_child", "--until", "1d").expect(0);
        Await.until(() -> call(key).status() == 200);

        facegate(
                        "org",
                        "verify",
                        "dated",
                        "--kind",
                        "visit",
                        "--reference",
                        "file 1",
                        "--on",
                        "2020-01-01",
                        "--until",
                        yesterday)
                .expect(0);
        Await.until(() -> call(key).message().contains("(verification_expired)"));
        assertThat(call(key).message())
                .contains("The verification of dated ended at " + yesterday + "T00:00:00Z.")
                .contains("facegate org verify");
        facegate("org", "close", "dated").expect(0);
        Await.until(() -> call(key).error().equals("UnrecognizedClientException"));
    }

    @Test
    void aContractorRegisteredForPoliceIsJudgedAsPolice() {
        Gateway.register(folder.resolve("data"), "metro-pd", "law_enforcement.police", "missing_child");
        facegate(
                        "org",
                        "add",
                        "--id",
                        "its-vendor",
                        "--name",
                        "V",
                        "--type",
                        "contractor",
                        "--purpose",
                        "missing_child",
                        "--acts-for",
                        "metro-pd")
                .expect(0);
        var key = Gateway.mint(folder.resolve("data"), "its-vendor");
        Await.until(() -> call(key).message().contains("amazon-rekognition-2020/police"));
    }

    @Test
    void whatAnOperatorChangesIsOnRecord() {
        facegate(
                        "org",
                        "add",
                        "--id",
                        "on-record",
                        "--name",
                        "On Record",
                        "--type",
                        "bank",
                        "--purpose",
                        "fraud_prevention")
                .expect(0);

        var last = gateway.records().stream()
                .filter(record -> record.path("subject").asText().equals("on-record"))
                .toList();
        assertThat(last).singleElement().satisfies(record -> {
            assertThat(record.get("kind").asText()).isEqualTo("ADMIN");
            assertThat(record.get("act").asText()).isEqualTo("org_add");
        });
    }

    @Test
    void commandsAnswerWhileTheGatewayRuns() {
        var answer = call(first);

        assertThat(facegate("ledger", "verify").expect(0).out()).startsWith("The ledger verifies: ");
        assertThat(facegate("ledger", "show", answer.decision()).expect(0).out())
                .contains(answer.decision(), "Audit path");
        assertThat(facegate("ledger", "tail", "-n", "1000").expect(0).out()).contains("gallery_read");
        assertThat(gateway.tail())
                .anySatisfy(record -> assertThat(record.get("id").asText()).isEqualTo(answer.decision()));
        assertThat(facegate("org", "list").expect(0).out()).contains("hope");
        assertThat(facegate("org", "show", "hope").expect(0).out()).contains("missing_child");
    }

    @Test
    void anUnknownDecisionIsUsage() {
        var said = facegate("ledger", "show", "019ab8f2-6c1e-7d3a-9b57-1f0c2d4e6a81");

        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err()).contains("facegate ledger tail");
    }

    @Test
    void followPrintsWhatIsNew() throws IOException {
        var words = List.of(
                "ledger",
                "tail",
                "--follow",
                "-n",
                "0",
                "--json",
                "--data",
                gateway.data().toString());
        var tail = Gateway.starting(words).start();
        try (var lines = tail.inputReader()) {
            Await.until(() -> {
                call(first);
                return lines.ready();
            });
            // A look of another test is new, too.
            assertThat(Gateway.parsed(lines.readLine()).get("kind").asText()).isIn("DECISION", "OUTCOME", "ADMIN");
        } finally {
            tail.destroy();
        }
    }

    @Test
    void aSecondGatewayOnTheSameFolderIsRefused() {
        var second = facegate("serve", "--policies", "policies", "--port", "0", "--health-port", "0");

        assertThat(second.code()).as(second.out() + second.err()).isEqualTo(1);
        assertThat(second.out()).isEmpty();
        assertThat(second.err()).contains("cannot start").doesNotContain("\tat ");
        assertThat(call(first).status()).isEqualTo(200);
    }

    @Test
    void noSecretIsShownTwiceOrKeptInTheClear() throws IOException {
        var key = Gateway.mint(folder.resolve("data"), "hope");
        Await.until(() -> call(key).status() == 200);
        var forged = Wire.bare(gateway.calls(), "ListCollections", "{}");
        assertThat(forged.with("X-Api-Key", key.apiKey()).send().status()).isEqualTo(200);

        var listed = facegate("key", "list").expect(0).out()
                + facegate("key", "list", "--json").expect(0).out();
        assertThat(listed).contains(key.id());
        for (var secret : List.of(
                key.secret(), key.apiKey(), key.apiKey().substring(key.apiKey().length() - 40))) {
            assertThat(listed).doesNotContain(secret);
            assertThat(gateway.log()).doesNotContain(secret);
            assertNowhereIn(folder, secret);
        }
    }

    private static void assertNowhereIn(Path place, String secret) throws IOException {
        try (var files = Files.walk(place)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                assertThat(bytes.contains(secret)).as("a secret in " + file).isFalse();
            }
        }
    }

    @Test
    void theKeyFilesAreTheOwnersAlone() throws IOException {
        try (var files = Files.list(gateway.data())) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var mode = java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
                assertThat(mode).as(file.toString()).isEqualTo("rw-------");
            }
        }
    }
}
