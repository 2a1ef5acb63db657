package io.facegate.cli.registry;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.ledger.Ledger;
import io.facegate.ledger.Sample;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.authorisation.AuthorisationSample;
import io.facegate.ledger.postgres.PostgresSchema;
import io.facegate.ledger.postgres.Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which registry is asked before the records of a ledger in a database are changed: no other opens them. */
class RegistryOfLedgerTest {
    private static final String REFUSED = "Nothing was changed: ";

    @TempDir
    private Path folder;

    private final Shell shell = new Shell();
    private String name;
    private String url;
    private String decision;

    @Test
    void onlyTheRegistryOfTheLedgerIsAsked() throws Exception {
        var data = share();
        var joined = folder.resolve("joined");
        assertThat(shell.run(data, "gateway", "join", "--from", data.toString(), "--to", joined.toString()))
                .isZero();
        // The control: this folder has the keys, and the right registry is asked for a login.
        assertThat(file(joined, "--registry", url)).isEqualTo(2);
        assertThat(shell.err()).contains("--break-glass --reason TEXT");
        Files.delete(joined.resolve("registry.shared"));
        refuses(joined);
        var empty = Files.createFile(joined.resolve("registry.db"));
        refuses(joined);
        assertThat(empty).isEmptyFile();
        refusesRegistriesWithoutPeople(data, joined);
        refusesAnEmptyDatabase(data);
        // The marker says where the registry is; a file beside it is not asked instead.
        Files.createFile(data.resolve("registry.db"));
        refuses(data);
        Files.delete(data.resolve("registry.db"));
        assertThat(file(data, "--registry", url, "--break-glass", "--reason", "Once."))
                .as(shell.err())
                .isZero();
    }

    /** Each gateway of a shared ledger may have a registry in its folder; an earlier or no registry is none on record. */
    @Test
    void aRegistryOnRecordIsAskedWhereverItIs() throws Exception {
        name = Server.shared().empty();
        url = Server.shared().asGateway(name).url();
        PostgresSchema.migrate(Server.shared().asOwner(name), "gateways");
        var own = folder.resolve("own");
        decision = permit(own);
        assertThat(file(own)).as("a ledger without registries: " + shell.err()).isZero();
        var second = Files.createDirectory(folder.resolve("second"));
        Files.copy(own.resolve("ledger.key"), second.resolve("ledger.key"));
        for (var at : List.of(own, second)) {
            done(at, "org", "add", "--id", "hope", "--name", "H", "--type", "nonprofit", "--ledger", url);
        }
        decision = permit(own);
        assertThat(file(own)).as(shell.err()).isZero();
    }

    private void refuses(Path at, String... more) {
        assertThat(file(at, more)).as(at + shell.out() + shell.err()).isEqualTo(2);
        assertThat(shell.err()).startsWith(REFUSED).contains("--registry URL");
    }

    private int file(Path at, String... more) {
        var words = new ArrayList<>(List.of("authorisation", "file", decision, "--by", "r.doe", "--ledger", url));
        words.addAll(List.of("--reference", "12", "--authority", "Court", "--requested", "2026-11-25T10:00:00Z"));
        words.addAll(List.of(more));
        return shell.run(at, words.toArray(String[]::new));
    }

    private void done(Path at, String... words) {
        assertThat(shell.run(at, words)).as(shell.err()).isZero();
    }

    /** A shared registry with an officer, and a decision that waits for an authorisation. */
    private Path share() throws Exception {
        var data = folder.resolve("data");
        name = migrate(data);
        url = Server.shared().asGateway(name).url();
        var person = "person add --ledger " + url + " --registry " + url + " --by m.roe --id ";
        done(data, (person + "m.roe --role operator").split(" "));
        done(data, (person + "r.doe --role officer --break-glass --reason Once").split(" "));
        decision = permit(data);
        return data;
    }

    /** One is sealed with the right key, and holds something else; the other is any registry. */
    private void refusesRegistriesWithoutPeople(Path data, Path joined) throws Exception {
        var elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Files.copy(data.resolve("registry.key"), elsewhere.resolve("registry.key"));
        done(elsewhere, "org", "add", "--id", "own", "--name", "Own", "--type", "nonprofit");
        Files.copy(elsewhere.resolve("registry.db"), joined.resolve("registry.db"), REPLACE_EXISTING);
        refuses(joined);
        var unknown = folder.resolve("unknown");
        done(unknown, "org", "add", "--id", "own", "--name", "Own", "--type", "nonprofit");
        for (var file : List.of("registry.db", "registry.key")) {
            Files.copy(unknown.resolve(file), joined.resolve(file), REPLACE_EXISTING);
        }
        refuses(joined);
    }

    private void refusesAnEmptyDatabase(Path data) throws Exception {
        var another = Files.createDirectory(folder.resolve("another"));
        Files.copy(data.resolve("ledger.key"), another.resolve("ledger.key"));
        var other = Server.shared().asGateway(migrate(another)).url();
        refuses(another, "--registry", other);
    }

    private String migrate(Path at) throws Exception {
        var made = Server.shared().empty();
        var owner = Server.shared().asOwner(made);
        PostgresSchema.migrate(owner, "gateways");
        done(at, "registry", "migrate", "--registry", owner.url(), "--role", "gateways");
        return made;
    }

    private String permit(Path data) {
        var address = LedgerAddress.ofFolder(data, Server.shared().asGateway(name));
        try (var ledger = Ledger.open(address, Sample.SETTINGS)) {
            return AuthorisationSample.permit(ledger, Instant.now().plusSeconds(3600), "stop_on_rejection");
        }
    }
}
