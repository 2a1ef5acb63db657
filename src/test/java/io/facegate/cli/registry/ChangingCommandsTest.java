package io.facegate.cli.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.SelfSigned;
import io.facegate.app.CommandNames;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Sample;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.authorisation.AuthorisationSample;
import io.facegate.ledger.postgres.PostgresSchema;
import io.facegate.ledger.postgres.Server;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every command of the program: it changes nothing, or it asks for a login or an emergency where gateways share the
 * registry and it has people. A new command must be put into one of the lists.
 */
class ChangingCommandsTest {
    /** What only reads, writes files of its own, or runs. */
    private static final Set<String> CHANGES_NO_RECORD = Set.of(
            "demo, serve, bench, completion, man, me, login, logout, org list, org show, key list, key find",
            "evidence list, evidence show, person list, person show, person roles, proposal list, proposal show",
            "grant list, grant show, stop list, quota show, reviewer list, review list, review show, registry verify",
            "registry show, registry export, registry history, registry expiring, gateway join, issuer list",
            "policy check, policy test, policy explain, policy prove, policy diff, policy timeline, policy replay",
            "policy schema, policy table, policy key, policy sign, policy show-bundle, policy roll-back",
            "vendor list, vendor show, vendor check, ledger tail, ledger show, ledger verify, ledger prove",
            "ledger publish, ledger key show, ledger witness init, ledger witness serve, ledger witness show",
            "ledger hold list, ledger search, ledger stats, ledger export, ledger bundle, reconcile, lockdown check",
            "report, appeal list, appeal show, authorisation list, authorisation show");

    /** Every gateway is stopped for these, or the tables' owner runs them; none of them passes four eyes. */
    private static final Set<String> AT_REST =
            Set.of("registry migrate, registry move, ledger migrate, ledger move, ledger accept, backup, restore");

    /** What changes something, and with which words. */
    private static final List<String> CHANGES = List.of(
            "org add --id other --name Other --type nonprofit",
            "org change hope --jurisdiction US-OR",
            "org verify hope --kind document --reference 12 --until UNTIL",
            "org purpose hope missing_child --basis consent",
            "org suspend hope",
            "org resume hope",
            "org close hope",
            "key mint --org hope",
            "key add-certificate --org hope --certificate CERTIFICATE",
            "key revoke KEY",
            "key rotate KEY --overlap 1",
            "evidence add --org hope --id w-2 --type warrant",
            "evidence change w-1 --type consent",
            "evidence revoke w-1",
            "person add --id x.doe --role auditor",
            "person change a.lee --role auditor",
            "person add-certificate a.lee --certificate CERTIFICATE",
            "person revoke-certificate a.lee 1234",
            "person remove a.lee",
            "proposal approve PROPOSAL --digest DIGEST",
            "proposal reject PROPOSAL",
            "grant add --org hope --id g-2 --capability identify --place US-OR --evidence 12 --purpose missing_child --until UNTIL",
            "grant revoke g-1",
            "stop set --all",
            "quota set QUOTAS",
            "quota clear",
            "stop request-lift STOP",
            "stop confirm-lift STOP",
            "reviewer add --org hope --id x.doe",
            "reviewer remove --org hope --id r.doe",
            "review approve 019a3c1e-7b1f-7a52-9d1e-0c6f2b8f4a11",
            "review reject 019a3c1e-7b1f-7a52-9d1e-0c6f2b8f4a11",
            "registry rotate",
            "registry accept",
            "registry apply ORGANISATIONS",
            "registry approvals one",
            "issuer accept",
            "policy propose POLICIES",
            "ledger key rotate",
            "ledger erase RECORD",
            "ledger prune --owner OWNER",
            "ledger hold add smith --case 12",
            "ledger hold lift jones",
            "ledger clock accept",
            "appeal answer RECORD --outcome upheld",
            "authorisation file RECORD --reference 12 --authority Court --requested 2026-11-25T10:00:00Z",
            "authorisation grant RECORD",
            "authorisation reject RECORD",
            "authorisation request-lift RECORD",
            "authorisation confirm-lift RECORD",
            "authorisation confirm-deletion RECORD");

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final TreeMap<String, String> known = new TreeMap<>();
    private final SoftAssertions softly = new SoftAssertions();
    private Path data;
    private String name;

    private static Set<String> leaves() {
        var all = CommandNames.all();
        return all.stream()
                .filter(words -> all.stream()
                        .noneMatch(other -> other.size() > words.size()
                                && other.subList(0, words.size()).equals(words)))
                .map(words -> String.join(" ", words))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> named(Set<String> lists) {
        return lists.stream()
                .flatMap(list -> Pattern.compile(", ").splitAsStream(list))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String command(String words) {
        return leaves().stream()
                .filter(leaf -> words.equals(leaf) || words.startsWith(leaf + ' '))
                .findFirst()
                .orElse(words);
    }

    @Test
    void eachCommandIsInOneList() {
        var listed = new TreeSet<>(named(CHANGES_NO_RECORD));
        listed.addAll(named(AT_REST));
        // It shows the clock, and has a command below it that changes something.
        CHANGES.forEach(words -> listed.add(command(words)));
        assertThat(listed).containsExactlyElementsOf(leaves());
        for (var reading : named(CHANGES_NO_RECORD)) {
            var line = CommandNames.line();
            for (var word : reading.split(" ")) {
                line = line.getSubcommands().get(word);
            }
            assertThat(line.getCommandSpec().optionsMap().keySet())
                    .as(reading + " takes no reason, so it changes nothing")
                    .doesNotContain("--reason", "--break-glass");
        }
    }

    @Test
    void whatChangesSomethingAsksForALoginOrAnEmergency() throws Exception {
        register();
        for (var words : CHANGES) {
            var before = content();
            int exit = run(words + (command(words).equals("authorisation file") ? " --by m.roe" : BY));
            softly.assertThat(exit).as(words + ": " + err).isEqualTo(2);
            softly.assertThat(err.toString()).as(words).contains("--break-glass --reason TEXT");
            softly.assertThat(content()).as(words + " changes nothing").isEqualTo(before);
        }
        softly.assertAll();
        requireRegistry();
    }

    /** Who leaves the registry out would be asked nothing. */
    private void requireRegistry() throws Exception {
        var empty = Files.createDirectory(folder.resolve("empty"));
        Files.copy(data.resolve("ledger.key"), empty.resolve("ledger.key"));
        for (var at : List.of(data, empty)) {
            var before = content();
            var words = List.of("ledger hold lift jones --ledger " + url() + " --data " + at + BY);
            assertThat(execute(words.getFirst())).as(err.toString()).isNotZero();
            assertThat(err.toString()).contains("--registry URL");
            assertThat(content()).isEqualTo(before);
        }
    }

    private static final String BY = " --by m.roe --reason Once.";

    private String url() {
        return Server.shared().asGateway(name).url();
    }

    private void register() throws Exception {
        data = folder.resolve("data");
        name = Server.shared().empty();
        PostgresSchema.migrate(Server.shared().asOwner(name), "gateways");
        var owner = Server.shared().asOwner(name).url();
        assertThat(execute("registry migrate --registry " + owner + " --role gateways --data " + data))
                .as(err.toString())
                .isZero();
        try (var ledger =
                Ledger.open(LedgerAddress.ofFolder(data, Server.shared().asGateway(name)), Sample.SETTINGS)) {
            ledger.refuse(Sample.asked(Instant.now().minus(Duration.ofDays(400))), Sample.refuse());
            known.put(
                    "RECORD", AuthorisationSample.permit(ledger, Instant.now().plusSeconds(3600), "stop_on_rejection"));
        }
        known.put("UNTIL", Instant.now().plus(Duration.ofDays(90)).toString());
        registerEntries();
        known.put("OWNER", owner);
        var certificate = folder.resolve("client.pem");
        SelfSigned.client("a.lee", certificate, SelfSigned.pem(folder, "dns:localhost"));
        known.put("CERTIFICATE", certificate.toString());
        known.put(
                "QUOTAS",
                Files.writeString(folder.resolve("q.yaml"), "quotas: []\n").toString());
        known.put("POLICIES", Path.of("policies").toAbsolutePath().toString());
        known.put(
                "ORGANISATIONS",
                Files.writeString(folder.resolve("o.yaml"), """
                organisations:
                - id: third
                  name: Third
                  type: nonprofit
                """).toString());
    }

    private void registerEntries() {
        done("person add --id m.roe --role operator --by m.roe");
        done("person change m.roe --role operator --role policy_editor --role reviewer --role officer" + GLASS);
        done("person add --id a.lee --role operator" + GLASS);
        done("org add --id hope --name Hope --type nonprofit --purpose missing_child" + GLASS);
        done("key mint --org hope --json" + GLASS);
        known.put("KEY", found("\"accessKeyId\":\"([^\"]+)"));
        done("evidence add --org hope --id w-1 --type warrant" + GLASS);
        done("grant add --org hope --id g-1 --capability identify --purpose missing_child"
                + " --place US-OR --evidence 12 --until UNTIL" + GLASS);
        done("stop set --capability identify --json" + GLASS);
        known.put("STOP", found("(s-[a-z0-9]+)"));
        done("reviewer add --org hope --id r.doe" + GLASS);
        done("ledger hold add jones --case 13" + GLASS);
        done("registry approvals two" + GLASS);
        done("org change hope --type law_enforcement.police --by a.lee --reason Once. --break-glass");
        done("proposal list --json");
        known.put("PROPOSAL", found("\"id\":\"([^\"]+)"));
        known.put("DIGEST", found("\"digest\":\"([0-9a-f]{64})"));
    }

    private static final String GLASS = BY + " --break-glass";

    private String found(String pattern) {
        var matcher = Pattern.compile(pattern).matcher(out.toString());
        boolean isThere = matcher.find();
        softly.assertThat(isThere).as(pattern + " in " + out).isTrue();
        return isThere ? matcher.group(1) : "none";
    }

    private void done(String words) {
        softly.assertThat(run(words)).as(words + ": " + err).isZero();
    }

    private int run(String words) {
        var filled = words;
        for (var each : known.entrySet()) {
            filled = filled.replaceAll("\\b" + each.getKey() + "\\b", each.getValue());
        }
        return execute(filled + " --ledger " + url() + " --registry " + url() + " --data " + data);
    }

    private int execute(String words) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        var all = new ArrayList<>(List.of(words.split(" ")));
        return CommandNames.lineFor(all)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all.toArray(String[]::new));
    }

    /** How much there is of everything that a command could change. */
    private List<String> content() throws SQLException {
        var counts = new ArrayList<String>();
        try (var owner = Server.shared().superuser(Server.shared().asGateway(name));
                var sql = owner.createStatement();
                var tables = sql.executeQuery("""
                        SELECT schemaname || '.' || relname, (xpath('/row/c/text()', query_to_xml(format(
                          'SELECT md5(string_agg(md5(t::text), '''' ORDER BY md5(t::text))) AS c FROM %I.%I t',
                          schemaname, relname), false, true, '')))[1]::text
                        FROM pg_stat_user_tables WHERE schemaname LIKE 'facegate%' ORDER BY 1""")) {
            while (tables.next()) {
                counts.add(tables.getString(1) + ' ' + tables.getString(2));
            }
        }
        return counts;
    }
}
