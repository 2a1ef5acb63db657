package io.facegate.cli.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.ledger.Ledger;
import io.facegate.ledger.Sample;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.authorisation.AuthorisationSample;
import io.facegate.ledger.postgres.PostgresSchema;
import io.facegate.ledger.postgres.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every command on the registry, over one that stands in a database, as the gateways' role. */
class SharedRegistryCommandsTest {
    @TempDir
    private Path folder;

    private final Shell shell = new Shell();
    private Path data;
    private String name;
    private String url;

    @BeforeEach
    void migrate() throws Exception {
        data = folder.resolve("data");
        name = Server.shared().empty();
        url = Server.shared().asGateway(name).url();
        PostgresSchema.migrate(Server.shared().asOwner(name), "gateways");
        assertThat(shell.run(
                        data,
                        "registry",
                        "migrate",
                        "--registry",
                        Server.shared().asOwner(name).url(),
                        "--role",
                        "gateways"))
                .as(shell.err())
                .isZero();
    }

    private void run(int expected, String... words) {
        runIn(data, expected, words);
    }

    private void runIn(Path at, int expected, String... words) {
        var all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--ledger", url, "--registry", url));
        assertThat(shell.run(at, all.toArray(String[]::new)))
                .as(String.join(" ", words) + shell.out() + shell.err())
                .isEqualTo(expected);
    }

    @Test
    void theSameWordsWork() throws IOException {
        run(0, "org", "add", "--id", "hope", "--name", "Hope", "--type", "nonprofit", "--purpose", "missing_child");
        assertThat(Files.list(data).map(file -> file.getFileName().toString()))
                .contains("registry.key", "registry.shared", "ledger.key")
                .doesNotContain("registry.db");
        run(0, "org", "change", "hope", "--jurisdiction", "US-OR");
        run(2, "org", "add", "--id", "hope", "--name", "Hope", "--type", "nonprofit");
        assertThat(shell.err()).contains("is registered already");
        run(0, "key", "mint", "--org", "hope", "--json");
        var key = shell.json().get("accessKeyId").asText();
        run(0, "evidence", "add", "--org", "hope", "--id", "w-1", "--type", "warrant");
        run(0, "evidence", "list");
        assertThat(shell.out()).contains("w-1");
        run(0, "org", "suspend", "hope");
        run(0, "org", "show", "hope", "--json");
        assertThat(shell.out()).contains("\"suspended\":true");
        run(0, "reviewer", "add", "--org", "hope", "--id", "r.doe");
        run(0, "reviewer", "list");
        run(0, "review", "list");
        run(0, "key", "revoke", key);
        run(0, "key", "list");
        assertThat(shell.out()).contains(key);
        run(0, "registry", "verify");
    }

    @Test
    void whatSomebodyChangedIsNamedAndAccepted() {
        run(0, "org", "add", "--id", "hope", "--name", "Hope", "--type", "nonprofit");
        run(0, "org", "add", "--id", "pd", "--name", "Police", "--type", "law_enforcement.police");
        Server.shared()
                .tamper(
                        Server.shared().asGateway(name),
                        "UPDATE facegate_registry.organisation SET type = 'nonprofit' WHERE id = 'pd'");
        run(5, "registry", "verify", "--json");
        assertThat(shell.out()).contains("\"altered\":[\"organisation/pd\"]");
        run(5, "org", "list");
        run(1, "org", "change", "pd", "--purpose", "missing_child");
        run(0, "registry", "accept", "--by", "m.roe", "--reason", "Reviewed.");
        run(0, "registry", "verify");
        run(0, "org", "show", "pd", "--json");
        assertThat(shell.out()).contains("\"suspended\":true");
        // The control: the other one is as it was.
        run(0, "org", "show", "hope", "--json");
        assertThat(shell.out()).contains("\"suspended\":false");
    }

    /** Another gateway's folder needs the new key, and says so. */
    @Test
    void aNewKeyIsNeededEverywhere() throws IOException {
        run(0, "org", "add", "--id", "hope", "--name", "Hope", "--type", "nonprofit");
        var second = folder.resolve("second");
        assertThat(shell.run(data, "gateway", "join", "--from", data.toString(), "--to", second.toString()))
                .as(shell.err())
                .isZero();
        runIn(second, 0, "org", "list");
        run(0, "registry", "rotate", "--by", "m.roe", "--reason", "Yearly.");
        run(0, "registry", "verify");
        runIn(second, 1, "org", "list");
        assertThat(shell.err()).contains("is not the one that sealed the registry");
        Files.delete(second.resolve("registry.key"));
        runIn(second, 1, "registry", "accept", "--by", "m.roe", "--reason", "Lost.");
        assertThat(shell.err()).contains("facegate gateway join");
        assertThat(shell.run(data, "gateway", "join", "--from", data.toString(), "--to", second.toString()))
                .isZero();
        assertThat(shell.out()).contains("Wrote", "Already there");
        runIn(second, 0, "org", "suspend", "hope");
        run(0, "registry", "verify");
    }

    @Test
    void aRegistryMovesByCommands() {
        var own = folder.resolve("own");
        assertThat(shell.run(
                        own, "org", "add", "--id", "hope", "--name", "Hope", "--type", "nonprofit", "--ledger", url))
                .isZero();
        assertThat(shell.run(
                        own,
                        "registry",
                        "move",
                        "--from",
                        own.toString(),
                        "--to",
                        url,
                        "--ledger",
                        url,
                        "--by",
                        "m.roe"))
                .as(shell.err())
                .isZero();
        runIn(own, 0, "org", "suspend", "hope");
        assertThat(shell.run(own, "org", "list", "--ledger", url)).isEqualTo(2);
        assertThat(shell.run(
                        own,
                        "registry",
                        "move",
                        "--from",
                        url,
                        "--to",
                        own.toString(),
                        "--ledger",
                        url,
                        "--by",
                        "m.roe"))
                .as(shell.err())
                .isZero();
        assertThat(shell.run(own, "org", "show", "hope", "--json", "--ledger", url))
                .isZero();
        assertThat(shell.out()).contains("\"suspended\":true");
    }

    @Test
    void aKeyIsNeverOverwritten() throws IOException {
        run(0, "org", "add", "--id", "hope", "--name", "Hope", "--type", "nonprofit");
        var other = folder.resolve("other");
        assertThat(shell.run(other, "org", "add", "--id", "own", "--name", "Own", "--type", "nonprofit"))
                .isZero();
        var before = Files.readString(other.resolve("registry.key"));
        assertThat(shell.run(data, "gateway", "join", "--from", data.toString(), "--to", other.toString()))
                .isEqualTo(2);
        assertThat(shell.err()).contains("is another key", "Nothing is overwritten");
        assertThat(Files.readString(other.resolve("registry.key"))).isEqualTo(before);
    }

    /** One shell must not be two people where logins tell people apart. */
    @Test
    void aStopThatTakesTwoPeopleTakesLogins() {
        registerOfficers();
        var decision = permit(Instant.now().minusSeconds(1), "stop_on_rejection");
        runStep(2, "request-lift", decision, "r.doe");
        assertThat(shell.err()).contains("--break-glass --reason TEXT");
        runStep(0, "request-lift", decision, "r.doe", "--break-glass");
        runStep(2, "confirm-lift", decision, "a.lee");
        runStep(0, "confirm-lift", decision, "a.lee", "--break-glass");
    }

    /** Otherwise one person files in another's name, and grants it at the console as herself. */
    @Test
    void aFilingAndADeletionTakeALoginToo() {
        registerOfficers();
        var decision = permit(Instant.now().plusSeconds(3600), "purge_on_rejection");
        var file = "authorisation file " + decision + " --by r.doe --reference 12 --authority Court --requested "
                + Instant.now();
        run(2, file.split(" "));
        assertThat(shell.err()).contains("--break-glass --reason TEXT");
        run(2, (file + " --break-glass").split(" "));
        assertThat(shell.err()).contains("--break-glass needs --reason TEXT.");
        run(2, (file + " --reason Once.").split(" "));
        assertThat(shell.err()).contains("file takes --reason only with --break-glass");
        run(0, (file + " --break-glass --reason Once.").split(" "));
        runStep(2, "reject", decision, "a.lee");
        runStep(0, "reject", decision, "a.lee", "--break-glass");
        runStep(2, "confirm-deletion", decision, "r.doe");
        runStep(0, "confirm-deletion", decision, "r.doe", "--break-glass");
    }

    private void registerOfficers() {
        run(0, "person", "add", "--id", "m.roe", "--role", "operator", "--by", "m.roe");
        for (var officer : List.of("r.doe", "a.lee")) {
            run(
                    0,
                    ("person add --id " + officer + " --role officer --by m.roe --break-glass --reason Once")
                            .split(" "));
        }
    }

    private String permit(Instant due, String duty) {
        try (var ledger =
                Ledger.open(LedgerAddress.ofFolder(data, Server.shared().asGateway(name)), Sample.SETTINGS)) {
            return AuthorisationSample.permit(ledger, due, duty);
        }
    }

    private void runStep(int expected, String step, String decision, String by, String... more) {
        var words = new ArrayList<>(List.of("authorisation", step, decision, "--by", by, "--reason", "Once."));
        words.addAll(List.of(more));
        run(expected, words.toArray(String[]::new));
    }
}
