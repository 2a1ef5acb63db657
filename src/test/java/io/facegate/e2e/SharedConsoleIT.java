package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.Await;
import io.facegate.FakeVendor;
import io.facegate.ledger.postgres.Server;
import io.facegate.testkit.TestValkey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The consoles of two packaged gateways with one PostgreSQL, one Valkey and a real Keycloak. */
class SharedConsoleIT {
    private static final KeycloakServer KEYCLOAK = KeycloakServer.shared();
    private static final Pattern SUBJECT = Pattern.compile("<code>([0-9a-f-]{36})</code>");

    @TempDir
    private Path folder;

    private String url;

    private Gateway.Result run(String... words) {
        var all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--ledger", url, "--registry", url));
        return Gateway.run(all.toArray(String[]::new)).expect(0);
    }

    private void setUp(Path a, Path b) throws IOException {
        var name = Server.shared().empty();
        url = Server.shared().asGateway(name).url();
        var owner = Server.shared().asOwner(name).url();
        Gateway.run("ledger", "migrate", "--ledger", owner, "--role", "gateways")
                .expect(0);
        Gateway.run("registry", "migrate", "--registry", owner, "--role", "gateways")
                .expect(0);
        run(
                "org",
                "add",
                "--id",
                "hope",
                "--name",
                "Hope",
                "--type",
                "nonprofit.child_protection",
                "--jurisdiction",
                "US-OR",
                "--purpose",
                "missing_child",
                "--data",
                a.toString());
        Gateway.run("gateway", "join", "--from", a.toString(), "--to", b.toString())
                .expect(0);
        KEYCLOAK.importRealm("staff", "console");
        for (var data : List.of(a, b)) {
            Files.writeString(data.resolve("console.secret"), "console-secret+/\n");
            Files.writeString(data.resolve("issuers.yaml"), """
                issuers:
                - issuer: %s
                  audience: facegate-admin
                  people: true
                  console: {client: facegate-console, secret: console.secret, name: Staff}
                """.formatted(KEYCLOAK.issuer("console")));
        }
    }

    @Test
    void whoLogsInAtOneGatewayWorksAtBothAndIsOutAtBoth() throws Exception {
        var a = folder.resolve("a");
        var b = folder.resolve("b");
        setUp(a, b);
        try (var valkey = TestValkey.start(Files.createDirectory(folder.resolve("valkey")));
                var vendor = FakeVendor.start();
                var first = start(vendor, a, valkey);
                var second = start(vendor, b, valkey)) {
            register(first, a);
            logsOut(first, second);
            link(first, second);
            var visitor = new KeycloakVisitor(first.calls());
            assertThat(visitor.logIn("roe").statusCode()).isEqualTo(200);
            outage(valkey, a, first, visitor.at(second.calls()));
            removed(first, second, b);
        }
    }

    private Gateway start(FakeVendor vendor, Path data, TestValkey valkey) {
        return Gateways.inFrontOf(vendor.url(), data, "--ledger", url, "--registry", url, "--limits", valkey.url());
    }

    /** The page for somebody who is not registered says what an operator needs. */
    private void register(Gateway gateway, Path data) {
        var subject = SUBJECT.matcher(
                new KeycloakVisitor(gateway.calls()).logIn("roe").body());
        assertThat(subject.find()).isTrue();
        run(
                "person",
                "add",
                "--id",
                "m.roe",
                "--role",
                "operator",
                "--role",
                "officer",
                "--login-issuer",
                KEYCLOAK.issuer("console"),
                "--login-subject",
                subject.group(1),
                "--by",
                "m.roe",
                "--reason",
                "The first.",
                "--data",
                data.toString());
        run(
                "person",
                "add",
                "--id",
                "b.doe",
                "--role",
                "operator",
                "--by",
                "m.roe",
                "--break-glass",
                "--reason",
                "The second.",
                "--data",
                data.toString());
    }

    private static void logsOut(Gateway first, Gateway second) {
        var there = new KeycloakVisitor(second.calls());
        Await.until(() -> new KeycloakVisitor(first.calls()).logIn("roe").statusCode() == 200);
        var here = new KeycloakVisitor(first.calls());
        assertThat(here.logIn("roe").statusCode()).isEqualTo(200);
        assertThat(there.get("/console/work").statusCode())
                .as("without its cookie")
                .isEqualTo(401);
        there = here.at(second.calls());
        assertThat(there.get("/console/work").body()).contains("Logged in as <b>m.roe</b>");
        assertThat(here.get("/console/work").statusCode()).isEqualTo(200);
        assertThat(there.logOut().body()).contains("You are logged out");
        assertThat(here.get("/console/work").statusCode()).isEqualTo(401);
        assertThat(here.at(second.calls()).get("/console/work").statusCode()).isEqualTo(401);
    }

    private static void link(Gateway first, Gateway second) {
        var link = first.console().getRawPath() + '?' + first.console().getRawQuery();
        var there = new KeycloakVisitor(second.calls());
        assertThat(there.get(link).statusCode()).isEqualTo(303);
        assertThat(there.at(first.calls()).get("/console/decisions").statusCode())
                .isEqualTo(200);
        assertThat(new KeycloakVisitor(first.calls()).get(link).statusCode()).isEqualTo(401);
    }

    private void outage(TestValkey valkey, Path data, Gateway first, KeycloakVisitor there) {
        var key = mint(data);
        Await.until(() -> !call(first, key).json().toString().contains("UnrecognizedClient"));
        var before = call(first, key);
        assertThat(there.get("/console/work").statusCode()).isEqualTo(200);
        valkey.kill();
        for (var page : List.of("/console/work", "/console/decisions", "/console/nowhere")) {
            var answer = there.get(page);
            assertThat(answer.statusCode()).as(page).isEqualTo(503);
            assertThat(answer.body()).contains("Sessions cannot be read at present", "does not answer");
        }
        assertThat(there.logOut().statusCode()).isEqualTo(503);
        assertThat(there.get("/console/login/at/0").statusCode()).isEqualTo(503);
        assertThat(new KeycloakVisitor(first.calls()).get("/console").statusCode())
                .as("the login page would promise a link")
                .isEqualTo(503);
        var meanwhile = call(first, key);
        assertThat(meanwhile.status()).as("a call without a picture").isEqualTo(before.status());
        assertThat(meanwhile.json().toString()).doesNotContain("gateways share");
        valkey.startAgain();
        Await.until(() -> there.get("/console/work").statusCode() == 401);
    }

    private Gateway.Key mint(Path data) {
        var minted = run(
                        "key",
                        "mint",
                        "--org",
                        "hope",
                        "--by",
                        "m.roe",
                        "--break-glass",
                        "--reason",
                        "A test.",
                        "--json",
                        "--data",
                        data.toString())
                .json();
        return new Gateway.Key(
                minted.get("accessKeyId").asText(),
                minted.get("secretAccessKey").asText(),
                "");
    }

    private static Wire.Answer call(Gateway gateway, Gateway.Key key) {
        return Wire.signed(gateway.calls(), key, "ListCollections", "{}").send();
    }

    private void removed(Gateway first, Gateway second, Path data) {
        var here = new KeycloakVisitor(first.calls());
        Await.until(() -> here.get("/console/login/at/0").statusCode() == 303);
        assertThat(here.logIn("roe").statusCode()).isEqualTo(200);
        var there = here.at(second.calls());
        assertThat(there.get("/console/work").statusCode()).isEqualTo(200);
        run(
                "person",
                "remove",
                "m.roe",
                "--by",
                "b.doe",
                "--break-glass",
                "--reason",
                "Left.",
                "--data",
                data.toString());
        Await.until(() -> there.get("/console/work").statusCode() == 401);
        Await.until(() -> here.get("/console/work").statusCode() == 401);
    }
}
