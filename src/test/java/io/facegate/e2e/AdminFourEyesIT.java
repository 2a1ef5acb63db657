package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.registry.Role;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes that take two people, at the admin API. */
class AdminFourEyesIT {
    @TempDir
    private Path folder;

    @Test
    void aChangeThatPermitsMoreWaitsForAnotherVerifiedPerson() throws IOException {
        var data = folder.resolve("data");
        Cast.register(data);
        var issuer = PeopleIssuer.in(data);
        issuer.register("first", "first", null, Role.OPERATOR);
        issuer.register("first", "officer", null, Role.OFFICER);
        issuer.register("first", "second", null, Role.OPERATOR);
        try (var gateway = Gateway.start(data)) {
            var first = new AdminClient(gateway.calls(), issuer.token("first"));
            var second = new AdminClient(gateway.calls(), issuer.token("second"));
            var officer = new AdminClient(gateway.calls(), issuer.token("officer"));
            var path = "/organisations/hope";
            var wanted = """
                {"name":"hope","type":"law_enforcement.police","jurisdictions":["US-OR"],"purposes":["missing_child"]}\
                """;
            var waiting = first.send("PUT", path, wanted, "If-Match", "*");
            assertThat(waiting.status()).as(waiting.body().toString()).isEqualTo(202);
            var made = waiting.body().path("proposal");
            assertThat(first.send("PUT", path, wanted, "If-Match", "*").body().at("/proposal/id"))
                    .as("the same again")
                    .isEqualTo(made.path("id"));
            assertThat(made.path("approvers").toString()).contains("second").doesNotContain("first");
            assertThat(first.get(path).body().path("type").asText()).isEqualTo("nonprofit.child_protection");

            var proposal = "/proposals/" + made.path("id").asText();
            assertThat(waiting.header("Location")).endsWith(proposal);
            var shown = second.get(proposal).body();
            assertThat(shown.path("changes").toString()).contains("law_enforcement.police");
            var approval = "{\"digest\":\"" + shown.path("digest").asText() + "\"}";
            assertThat(first.send("POST", proposal + "/approve", approval).code())
                    .as("its proposer")
                    .isEqualTo("unacceptable");
            assertThat(officer.send("POST", proposal + "/approve", approval).code())
                    .as("without the right that the change needs")
                    .isEqualTo("unacceptable");
            assertThat(second.send("POST", proposal + "/approve", "{\"digest\":\"" + "0".repeat(64) + "\"}")
                            .status())
                    .isEqualTo(422);
            var approved = second.send("POST", proposal + "/approve", approval);
            assertThat(approved.body().path("state").asText())
                    .as(approved.body().toString())
                    .isEqualTo("applied");
            assertThat(first.get(path).body().path("type").asText()).isEqualTo("law_enforcement.police");

            assertThat(first.send("POST", path + "/suspend", null).status()).isEqualTo(200);
            var resumed = first.send("POST", path + "/resume", null);
            assertThat(resumed.status()).isEqualTo(202);
            var other = "/proposals/" + resumed.body().at("/proposal/id").asText();
            assertThat(officer.send("POST", other + "/reject", null)
                            .body()
                            .path("state")
                            .asText())
                    .isEqualTo("rejected");
            assertThat(first.get(path).body().path("state").asText()).isEqualTo("suspended");
        }
    }
}
