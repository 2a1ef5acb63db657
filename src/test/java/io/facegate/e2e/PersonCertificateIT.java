package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.SelfSigned;
import io.facegate.admin.AdminEndpointList;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.registry.Approvals;
import io.facegate.registry.Person;
import io.facegate.registry.PersonCertificate;
import io.facegate.registry.Role;
import io.facegate.usecase.ledger.ActingPerson;
import io.facegate.usecase.registry.People;
import io.facegate.usecase.registry.RegistryAccess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People who log in at the admin API with client certificates, to the packaged gateway. */
class PersonCertificateIT {
    private static final String REASON = "They work here.";

    @TempDir
    private static Path folder;

    private static final Map<String, HttpClient> SHOWING = new HashMap<>();

    private static Path data;
    private static Path server;
    private static Path authorities;
    private static PeopleIssuer issuer;
    private static Gateway gateway;

    @BeforeAll
    static void start() throws Exception {
        data = folder.resolve("data");
        Cast.register(data);
        issuer = PeopleIssuer.in(data);
        server = SelfSigned.pem(folder, "ip:127.0.0.1");
        authorities = Files.createFile(folder.resolve("authorities.pem"));
        for (var role : Role.values()) {
            register("operator", role.word(), role == Role.MEMBER ? "hope" : null, role);
            if (role == Role.OPERATOR) {
                people("operator").change(Approvals.ONE);
            }
        }
        for (var id : List.of("b.doe", "c.poe", "ended", "revoked", "removed")) {
            register("operator", id, null, Role.OPERATOR);
        }
        for (var id : List.of("stranger", "of-hope")) {
            showing(id);
        }
        Gateway.run(
                        "key",
                        "add-certificate",
                        "--org",
                        "hope",
                        "--by",
                        "operator",
                        "--data",
                        data.toString(),
                        "--certificate",
                        pem("of-hope").toString())
                .expect(0);
        gateway = Gateway.encrypting(server, data, "--tls-client-ca", authorities.toString());
    }

    @AfterAll
    static void stop() {
        gateway.close();
        SHOWING.values().forEach(HttpClient::close);
    }

    private static Path pem(String id) {
        return folder.resolve(id + ".pem");
    }

    /** A person with a certificate, and with a login of the same name. */
    private static void register(String by, String id, String organisation, Role... roles) throws Exception {
        showing(id);
        var login = new Person.Login(PeopleIssuer.ISSUER, id);
        people(by)
                .add(new Person(id, Set.of(roles), organisation, login, Instant.now(), null)
                        .withCertificate(certificate(id, Instant.now().plusSeconds(3600))));
    }

    /** What a client shows the certificate of that name with. */
    private static void showing(String id) throws Exception {
        var context = SelfSigned.client(id, pem(id), server);
        Files.writeString(authorities, Files.readString(pem(id)), StandardOpenOption.APPEND);
        SHOWING.put(id, HttpClient.newBuilder().sslContext(context).build());
    }

    private static PersonCertificate certificate(String id, Instant expires) throws Exception {
        try (var in = Files.newInputStream(pem(id))) {
            var encoded = CertificateFactory.getInstance("X.509")
                    .generateCertificate(in)
                    .getEncoded();
            var sha256 = MessageDigest.getInstance("SHA-256").digest(encoded);
            return new PersonCertificate(HexFormat.of().formatHex(sha256), expires);
        }
    }

    private static People people(String by) {
        return new People(new RegistryAccess(data, LedgerAddress.ofFolder(data), new ActingPerson(by, REASON)));
    }

    private static void change(String id, UnaryOperator<Person> how) {
        people("operator").change(id, how);
    }

    private static AdminClient as(String id) {
        return with(id, null);
    }

    private static AdminClient with(String id, String token) {
        return new AdminClient(
                URI.create("https://127.0.0.1:" + gateway.encrypted().getPort()), token, SHOWING.get(id));
    }

    /** Every endpoint for every role: allowed exactly where the table of rights says, as with a token. */
    @Test
    void theMatrixOfEndpointsAndRolesIsTheTableOfRights() {
        var wrong = new ArrayList<String>();
        for (var endpoint : AdminEndpointList.all()) {
            for (var role : Role.values()) {
                for (var organisation : List.of("hope", "nobody")) {
                    var path = endpoint.path().replace("{organisation}", organisation);
                    var said = AdminApiIT.ask(as(role.word()), endpoint, path.replaceAll("\\{\\w+}", "none"));
                    boolean isRefused = said.status() == 403 && said.code().equals("right_missing");
                    boolean isWrong = said.status() == 401 || said.status() >= 500;
                    if (isWrong || isRefused == AdminApiIT.mayUse(role, endpoint, organisation)) {
                        wrong.add(role + " " + endpoint + " of " + organisation + ": " + said.status() + said.body());
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void aChangeNamesThePersonAsALoginDoes() {
        var organisation = "{\"name\":\"Pier\",\"type\":\"nonprofit\",\"jurisdictions\":[],\"purposes\":[]}";
        var made = as("operator").send("PUT", "/organisations/pier", organisation);
        assertThat(made.status()).as(made.body().toString()).isEqualTo(201);
        var change = as("auditor").get("/history?org=pier").body().at("/items/0");
        assertThat(change.path("act").asText()).isEqualTo("org_add");
        assertThat(change.path("by").asText()).isEqualTo("operator");
        assertThat(with("operator", issuer.token("operator")).get("/me").body())
                .isEqualTo(as("operator").get("/me").body());
    }

    @Test
    void anUnknownARevokedAndAnEndedCertificateAreRefused() throws Exception {
        var unknown = as("stranger").get("/me");
        assertThat(unknown.status()).isEqualTo(403);
        assertThat(unknown.code()).isEqualTo("nobody_registered");
        assertThat(unknown.body().path("detail").asText()).contains("client certificate", "person add-certificate");

        assertThat(as("ended").get("/me").status()).isEqualTo(200);
        var past = certificate("ended", Instant.now().minusSeconds(5));
        change("ended", person -> person.withCertificate(past));
        var ended = as("ended").get("/me");
        assertThat(ended.status()).isEqualTo(401);
        assertThat(ended.body().path("detail").asText()).contains("expired");

        assertThat(as("revoked").get("/me").status()).isEqualTo(200);
        Gateway.run(
                        "person",
                        "revoke-certificate",
                        "revoked",
                        upper(certificate("revoked", Instant.now())),
                        "--by",
                        "operator",
                        "--data",
                        data.toString())
                .expect(0);
        assertThat(as("revoked").get("/me").code()).as("on an open connection").isEqualTo("nobody_registered");

        people("operator").remove("removed");
        assertThat(as("removed").get("/me").code()).isEqualTo("nobody_registered");
        assertThat(gateway.acts()).contains("access_refused GET:/me");
    }

    private static String upper(PersonCertificate certificate) {
        return certificate.sha256().toUpperCase(Locale.ROOT);
    }

    @Test
    void onlyTheConnectionProvesACertificate() throws Exception {
        var mine = certificate("operator", Instant.now()).sha256();
        try (var nobody =
                HttpClient.newBuilder().sslContext(SelfSigned.trusting(server)).build()) {
            var client = new AdminClient(as("operator").gateway(), null, nobody);
            var said = client.send(
                    "GET", "/me", null, "X-Forwarded-Client-Cert", "Hash=" + mine, "X-SSL-Client-SHA256", mine);
            assertThat(said.status()).isEqualTo(401);
            assertThat(said.body().path("detail").asText()).contains("client certificate");
        }
        // In clear there is none.
        assertThat(new AdminClient(gateway.calls(), null).get("/me").status()).isEqualTo(401);
    }

    @Test
    void aTokenCountsBeforeACertificateWhichMustNotBeAnotherPersons() {
        assertThat(with("stranger", issuer.token("auditor"))
                        .get("/me")
                        .body()
                        .path("id")
                        .asText())
                .isEqualTo("auditor");
        var two = with("operator", issuer.token("auditor")).get("/me");
        assertThat(two.status()).isEqualTo(401);
        assertThat(two.body().path("detail").asText()).contains("different people");
        assertThat(with("operator", "no token").get("/me").status())
                .as("a token is never passed over in favour of the certificate")
                .isEqualTo(401);
    }

    @Test
    void certificatesOfOrganisationsAreNoPeoplesAndTheOtherWayRound() throws Exception {
        assertThat(as("of-hope").get("/me").code()).isEqualTo("nobody_registered");
        assertThat(calls("of-hope")).isEqualTo(200);
        assertThat(calls("member")).as("a member of hope").isEqualTo(401);
        assertThat(calls("operator")).isEqualTo(401);
        Gateway.run(
                        "key",
                        "add-certificate",
                        "--org",
                        "hope",
                        "--by",
                        "operator",
                        "--data",
                        data.toString(),
                        "--certificate",
                        pem("member").toString())
                .expect(2);
        Gateway.run(
                        "person",
                        "add-certificate",
                        "auditor",
                        "--by",
                        "operator",
                        "--data",
                        data.toString(),
                        "--certificate",
                        pem("of-hope").toString())
                .expect(2);
    }

    /** On a port of its own, the admin API asks for certificates as well, and the listener of calls answers none there. */
    @Test
    void theAdminApisOwnPortTakesCertificatesAndNobodyWithout() throws Exception {
        gateway.terminate();
        gateway = Gateway.encrypting(server, data, "--tls-client-ca", authorities.toString(), "--admin-port", "0");
        try (var none =
                HttpClient.newBuilder().sslContext(SelfSigned.trusting(server)).build()) {
            var said = new AdminClient(gateway.admin(), null, SHOWING.get("operator")).get("/me");
            assertThat(said.status()).as(said.body().toString()).isEqualTo(200);
            assertThat(said.body().path("id").asText()).isEqualTo("operator");
            var nobody = new AdminClient(gateway.admin(), null, none).get("/me");
            assertThat(nobody.status()).isEqualTo(401);
            assertThat(nobody.body().path("detail").asText()).contains("client certificate");
            for (var stranger : List.of("stranger", "of-hope")) {
                assertThat(new AdminClient(gateway.admin(), null, SHOWING.get(stranger))
                                .get("/me")
                                .code())
                        .as(stranger)
                        .isEqualTo("nobody_registered");
            }
            var body = "{\"name\":\"Quay\",\"type\":\"nonprofit\",\"jurisdictions\":[],\"purposes\":[]}";
            assertThat(new AdminClient(gateway.admin(), null, SHOWING.get("auditor"))
                            .send("PUT", "/organisations/quay", body)
                            .code())
                    .isEqualTo("right_missing");
            assertThat(as("operator").get("/me").status()).as("where calls go").isEqualTo(404);
        } finally {
            gateway.terminate();
            gateway = Gateway.encrypting(server, data, "--tls-client-ca", authorities.toString());
        }
    }

    private static int calls(String id) throws Exception {
        var request = HttpRequest.newBuilder(as(id).gateway().resolve("/facegate/v1/me"))
                .build();
        return SHOWING.get(id).send(request, BodyHandlers.ofString()).statusCode();
    }

    /** Whoever proposed with a certificate cannot approve with a token, and another certificate of an operator takes two. */
    @Test
    void aPersonIsOnePersonWhicheverWayTheyLogIn() throws Exception {
        people("operator").change(Approvals.TWO);
        var wanted = """
            {"name":"hope","type":"law_enforcement.police","jurisdictions":["US-OR"],"purposes":["missing_child"]}\
            """;
        var waiting = as("b.doe").send("PUT", "/organisations/hope", wanted, "If-Match", "*");
        assertThat(waiting.status()).as(waiting.body().toString()).isEqualTo(202);
        var proposal = "/proposals/" + waiting.body().at("/proposal/id").asText();
        var digest = as("b.doe").get(proposal).body().path("digest").asText();
        var approval = "{\"digest\":\"" + digest + "\"}";
        var again = with("stranger", issuer.token("b.doe")).send("POST", proposal + "/approve", approval);
        assertThat(again.code()).isEqualTo("unacceptable");
        assertThat(as("c.poe").send("POST", proposal + "/reject", null).status())
                .isEqualTo(200);

        var mine = certificate("stranger", Instant.now().plusSeconds(60));
        var body = "{\"roles\":[\"operator\"],\"certificates\":{\"%s\":{\"expires\":\"%s\"}}}"
                .formatted(mine.sha256(), mine.expires());
        var other = as("b.doe").send("PUT", "/people/c.poe", body, "If-Match", "*");
        assertThat(other.status()).as(other.body().toString()).isEqualTo(202);
        assertThat(as("stranger").get("/me").code()).isEqualTo("nobody_registered");
    }
}
