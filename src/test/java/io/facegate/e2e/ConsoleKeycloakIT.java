package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.ledger.address.LedgerAddress;
import io.facegate.registry.Approvals;
import io.facegate.registry.Person;
import io.facegate.registry.Person.Login;
import io.facegate.registry.Role;
import io.facegate.usecase.ledger.ActingPerson;
import io.facegate.usecase.registry.People;
import io.facegate.usecase.registry.RegistryAccess;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People who log in at a real Keycloak, at the console of a real gateway. */
class ConsoleKeycloakIT {
    private static final KeycloakServer KEYCLOAK = KeycloakServer.shared();
    private static final Pattern SUBJECT = Pattern.compile("<code>([0-9a-f-]{36})</code>");

    @TempDir
    private Path folder;

    private Path prepare() throws IOException {
        KEYCLOAK.importRealm("staff", "console");
        var data = folder.resolve("data");
        Cast.register(data);
        Files.writeString(data.resolve("console.secret"), "console-secret+/\n");
        Files.writeString(data.resolve("issuers.yaml"), """
            issuers:
            - issuer: %s
              audience: facegate-admin
              people: true
              console: {client: facegate-console, secret: console.secret, name: Staff}
            """.formatted(KEYCLOAK.issuer("console")));
        return data;
    }

    @Test
    void aPersonLogsInAtKeycloakAndIsOutWhenRemoved() throws IOException {
        var data = prepare();
        try (var gateway = Gateway.start(data)) {
            assertThat(new KeycloakVisitor(gateway.calls()).get("/console").body())
                    .contains("Log in with Staff");
            var unknown = new KeycloakVisitor(gateway.calls()).logIn("roe");
            assertThat(unknown.statusCode()).as(unknown.body()).isEqualTo(403);
            var subject = SUBJECT.matcher(unknown.body());
            assertThat(subject.find())
                    .as("the page says what an operator needs")
                    .isTrue();
            assertThat(unknown.body()).contains(KEYCLOAK.issuer("console"));
            var people = new People(
                    new RegistryAccess(data, LedgerAddress.ofFolder(data), new ActingPerson("m.roe", "Staff.")));
            var login = new Login(KEYCLOAK.issuer("console"), subject.group(1));
            people.add(new Person("m.roe", Set.of(Role.OPERATOR, Role.OFFICER), null, login, Instant.now(), null));
            people.change(Approvals.ONE);
            people.add(new Person("b.doe", Set.of(Role.OPERATOR), null, null, Instant.now(), null));

            var visitor = new KeycloakVisitor(gateway.calls());
            var entered = visitor.logIn("roe");
            assertThat(entered.statusCode()).as(entered.body()).isEqualTo(200);
            var work = visitor.get("/console/work");
            assertThat(work.statusCode()).as(work.body()).isEqualTo(200);
            assertThat(work.body()).contains("Logged in as <b>m.roe</b>", "Ends within 30 days");
            assertThat(visitor.get("/console/decisions").statusCode()).isEqualTo(200);
            assertThat(visitor.get("/console/mine").statusCode()).isEqualTo(403);
            assertThat(gateway.acts())
                    .anyMatch(act -> act.startsWith("console_login console-"))
                    .anyMatch(act -> act.startsWith("access_refused GET:/console/mine"));

            var stranger = new KeycloakVisitor(gateway.calls());
            var code = new KeycloakVisitor(gateway.calls()).authenticate("roe");
            assertThat(stranger.send(HttpRequest.newBuilder(code)).statusCode())
                    .as("somebody else's code")
                    .isEqualTo(403);

            new People(new RegistryAccess(data, LedgerAddress.ofFolder(data), new ActingPerson("b.doe", "Left.")))
                    .remove("m.roe");
            assertThat(visitor.get("/console/work").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void anAnswerOfKeycloakIsUsedOnce() throws IOException {
        var data = prepare();
        try (var gateway = Gateway.start(data)) {
            var visitor = new KeycloakVisitor(gateway.calls());
            var back = visitor.authenticate("visitor");
            assertThat(visitor.send(HttpRequest.newBuilder(back)).body()).contains("not registered here");
            assertThat(visitor.send(HttpRequest.newBuilder(back)).body()).contains("could not be logged in");
            assertThat(List.of(back.getQuery().split("&")))
                    .anyMatch(part -> part.startsWith("iss="))
                    .anyMatch(part -> part.startsWith("state="));
        }
    }
}
