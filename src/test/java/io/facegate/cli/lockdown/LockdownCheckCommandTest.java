package io.facegate.cli.lockdown;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.cli.Ran;
import io.facegate.ledger.RecordedCalls;
import io.facegate.ledger.Records;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code facegate lockdown check}: exit codes, the forms of its report, and what is on record. */
class LockdownCheckCommandTest {
    private static final Path ACCOUNTS = Path.of("src", "test", "resources", "io", "facegate", "lockdown");
    private static final String GATEWAY = "arn:aws:iam::111122223333:role/facegate/gateway";
    private static final String MACHINE = "arn:aws:iam::999988887777:role/facegate-host";

    @TempDir
    private Path folder;

    private static Ran run(String vendor, Path account, String... words) {
        var all = new ArrayList<>(List.of("--vendor", vendor, "--account", account.toString()));
        all.addAll(List.of(words));
        return Ran.of(new LockdownCheckCommand(), all);
    }

    private static Ran aws(String account, String... words) {
        var all = new ArrayList<>(List.of("--gateway", GATEWAY, "--gateway", MACHINE));
        all.addAll(List.of(words));
        return run("aws", ACCOUNTS.resolve("aws").resolve(account), all.toArray(String[]::new));
    }

    @Test
    void aClosedAccountEndsWith0AndSaysWhatItCannotSee() {
        var ran = aws("sound-scp-exact-arn");
        assertThat(ran.code()).as(ran.out() + ran.err()).isZero();
        assertThat(ran.out())
                .contains("Cannot be seen in these files:", "Who may change the service control policies")
                .endsWith("Nothing goes round the gateway, as far as these files show.\n");
        var last = aws("sound-scp-exact-arn", "--json").json().getLast();
        assertThat(last.path("closed").asBoolean()).isTrue();
        assertThat(last.path("cannot_see")).isNotEmpty();
        assertThat(last.path("files")).hasSize(3);
    }

    @Test
    void aHoleEndsWith6AndIsToldStepByStep() {
        var text = aws("hole-two-hops");
        assertThat(text.code()).isEqualTo(6);
        assertThat(text.out())
                .contains(
                        "  arn:aws:iam::111122223333:user/svc-reports  rekognition:",
                        "Then it goes the way of arn:aws:iam::111122223333:role/report-broker:",
                        "Opened by: Chain / Next in authorization-details.json",
                        "Close it: ")
                .endsWith("2 ways go round the gateway.\n");
        var json = aws("hole-two-hops", "--json").json();
        assertThat(json).hasSize(3);
        assertThat(json.getFirst().path("statement").asText()).isEqualTo("Chain / Next");
        assertThat(json.getLast().path("holes").asInt()).isEqualTo(2);
    }

    /** Without a name, the roles under /facegate/ are the gateway's. */
    @Test
    void theUsualNamesOfTheGatewayNeedNotBeGiven() {
        var ran = run("aws", ACCOUNTS.resolve("aws").resolve("sound-scp-at-root"));
        assertThat(ran.out()).contains("arn:aws:iam::111122223333:role/facegate/*");
        assertThat(run("google", ACCOUNTS.resolve("google").resolve("sound-dedicated-project"))
                        .code())
                .isZero();
    }

    @Test
    void inTheManagementAccountNoServiceControlPolicyIsARemedy() {
        assertThat(aws("hole-management-account").out())
                .contains(
                        ": no policy of IAM binds the root user.",
                        "Close it: Take the right away. No service control policy binds the management account.",
                        "Close it: Nothing of AWS binds the root user of the management account.")
                .doesNotContain("in a service control policy to all but");
    }

    @Test
    void aNameOfTheGatewayThatTheAccountDoesNotHaveIsSaid() {
        var misspelt = "arn:aws:iam::111122223333:role/facegat";
        assertThat(aws("sound-scp-exact-arn", "--gateway", misspelt).out())
                .contains("The gateway's principal " + misspelt + ": the account has none of this name.");
        assertThat(aws("sound-scp-exact-arn").out()).doesNotContain("the account has none of this name");
    }

    @Test
    void whatIsMissingOrBrokenProvesNothingAndEndsWith1() throws IOException {
        var gone = run("aws", folder.resolve("gone"));
        assertThat(gone.code()).isEqualTo(1);
        assertThat(gone.err()).startsWith("Nothing is proved: ").contains(" is not there.");
        for (var vendor : List.of("aws", "azure", "google")) {
            var empty = run(vendor, folder);
            assertThat(empty.code()).as(vendor).isEqualTo(1);
            assertThat(empty.err()).contains("is missing", "It is made by: ");
        }
        Files.writeString(folder.resolve("role-definitions.json"), "[1");
        assertThat(run("azure", folder).err()).contains("role-definitions.json is no JSON");
        Files.writeString(folder.resolve("iam-policies.json"), "\u001b[2J");
        assertThat(run("google", folder).err()).contains("iam-policies.json").doesNotContain("\u001b");
        Files.createSymbolicLink(folder.resolve("authorization-details.json"), folder.resolve("iam-policies.json"));
        assertThat(run("aws", folder).err()).contains("Links are not followed");
    }

    @Test
    void wrongUsageEndsWith2() {
        assertThat(run("oracle", folder).code()).isEqualTo(2);
        assertThat(run("azure", folder, "--region", "eu-west-1").code()).isEqualTo(2);
        assertThat(run("aws", folder, "--gateway", "*").code()).isEqualTo(2);
        assertThat(run("aws", folder, "--data", folder.resolve("none").toString())
                        .code())
                .isEqualTo(2);
    }

    @Test
    void theCheckIsOnRecordWhereThereIsALedger() throws Exception {
        var data = folder.resolve("data");
        new RecordedCalls().write(data);
        assertThat(aws("hole-two-hops", "--data", data.toString(), "--by", "Ann")
                        .code())
                .isEqualTo(6);
        assertThat(Ran.ledger(data, "verify").code()).isZero();
        assertThat(String.valueOf(Records.of(data)))
                .contains("lockdown&aws&gateway=named", "\"act\":\"lockdown\"", "&holes=2");
    }
}
