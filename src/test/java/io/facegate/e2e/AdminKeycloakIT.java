package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.ledger.address.LedgerAddress;
import io.facegate.registry.Person;
import io.facegate.registry.Person.Login;
import io.facegate.registry.Role;
import io.facegate.usecase.ledger.ActingPerson;
import io.facegate.usecase.registry.People;
import io.facegate.usecase.registry.RegistryAccess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People who log in at a real Keycloak, at the admin API. */
class AdminKeycloakIT {
    private static final KeycloakServer KEYCLOAK = KeycloakServer.shared();

    @TempDir
    private Path folder;

    private static String subject(String token) {
        var claims = Base64.getUrlDecoder().decode(token.split("\\.")[1]);
        return Gateway.parsed(new String(claims, StandardCharsets.UTF_8))
                .get("sub")
                .asText();
    }

    @Test
    void whoIsRegisteredMayAndWhoIsNotMayNot() throws IOException {
        KEYCLOAK.importRealm("staff", "staff");
        var data = folder.resolve("data");
        Cast.register(data);
        Files.writeString(data.resolve("issuers.yaml"), """
            issuers:
            - issuer: %s
              audience: facegate-admin
              people: true
            """.formatted(KEYCLOAK.issuer("staff")));
        var answer = KEYCLOAK.login("staff", "operators", "roe");
        var access = answer.path("access_token").asText();
        var login = new Login(KEYCLOAK.issuer("staff"), subject(access));
        new People(new RegistryAccess(data, LedgerAddress.ofFolder(data), new ActingPerson("m.roe", null)))
                .add(new Person("m.roe", Set.of(Role.OPERATOR), null, login, Instant.now(), null));
        try (var gateway = Gateway.start(data)) {
            var operator = new AdminClient(gateway.calls(), access);
            assertThat(operator.get("/me").body().path("id").asText()).isEqualTo("m.roe");
            assertThat(operator.send("POST", "/organisations/hope/suspend", null)
                            .body()
                            .path("state")
                            .asText())
                    .isEqualTo("suspended");
            assertThat(gateway.acts()).contains("org_suspend hope").anyMatch(act -> act.startsWith("issuer_keys "));
            var visitor = KEYCLOAK.login("staff", "operators", "visitor");
            assertThat(new AdminClient(
                                    gateway.calls(),
                                    visitor.path("access_token").asText())
                            .get("/me")
                            .code())
                    .isEqualTo("nobody_registered");
            assertThat(new AdminClient(gateway.calls(), answer.path("id_token").asText())
                            .get("/me")
                            .code())
                    .as("an ID token")
                    .isEqualTo("unauthenticated");
        }
    }
}
