package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facegate.admin.AdminEndpointList;
import io.facegate.admin.AdminEndpointList.Endpoint;
import io.facegate.admin.EndpointRoleTable;
import io.facegate.cli.admin.LoginFile;
import io.facegate.e2e.AdminClient.Said;
import io.facegate.registry.Approvals;
import io.facegate.registry.Right;
import io.facegate.registry.Role;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The admin API of a running gateway: who may do what, what is on record, and what is refused. */
class AdminApiIT {
    private static final String ORGANISATION = """
        {"name":"Harbor","type":"nonprofit","jurisdictions":["US-OR"],"purposes":["missing_person"]}\
        """;

    @TempDir
    private static Path folder;

    private static PeopleIssuer issuer;
    private static Gateway gateway;

    @BeforeAll
    static void start() throws IOException {
        var data = folder.resolve("data");
        Cast.register(data);
        issuer = PeopleIssuer.in(data);
        issuer.register("operator", "operator", null, Role.OPERATOR);
        issuer.people("operator").change(Approvals.ONE);
        issuer.register("operator", "second", null, Role.OPERATOR);
        for (var role : List.of(Role.POLICY_EDITOR, Role.REVIEWER, Role.OFFICER, Role.AUDITOR)) {
            issuer.register("operator", role.word(), null, role);
        }
        issuer.register("operator", "member", "hope", Role.MEMBER);
        gateway = Gateway.start(data);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static AdminClient as(String person) {
        return new AdminClient(gateway.calls(), issuer.token(person));
    }

    /** Every endpoint for every role: allowed exactly where the table says, which nothing computes. */
    @Test
    void theMatrixOfEndpointsAndRolesIsTheTableOfRights() {
        var wrong = new ArrayList<String>();
        var endpoints = AdminEndpointList.all();
        for (var endpoint : endpoints) {
            for (var role : Role.values()) {
                for (var organisation : List.of("hope", "nobody")) {
                    var path = endpoint.path().replace("{organisation}", organisation);
                    var said = ask(as(role.word()), endpoint, path.replaceAll("\\{\\w+}", "none"));
                    boolean isRefused = said.status() == 403 && said.code().equals("right_missing");
                    boolean isWrong = said.status() == 401 || said.status() >= 500;
                    if (isWrong || isRefused == mayUse(role, endpoint, organisation)) {
                        wrong.add(role + " " + endpoint + " of " + organisation + ": " + said.status() + said.body());
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(endpoints).hasSizeGreaterThan(25);
    }

    /** By a table of its own, not by what the program says of itself. */
    static boolean mayUse(Role role, Endpoint endpoint, String organisation) {
        return EndpointRoleTable.mayUse(role, endpoint.toString(), organisation.equals("hope"));
    }

    /** Nothing is changed by it: it names nothing that is there, or says nothing. */
    static Said ask(AdminClient client, Endpoint endpoint, String path) {
        boolean hasBody = endpoint.method().equals("PUT") || endpoint.method().equals("POST");
        var there = endpoint.path().matches("/organisations/\\{organisation}/(suspend|resume|close)");
        return client.send(
                endpoint.method(), there ? path.replace("/hope/", "/nobody/") : path, hasBody ? "{\"none\":1}" : null);
    }

    @Test
    void withoutATokenEveryEndpointIsClosedButTheDocument() {
        for (var endpoint : AdminEndpointList.all()) {
            var path = endpoint.path().replaceAll("\\{\\w+}", "hope");
            var client = as("operator");
            var said = AdminClient.send(client.request(path)
                    .header("Content-Type", "application/json")
                    .header("Cookie", "facegate-session=x")
                    .method(endpoint.method(), BodyPublishers.noBody()));
            assertThat(said.status()).as(endpoint.toString()).isEqualTo(endpoint.isOpen() ? 200 : 401);
            if (!endpoint.isOpen()) {
                assertThat(said.header("WWW-Authenticate")).startsWith("Bearer");
                assertThat(said.header("Cache-Control")).isEqualTo("no-store");
            }
            assertThat(said.header("Set-Cookie")).isEmpty();
        }
    }

    @Test
    void anOrganisationIsPutOnceAndChangedOnlyByWhoSawIt() {
        var operator = as("operator");
        var path = "/organisations/harbor";
        assertThat(operator.get(path).status()).isEqualTo(404);
        var made = operator.send("PUT", path, ORGANISATION, "If-None-Match", "*");
        assertThat(made.status()).as(made.body().toString()).isEqualTo(201);
        var acts = gateway.acts().size();
        var again = operator.send("PUT", path, ORGANISATION);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.header("ETag")).isEqualTo(made.header("ETag")).isNotEmpty();
        assertThat(operator.send("PUT", path, operator.get(path).body().toString())
                        .status())
                .isEqualTo(200);
        assertThat(gateway.acts()).as("nothing was changed").hasSize(acts);

        var renamed = ORGANISATION.replace("Harbor", "New Harbor");
        assertThat(operator.send("PUT", path, renamed).status()).isEqualTo(428);
        assertThat(operator.send("PUT", path, renamed, "If-None-Match", "*").status())
                .isEqualTo(412);
        var changed = operator.send("PUT", path, renamed, "If-Match", made.header("ETag"));
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.body().path("name").asText()).isEqualTo("New Harbor");
        assertThat(operator.send("PUT", path, ORGANISATION, "If-Match", made.header("ETag"))
                        .status())
                .isEqualTo(412);
        assertThat(operator.send("POST", path + "/suspend", null)
                        .body()
                        .path("state")
                        .asText())
                .isEqualTo("suspended");
        var stateful = ((ObjectNode) operator.get(path).body()).put("state", "verified");
        assertThat(operator.send("PUT", path, stateful.toString())
                        .body()
                        .at("/errors/0/pointer")
                        .asText())
                .isEqualTo("/state");
        assertThat(operator.send("POST", path + "/resume", null).status()).isEqualTo(200);
        var verified = "{\"kind\":\"charity_register\",\"reference\":\"12\",\"by\":\"%s\"}";
        assertThat(operator.send("POST", path + "/verify", verified.formatted("second"))
                        .code())
                .isEqualTo("invalid_parameter");
        assertThat(operator.send("POST", path + "/verify", verified.formatted("operator"))
                        .status())
                .isEqualTo(200);
        assertThat(operator.send("PUT", path, ORGANISATION.replace("nonprofit", "fishery"), "If-Match", "*")
                        .code())
                .isEqualTo("unacceptable");
    }

    @Test
    void aChangeIsOnRecordWithThePersonBeforeAfterAndWhy() {
        var operator = as("operator");
        operator.send("PUT", "/organisations/pier", ORGANISATION);
        operator.send("PUT", "/organisations/pier", ORGANISATION.replace("Harbor", "Pier"), "If-Match", "*");
        var history = as("auditor").get("/history?org=pier");
        assertThat(history.status()).as(history.body().toString()).isEqualTo(200);
        var change = history.body().at("/items/0");
        assertThat(change.path("act").asText()).isEqualTo("org_change");
        assertThat(change.path("by").asText()).isEqualTo("operator");
        assertThat(change.path("reason").asText()).isEqualTo("Because of 12.");
        assertThat(change.at("/rows/0/fields/name/before").asText()).isEqualTo("Harbor");
        assertThat(change.at("/rows/0/fields/name/after").asText()).isEqualTo("Pier");
        var record = gateway.records().stream()
                .filter(each -> each.path("id").equals(change.path("record")))
                .findFirst()
                .orElseThrow();
        assertThat(record.path("stated_reason").asText()).matches("[0-9a-f]{64}");
        assertThat(record.toString()).doesNotContain("Because").doesNotContain("\"operator\"");
        assertThat(Gateway.run("registry", "verify", "--data", gateway.data().toString())
                        .code())
                .isZero();
    }

    @Test
    void aKeyIsShownOnceWorksAndIsRevoked() {
        var operator = as("operator");
        var path = "/organisations/beacon/keys";
        var minted = operator.send("POST", path, "{\"purpose\":\"missing_child\",\"label\":\"scanner\"}");
        assertThat(minted.status()).as(minted.body().toString()).isEqualTo(201);
        var id = minted.body().path("accessKeyId").asText();
        var secret = minted.body().path("apiKey").asText();
        assertThat(callsWith(secret, 200)).isEqualTo(200);
        var listed = operator.get(path);
        assertThat(listed.body().toString()).contains(id).doesNotContain(secret).doesNotContain("secret");

        var next = operator.send("POST", path + '/' + id + "/rotate", "{\"overlapDays\":1}");
        assertThat(next.status()).as(next.body().toString()).isEqualTo(201);
        assertThat(callsWith(next.body().path("apiKey").asText(), 200)).isEqualTo(200);
        assertThat(operator.send("DELETE", path + '/' + id, null).status()).isEqualTo(204);
        assertThat(operator.send("DELETE", path + '/' + id, null).status()).isEqualTo(204);
        assertThat(callsWith(secret, 401)).isEqualTo(401);
        assertThat(operator.send("DELETE", "/organisations/hope/keys/" + id, null)
                        .status())
                .as("another organisation's")
                .isEqualTo(404);
        assertThat(gateway.log()).doesNotContain(secret);
    }

    /** What a call with an API key is answered, once that is what is expected or two seconds are over. */
    private static int callsWith(String apiKey, int expected) {
        int status = 0;
        for (int tries = 0; tries < 20 && status != expected; tries++) {
            Gateway.pause(100);
            var request = java.net.http.HttpRequest.newBuilder(gateway.calls().resolve("/facegate/v1/me"))
                    .header("Authorization", "Bearer " + apiKey);
            status = AdminClient.send(request).status();
        }
        return status;
    }

    @Test
    void evidenceAndGrantsAndPeopleArePutAndEnded() {
        var operator = as("operator");
        var warrant = "{\"type\":\"warrant\",\"until\":\"2030-01-01T00:00:00Z\"}";
        putTwiceAndDelete(operator, "/organisations/pd/evidence/w-1", warrant);
        var grant = """
            {"org":"hope","capability":"identify","purpose":"missing_child","places":["US-OR"],"evidence":"c-7",
             "until":"%s"}\
            """.formatted(Instant.now().plusSeconds(86_400 * 30));
        putTwiceAndDelete(as("officer"), "/grants/g-1", grant);
        assertThat(as("officer").send("PUT", "/grants/g-1", grant).status()).isEqualTo(409);
        assertThat(operator.get("/people/operator").body().path("roles").get(0).asText())
                .isEqualTo("operator");
        putTwiceAndDelete(operator, "/people/j.doe", "{\"roles\":[\"auditor\"]}");
        assertThat(operator.send("PUT", "/people/k.doe", "{\"roles\":[\"king\"]}")
                        .code())
                .isEqualTo("unacceptable");
    }

    private static void putTwiceAndDelete(AdminClient client, String path, String body) {
        var made = client.send("PUT", path, body);
        assertThat(made.status()).as(made.body().toString()).isEqualTo(201);
        var acts = gateway.acts().size();
        assertThat(client.send("PUT", path, body).status()).as(path).isEqualTo(200);
        assertThat(client.send("PUT", path, client.get(path).body().toString()).status())
                .as(path)
                .isEqualTo(200);
        assertThat(gateway.acts()).hasSize(acts);
        assertThat(client.send("DELETE", path, null).status()).as(path).isEqualTo(204);
        assertThat(client.send("DELETE", path, null).status()).as(path).isEqualTo(204);
        assertThat(gateway.acts()).hasSize(acts + 1);
    }

    @Test
    void listsHavePages() {
        var operator = as("operator");
        var first = operator.get("/organisations?limit=2").body();
        assertThat(first.path("items")).hasSize(2);
        var second = operator.get(
                        "/organisations?limit=2&after=" + first.path("next").asText())
                .body();
        assertThat(second.at("/items/0/id").asText())
                .isGreaterThan(first.at("/items/1/id").asText());
        assertThat(operator.get("/organisations").body().has("next")).isFalse();
        assertThat(operator.get("/organisations?limit=0").status()).isEqualTo(400);
        assertThat(operator.get("/organisations?after=none").status()).isEqualTo(400);
    }

    @Test
    void tokensOfNobodyAreRefusedAndOnRecord() {
        var stranger = as("stranger").get("/organisations");
        assertThat(stranger.status()).isEqualTo(403);
        assertThat(stranger.code()).isEqualTo("nobody_registered");
        assertThat(as("reviewer").get("/people").code()).isEqualTo("right_missing");
        assertThat(gateway.acts()).contains("access_refused GET:/organisations", "access_refused GET:/people");
        assertThat(gateway.records().toString()).doesNotContain("stranger");
        var removed = as("operator").send("PUT", "/people/left", """
            {"roles":["auditor"],"loginIssuer":"%s","loginSubject":"left"}\
            """.formatted(PeopleIssuer.ISSUER));
        assertThat(removed.status()).isEqualTo(201);
        assertThat(as("left").get("/me").body().path("rights").toString()).contains("read_registry");
        as("operator").send("DELETE", "/people/left", null);
        assertThat(as("left").get("/me").code()).isEqualTo("nobody_registered");
    }

    @Test
    void onlyAnAccessTokenWithTheAudienceOfPeopleCounts() {
        var now = Instant.now();
        var good = issuer.token("operator");
        var parts = good.split("\\.");
        var none = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8));
        var forged = parts[0] + '.' + issuer.token("auditor").split("\\.")[1] + '.' + parts[2];
        for (var token : List.of(
                issuer.token("operator", "facegate"),
                issuer.token("operator", "facegate", PeopleIssuer.AUDIENCE),
                issuer.token("operator", "another"),
                issuer.token("operator", now.minusSeconds(3_600), PeopleIssuer.AUDIENCE),
                none + '.' + parts[1] + '.',
                forged,
                "fgk_x",
                good + "x")) {
            assertThat(new AdminClient(gateway.calls(), token).get("/me").status())
                    .as(token)
                    .isEqualTo(401);
        }
        assertThat(new AdminClient(gateway.calls(), good).get("/me").status())
                .as("control")
                .isEqualTo(200);
        var person = Wire.bare(gateway.calls(), "DetectFaces", "{}")
                .with("Authorization", "Bearer " + good)
                .send();
        assertThat(person.error()).as("a person's token is no caller's").isEqualTo("InvalidSignatureException");
    }

    @Test
    void requestsOfBrowsersAndOfTheWrongKindAreRefused() {
        var operator = as("operator");
        var path = "/organisations/hope";
        assertThat(operator.send("GET", path, null, "Origin", "https://evil.example")
                        .code())
                .isEqualTo("foreign_origin");
        assertThat(operator.send("GET", path, null, "Origin", "null").code()).isEqualTo("foreign_origin");
        assertThat(operator.send("GET", path, null, "Sec-Fetch-Site", "cross-site")
                        .code())
                .isEqualTo("foreign_origin");
        assertThat(operator.send("GET", path, null, "Origin", gateway.calls().toString())
                        .status())
                .isEqualTo(200);
        assertThat(operator.send("GET", path, null, "Forwarded", "for=1.2.3.4").code())
                .as("through a proxy, without TLS")
                .isEqualTo("not_accepted_here");
        var text = operator.request(path)
                .header("Authorization", "Bearer " + operator.token())
                .header("Content-Type", "text/plain")
                .PUT(BodyPublishers.ofString(ORGANISATION));
        assertThat(AdminClient.send(text).status()).isEqualTo(415);
        var untyped = operator.request(path + "/keys")
                .header("Authorization", "Bearer " + operator.token())
                .header("Facegate-Reason", "Because.")
                .POST(BodyPublishers.ofString("{}"));
        assertThat(AdminClient.send(untyped).status()).isEqualTo(415);
        var large = "{\"name\":\"" + "x".repeat(70_000) + "\"}";
        assertThat(operator.send("PUT", path, large).status()).isEqualTo(413);
        var silent = operator.request(path + "/suspend")
                .header("Authorization", "Bearer " + operator.token())
                .POST(BodyPublishers.noBody());
        assertThat(AdminClient.send(silent).code()).isEqualTo("reason_missing");
        assertThat(operator.get(path).body().path("state").asText()).isEqualTo("verified");
        assertThat(operator.get("/nothing").status()).isEqualTo(404);
        assertThat(operator.send("DELETE", path, null).status()).isEqualTo(405);
    }

    @Test
    void theDocumentIsServedAsYamlAndJson() {
        var json = as("operator").get("/openapi.json");
        assertThat(json.body().path("openapi").asText()).isEqualTo("3.1.0");
        assertThat(as("operator").get("/openapi.yaml").whole().body()).startsWith("openapi: 3.1.0");
    }

    @Test
    void aMemberSeesOnlyItsOwnOrganisation() {
        assertThat(as("member").get("/organisations/hope").status()).isEqualTo(200);
        assertThat(as("member").get("/organisations/hope/keys").status()).isEqualTo(200);
        assertThat(as("member").get("/organisations/pd").status()).isEqualTo(403);
        assertThat(as("member").get("/me").body().path("rights"))
                .extracting(JsonNode::asText)
                .containsExactly(Right.READ_OWN_ORGANISATION.word(), Right.OWN_KEYS.word());
    }

    /** More keys than one request mints, by the command of somebody who logged in. */
    @Test
    void aFileWithMoreKeysThanOneRequestMintsIsAppliedByALogin() throws IOException {
        int all = Boolean.getBoolean("facegate.long") ? 10_000 : 2_100;
        var file = new StringBuilder("organisations:\n");
        for (int at = 0; at < all; at++) {
            file.append("- {id: bulk-")
                    .append(at)
                    .append(", name: Bulk, type: nonprofit, purposes: [missing_child], keys: [{label: main}]")
                    .append(at == 0 ? "" : ", parent: bulk-0")
                    .append("}\n");
        }
        var organisations = Files.writeString(folder.resolve("bulk.yaml"), file.toString());
        var keys = folder.resolve("bulk.jsonl");
        var login = folder.resolve("bulk-login.json");
        var gone = Instant.now().plusSeconds(900);
        new LoginFile(gateway.calls(), PeopleIssuer.ISSUER, issuer.token("operator"), gone).write(login);
        long start = System.nanoTime();
        var applied = Gateway.run(
                        "registry",
                        "apply",
                        organisations.toString(),
                        "--keys-to",
                        keys.toString(),
                        "--admin",
                        gateway.calls().toString(),
                        "--login-file",
                        login.toString(),
                        "--data",
                        gateway.data().toString(),
                        "--reason",
                        "A round.")
                .expect(0);
        System.out.println(
                all + " organisations with a key each over HTTP: " + (System.nanoTime() - start) / 1_000_000 + " ms");
        assertThat(applied.out())
                .contains("Done at ", all + " organisations added, 0 changed, " + all + " keys minted");
        var lines = Files.readAllLines(keys);
        assertThat(lines).hasSize(all);
        assertThat(lines.stream()
                        .map(line -> Gateway.parsed(line).path("org").asText())
                        .distinct())
                .hasSize(all);
        assertThat(callsWith(Gateway.parsed(lines.getLast()).path("apiKey").asText(), 200))
                .isEqualTo(200);
    }

    /** The example of the page, as it stands there, but for the address. */
    @Test
    void theExampleOfThePageWorks() throws IOException {
        var page = Files.readString(Path.of("docs/admin-api.md"));
        var example = page.substring(page.indexOf("```sh\n") + 6, page.lastIndexOf("```"))
                .replace(
                        "https://gateway.example.org:8443",
                        gateway.calls().toString().replaceAll("/$", ""));
        var shell = new ProcessBuilder("bash", "-euc", example);
        shell.environment().put("TOKEN", issuer.token("operator"));
        var told = Gateway.Result.of(shell).expect(0).out();
        assertThat(told)
                .contains("\"contact\":\"desk@spring-harbor.example\"", "secretAccessKey", "\"state\":\"suspended\"");
    }
}
