package io.facegate.cli.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.facegate.SelfSigned;
import io.facegate.cli.admin.LoginFile;
import io.facegate.identity.Organisation;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.authorisation.AuthorisationAct;
import io.facegate.usecase.registry.DeclaredIssuer;
import io.facegate.usecase.registry.RegistryAccess;
import io.facegate.usecase.registry.RegistryLines;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands of a person who logged in: what they ask a gateway, which a test plays. */
class AdminApiClientTest {
    @TempDir
    private Path folder;

    private final Shell shell = new Shell();
    private final List<String> asked = new ArrayList<>();
    private Path data;
    private HttpServer gateway;
    private String registry = "";
    private int status = 200;
    private String later = "";
    private String query;
    private String body = "{\"id\":\"pd\",\"state\":\"suspended\"}";

    @BeforeEach
    void start() throws IOException {
        data = folder.resolve("data");
        shell.registerPolice(data);
        registry = new RegistryAccess(data, LedgerAddress.ofFolder(data), null).id();
        gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gateway.createContext("/", this::answer);
        gateway.start();
        new LoginFile(address(), "https://id.example", "a-token", Instant.now().plusSeconds(60)).write(login());
    }

    @AfterEach
    void stop() {
        gateway.stop(0);
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + gateway.getAddress().getPort());
    }

    private Path login() {
        return folder.resolve("login.json");
    }

    private void answer(HttpExchange exchange) throws IOException {
        if (exchange.getRequestURI().getPath().equals("/facegate/admin/v1/me")) {
            send(exchange, 200, registry.isEmpty() ? "{}" : "{\"registry\":\"" + registry + "\"}");
            return;
        }
        try (exchange) {
            var headers = exchange.getRequestHeaders();
            var sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            query = exchange.getRequestURI().getQuery();
            asked.add(exchange.getRequestMethod()
                    + ' '
                    + exchange.getRequestURI().getRawPath()
                    + ' '
                    + headers.getFirst("Authorization")
                    + ' '
                    + headers.getFirst("Facegate-Reason")
                    + ' '
                    + headers.getFirst("If-Match")
                    + ' '
                    + headers.getFirst("If-None-Match")
                    + ' '
                    + sent);
            exchange.getResponseHeaders().add("ETag", "\"7\"");
            send(exchange, status, answer(exchange.getRequestURI()));
        }
    }

    private String answer(URI asked) {
        return String.valueOf(asked.getQuery()).contains("after=") ? later : body;
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        try (exchange) {
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private void run(int expected, String... words) {
        var all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--admin", address().toString(), "--login-file", login().toString()));
        assertThat(shell.run(data, all.toArray(String[]::new)))
                .as(shell.out() + shell.err())
                .isEqualTo(expected);
    }

    @Test
    void aChangeIsAskedOfTheGatewayInThePersonsName() {
        run(0, "org", "suspend", "pd", "--reason", "100 % über.");
        assertThat(asked)
                .containsExactly("POST /facegate/admin/v1/organisations/pd/suspend Bearer a-token"
                        + " 100 %25 %C3%BCber. null null ");
        assertThat(shell.out()).contains("suspended").doesNotContain("a-token");
        assertThat(shell.err()).contains("Changed at " + address() + '.');
        // The control: this registry was not changed.
        assertThat(shell.run(data, "org", "show", "pd", "--json")).isZero();
        assertThat(shell.out()).contains("\"suspended\":false");
    }

    @Test
    void reviewsReviewersAppealsAndCertificatesGoToTheGateway() throws Exception {
        run(0, "review", "approve", "d1", "--reason", "x");
        run(0, "review", "reject", "d1", "--reason", "x");
        run(0, "reviewer", "add", "--org", "pd", "--id", "r.doe", "--reason", "x");
        run(0, "reviewer", "remove", "--org", "pd", "--id", "r.doe", "--reason", "x");
        run(0, "appeal", "answer", "d1", "--outcome", "upheld", "--reason", "x");
        var certificate = folder.resolve("client.pem");
        SelfSigned.client("pd", certificate, SelfSigned.pem(folder, "dns:localhost"));
        run(
                0,
                "key",
                "add-certificate",
                "--org",
                "pd",
                "--certificate",
                certificate.toString(),
                "--label",
                "edge",
                "--reason",
                "x");
        assertThat(asked.stream().map(one -> one.split(" Bearer ")[0]))
                .containsExactly(
                        "POST /facegate/admin/v1/reviews/d1/approve",
                        "POST /facegate/admin/v1/reviews/d1/reject",
                        "PUT /facegate/admin/v1/organisations/pd/reviewers/r.doe",
                        "DELETE /facegate/admin/v1/organisations/pd/reviewers/r.doe",
                        "POST /facegate/admin/v1/appeals/d1/answer",
                        "POST /facegate/admin/v1/organisations/pd/keys");
        assertThat(asked.get(4)).endsWith("{\"outcome\":\"upheld\"}");
        assertThat(asked.getLast()).contains("\"certificate\":\"", "\"label\":\"edge\"", "\"expires\":\"");
        // A typed name is not sent in place of the login.
        run(2, "review", "approve", "d1", "--by", "r.doe", "--reason", "x");
        run(2, "appeal", "answer", "d1", "--outcome", "upheld", "--by", "r.doe", "--reason", "x");
        assertThat(shell.err()).contains("The login says who you are");
        assertThat(asked).hasSize(6);
    }

    @Test
    void stepsOfAnAuthorisationAreMadeByTheGateway() {
        body = "{\"state\":\"filed\",\"decisions\":3}";
        var file = List.of(
                ("authorisation file d1 --reference 12/26 --authority Court --requested 2026-11-25T10:00:00Z --same-use")
                        .split(" "));
        run(0, file.toArray(String[]::new));
        assertThat(asked.getLast())
                .startsWith("POST /facegate/admin/v1/authorisations/d1/file Bearer a-token"
                        + " 12/26 | Court | 2026-11-25T10:00:00Z null null {")
                .contains(
                        "\"reference\":\"12/26\"", "\"authority\":\"Court\"", "\"requested\":\"2026-11-25T10:00:00Z\"");
        assertThat(query).isEqualTo("same_use=true");
        assertThat(shell.out())
                .contains("On record for 3 decisions at " + address() + ": file. The authorisation is filed.");
        body = "{\"state\":\"granted\",\"decisions\":1}";
        var steps = AuthorisationAct.ofPeople().stream()
                .filter(step -> step != AuthorisationAct.FILE)
                .toList();
        for (var step : steps) {
            run(0, "authorisation", step.word(), "d1", "--reason", "x");
            assertThat(asked.getLast())
                    .isEqualTo("POST /facegate/admin/v1/authorisations/d1/" + step.word()
                            + " Bearer a-token x null null ");
            assertThat(query).isNull();
        }
        assertThat(asked).hasSize(1 + steps.size());
        // A typed name is not sent in place of the login, and a filing has no other words than its own.
        run(2, "authorisation", "grant", "d1", "--by", "r.doe", "--reason", "x");
        assertThat(shell.err()).contains("The login says who you are");
        run(2, "authorisation", "grant", "d1");
        assertThat(shell.err()).contains("--reason TEXT");
        var reasoned = new ArrayList<>(file);
        reasoned.addAll(List.of("--reason", "x"));
        run(2, reasoned.toArray(String[]::new));
        assertThat(shell.err()).contains("file takes --reason only with --break-glass");
        assertThat(asked).hasSize(1 + steps.size());
    }

    @Test
    void aGatewayOfAnotherRegistryIsAskedNothing() {
        var own = registry;
        registry = "0123456789abcdef";
        run(2, "org", "suspend", "pd", "--reason", "x");
        assertThat(shell.err()).contains("has the id " + own, address() + " has the registry 0123456789abcdef");
        registry = "";
        run(2, "person", "remove", "a.lee", "--reason", "x");
        assertThat(shell.err()).contains("does not tell its registry's id");
        assertThat(asked).isEmpty();
        // Without a registry of their own, people name the gateway alone.
        data = folder.resolve("other");
        run(0, "org", "suspend", "pd", "--reason", "x");
        assertThat(asked).hasSize(1);
    }

    @Test
    void anEntryIsReplacedAsItWasRead() throws IOException {
        var pd = Organisation.builder("pd", "law_enforcement.police")
                .name("PD")
                .purposes(java.util.Set.of("suspect_search"))
                .build();
        body = new ObjectMapper().writeValueAsString(RegistryLines.toFields(pd));
        run(0, "org", "change", "pd", "--name", "Police", "--reason", "Its name.");
        assertThat(asked).hasSize(2);
        assertThat(asked.getLast())
                .startsWith("PUT /facegate/admin/v1/organisations/pd Bearer a-token Its name. \"7\" null {")
                .contains("\"name\":\"Police\"", "\"purposes\":[\"suspect_search\"]");
        body = body.replace("suspect_search", "access_control");
        run(2, "org", "change", "pd", "--name", "Police", "--reason", "Its name.");
        assertThat(shell.err()).contains("Somebody changed this entry at the same moment");
        assertThat(asked).hasSize(3);
    }

    @Test
    void whatIsMadeIsNewAndAProposalIsTold() {
        status = 202;
        body = "{\"id\":\"p1\"}";
        run(0, "person", "add", "--id", "a.lee", "--role", "operator", "--reason", "New.");
        assertThat(asked.getLast())
                .startsWith("PUT /facegate/admin/v1/people/a.lee Bearer a-token New. null * {")
                .doesNotContain("added");
        assertThat(shell.err()).contains("it takes a second person");
        status = 204;
        body = "";
        run(0, "person", "remove", "a.lee", "--reason", "Left.");
        assertThat(asked.getLast()).startsWith("DELETE /facegate/admin/v1/people/a.lee ");
        assertThat(shell.err()).contains("Removed a.lee at " + address() + '.');
        status = 200;
        body = "{\"id\":\"p1\"}";
        run(0, "proposal", "approve", "../p 1", "--digest", "0a", "--reason", "Right.");
        assertThat(asked.getLast())
                .startsWith("POST /facegate/admin/v1/proposals/..%2Fp%201/approve ")
                .endsWith("{\"digest\":\"0a\"}");
        body = "{\"accessKeyId\":\"FGAK1\"}";
        run(0, "key", "mint", "--org", "pd", "--label", "scanner", "--reason", "For the scanner.");
        assertThat(asked.getLast())
                .startsWith("POST /facegate/admin/v1/organisations/pd/keys ")
                .contains("\"label\":\"scanner\"");
    }

    @Test
    void evidenceGrantsAndKeysAreChangedToo() throws IOException {
        status = 201;
        var add = "evidence add --org pd --id w-1 --type warrant --started 2026-11-01T00:00:00Z --reason New.";
        run(0, add.split(" "));
        assertThat(asked.getLast())
                .startsWith("PUT /facegate/admin/v1/organisations/pd/evidence/w-1 Bearer a-token New. null * {")
                .contains("\"started\":\"2026-11-01T00:00:00Z\"")
                .doesNotContain("created", "status");
        assertThat(shell.run(data, "evidence", "add", "--org", "pd", "--id", "w-2", "--type", "warrant", "--json"))
                .isZero();
        body = shell.out();
        run(0, "evidence", "change", "w-2", "--type", "court_order", "--reason", "x");
        assertThat(asked.getLast()).contains("/organisations/pd/evidence/w-2 ", "\"7\"", "court_order");
        body = "";
        status = 204;
        run(0, "evidence", "revoke", "w-2", "--reason", "x");
        assertThat(asked.getLast()).startsWith("DELETE /facegate/admin/v1/organisations/pd/evidence/w-2 ");
        run(0, "grant", "revoke", "g-1", "--reason", "x");
        assertThat(asked.getLast()).startsWith("DELETE /facegate/admin/v1/grants/g-1 ");
        status = 201;
        body = "{\"id\":\"g-2\"}";
        run(
                0,
                ("grant add --org pd --id g-2 --capability identify --purpose suspect_search --place US-OR --until 90d"
                                + " --evidence order-9 --reason x")
                        .split(" "));
        assertThat(asked.getLast())
                .startsWith("PUT /facegate/admin/v1/grants/g-2 ")
                .contains("\"places\":[\"US-OR\"]")
                .doesNotContain("\"by\"");
        assertThat(shell.run(data, "key", "mint", "--org", "pd", "--json")).isZero();
        var key = shell.json().get("accessKeyId").asText();
        run(0, "key", "rotate", key, "--overlap", "3", "--reason", "x");
        assertThat(asked.getLast())
                .startsWith("POST /facegate/admin/v1/organisations/pd/keys/" + key + "/rotate ")
                .endsWith("{\"overlapDays\":3}");
        run(0, "key", "revoke", key, "--reason", "x");
        assertThat(asked.getLast()).startsWith("DELETE /facegate/admin/v1/organisations/pd/keys/" + key + " ");
    }

    @Test
    void stopsAreSetAndLiftedThroughTheGateway() {
        status = 201;
        body = "{\"id\":\"s-1\"}";
        run(0, "stop", "set", "--capability", "identify", "--reason", "x");
        assertThat(asked.getLast())
                .startsWith("POST /facegate/admin/v1/stops Bearer a-token x null null ")
                .endsWith("{\"kind\":\"capability\",\"word\":\"identify\"}");
        run(0, "stop", "set", "--all", "--reason", "x");
        assertThat(asked.getLast()).endsWith("{\"kind\":\"all\"}");
        status = 200;
        for (var step : List.of("request-lift", "confirm-lift")) {
            run(0, "stop", step, "s-1", "--reason", "x");
            assertThat(asked.getLast()).startsWith("POST /facegate/admin/v1/stops/s-1/" + step + " Bearer a-token x ");
        }
        run(2, "stop", "confirm-lift", "s-1", "--by", "a.lee", "--reason", "x");
        assertThat(shell.err()).contains("The login says who you are");
    }

    @Test
    void approvalsAndIssuersAreChangedThroughTheGateway() throws IOException {
        body = "{\"approvals\":\"two\"}";
        run(0, "registry", "approvals", "two", "--reason", "x");
        assertThat(asked.getLast())
                .startsWith("PUT /facegate/admin/v1/approvals Bearer a-token x * null ")
                .endsWith(body);
        var file = Files.writeString(folder.resolve("issuers.yaml"), """
                issuers:
                - issuer: https://id.example.org
                  audience: facegate
                  organisations: [pd]
                """);
        body = "{\"items\":[]}";
        asked.clear();
        run(0, "issuer", "accept", "--issuers", file.toString(), "--reason", "x");
        assertThat(asked).hasSize(2);
        var id = DeclaredIssuer.id("https://id.example.org");
        assertThat(asked.getLast())
                .startsWith("PUT /facegate/admin/v1/issuers/" + id + " Bearer a-token x * null {\"digest\":\"");
        var digest = asked.getLast().replaceAll(".*\"digest\":\"([0-9a-f]+)\".*", "$1");
        body = "{\"items\":[{\"issuer\":\"https://id.example.org\",\"accepted\":\"" + digest + "\"}]}";
        run(0, "issuer", "accept", "--issuers", file.toString(), "--reason", "x");
        assertThat(asked).as("what is accepted is not asked for again").hasSize(3);
        body = "{\"items\":[],\"next\":\"0a\"}";
        asked.clear();
        later = "{\"items\":[{\"issuer\":\"https://id.example.org\",\"accepted\":\"" + digest + "\"}]}";
        run(0, "issuer", "accept", "--issuers", file.toString(), "--reason", "x");
        assertThat(asked).hasSize(2).as("the issuer is on the second page").allMatch(one -> one.startsWith("GET"));
    }

    @Test
    void anIssuerOfPeopleIsLeftAsItIs() throws IOException {
        var file = Files.writeString(folder.resolve("issuers.yaml"), """
                issuers:
                - issuer: https://id.example.org
                  audience: facegate
                  organisations: [pd]
                - issuer: https://login.example.org
                  audience: admin
                  people: true
                """);
        body = "{\"items\":[]}";
        run(2, "issuer", "accept", "--issuers", file.toString(), "--reason", "x");
        assertThat(shell.err()).contains("people:https://login.example.org", "--break-glass");
        assertThat(shell.out()).contains("https://id.example.org").doesNotContain("login.example.org");
        assertThat(asked).filteredOn(one -> one.startsWith("PUT")).hasSize(1);
    }

    @Test
    void aFileOfOrganisationsIsAppliedByTheGateway() throws IOException {
        var file = Files.writeString(folder.resolve("o.yaml"), "organisations: []\n");
        var keys = folder.resolve("keys.jsonl");
        body = "{\"steps\":[{\"act\":\"add\",\"subject\":\"hope\",\"fields\":{}},"
                + "{\"act\":\"mint\",\"subject\":\"hope\",\"fields\":{\"label\":{\"before\":null,\"after\":\"main\"}}}],"
                + "\"unchanged\":3,\"minted\":[{\"accessKeyId\":\"FGAK1\",\"secretAccessKey\":\"s\"}]}";
        run(2, "registry", "apply", file.toString(), "--reason", "x");
        assertThat(shell.err()).contains("--keys-to FILE");
        assertThat(asked).as("only the plan was asked for").hasSize(1);
        run(0, "registry", "apply", file.toString(), "--keys-to", keys.toString(), "--reason", "x");
        assertThat(asked.getLast())
                .startsWith("POST /facegate/admin/v1/registry/apply Bearer a-token x \"7\" null organisations: []");
        assertThat(Files.readString(keys)).isEqualTo("{\"accessKeyId\":\"FGAK1\",\"secretAccessKey\":\"s\"}\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys)))
                .isEqualTo("rw-------");
        assertThat(shell.out()).contains("add hope", "label: main").doesNotContain("secretAccessKey");
        assertThat(shell.out())
                .contains("Done at " + address() + ": 1 organisations added, 0 changed, 1 keys minted, 3 unchanged.");
        run(2, "registry", "apply", file.toString(), "--keys-to", keys.toString(), "--reason", "x");
        assertThat(shell.err()).contains("is there already");
        status = 202;
        body =
                "{\"steps\":[],\"unchanged\":0,\"waiting\":{\"organisations\":1,\"keys\":0},\"proposal\":{\"id\":\"p1\"}}";
        run(0, "registry", "apply", file.toString(), "--reason", "x");
        assertThat(shell.out()).contains("proposal p1", "Waiting: 1 organisations");
    }

    @Test
    void refusalsAreTheGatewaysWords() {
        status = 403;
        body = "{\"type\":\"urn:facegate:problem:right_missing\",\"detail\":\"You have not that right.\"}";
        run(2, "org", "suspend", "pd", "--reason", "x");
        assertThat(shell.err()).contains("403: You have not that right.");
        status = 401;
        run(2, "org", "suspend", "pd", "--reason", "x");
        assertThat(shell.err()).contains("Log in again: facegate login.");
        status = 503;
        run(1, "org", "suspend", "pd", "--reason", "x");
        status = 200;
        body = "<html>";
        run(1, "org", "suspend", "pd", "--reason", "x");
        assertThat(shell.err()).contains("no admin API of Facegate");
    }

    @Test
    void withoutAGoodLoginNothingIsAsked() throws IOException {
        run(2, "org", "suspend", "pd");
        assertThat(shell.err()).contains("--reason TEXT");
        run(2, "org", "suspend", "pd", "--reason", "x", "--by", "m.roe");
        assertThat(shell.err()).contains("Leave --by out");
        run(2, "registry", "rotate", "--reason", "x");
        assertThat(shell.err()).contains("Unknown options: '--admin'");
        var elsewhere = new LoginFile(
                URI.create("https://other.example"),
                "https://id.example",
                "a-token",
                Instant.now().plusSeconds(60));
        elsewhere.write(login());
        run(2, "org", "suspend", "pd", "--reason", "x");
        assertThat(shell.err()).contains("The login is for https://other.example");
        new LoginFile(address(), "https://id.example", "a-token", Instant.now().minusSeconds(1)).write(login());
        run(2, "org", "suspend", "pd", "--reason", "x");
        assertThat(shell.err()).contains("The login ended at");
        Files.setPosixFilePermissions(login(), PosixFilePermissions.fromString("rw-r--r--"));
        run(1, "org", "suspend", "pd", "--reason", "x");
        assertThat(shell.err()).contains("can read");
        Files.delete(login());
        run(2, "org", "suspend", "pd", "--reason", "x");
        assertThat(shell.err()).contains("facegate login --admin URL");
        assertThat(asked).isEmpty();
    }
}
