package io.facegate.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.json.JsonMappers;
import io.facegate.registry.RegistryException.Unusable;
import io.facegate.registry.Role;
import io.facegate.usecase.registry.DeclaredIssuer;
import io.facegate.usecase.registry.TokenIssuers;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Token issuers through the admin API. */
class IssuersResourceTest {
    private static final String NAME = "https://id.example.org/realms/callers";
    private static final String ID = DeclaredIssuer.id(NAME);

    @TempDir
    private Path folder;

    private final List<DeclaredIssuer> file = new ArrayList<>();
    private final IssuersResource endpoints = new IssuersResource(() -> List.copyOf(file));
    private AdminStage stage;

    @BeforeEach
    void open() {
        stage = AdminStage.open(folder);
        file.add(declared("aa".repeat(32)));
    }

    @AfterEach
    void close() {
        stage.close();
    }

    private static DeclaredIssuer declared(String digest) {
        return new DeclaredIssuer(NAME, digest, false, new TreeSet<>(List.of("hope")), NAME + "/keys");
    }

    private Response put(String digest, Map<String, String> headers) {
        return endpoints.put(ID, stage.request("m.roe", headers), AdminStage.body("{\"digest\":\"" + digest + "\"}"));
    }

    private String field(String name) throws IOException {
        return JsonMappers.PLAIN
                .readTree(AdminStage.text(endpoints.get(ID, stage.request("b.doe"))))
                .path(name)
                .asText();
    }

    private List<String> changes() {
        return stage.changes().stream()
                .filter(change -> change.startsWith("issuer_"))
                .toList();
    }

    @Test
    void anIssuerOfTheFileIsAcceptedOnceAndRemoved() throws IOException {
        assertThat(field("state")).isEqualTo("new");
        assertThat(put("aa".repeat(32), Map.of()).getStatus()).isEqualTo(201);
        assertThat(field("state")).isEqualTo("accepted");
        assertThat(put("aa".repeat(32), Map.of()).getStatus())
                .as("what is so already is no change")
                .isEqualTo(200);
        var shown = AdminStage.text(endpoints.get(ID, stage.request("b.doe")));
        assertThat(endpoints
                        .put(ID, stage.request("m.roe", Map.of()), AdminStage.body(shown))
                        .getStatus())
                .as("the body of a GET can be sent back")
                .isEqualTo(200);
        assertThat(changes()).containsExactly("issuer_accept " + NAME);
        assertThat(endpoints.remove(ID, stage.request("m.roe")).getStatus()).isEqualTo(204);
        assertThat(endpoints.remove(ID, stage.request("m.roe")).getStatus()).isEqualTo(204);
        assertThat(field("state")).as("it is still in the file").isEqualTo("new");
        assertThat(changes()).containsExactly("issuer_remove " + NAME, "issuer_accept " + NAME);
        file.clear();
        assertThat(field("state")).isEqualTo("removed");
    }

    @Test
    void aChangedIssuerIsAcceptedByWhoSawIt() throws IOException {
        put("aa".repeat(32), Map.of());
        var seen = endpoints.get(ID, stage.request("m.roe")).getEntityTag().getValue();
        file.set(0, declared("bb".repeat(32)));
        assertThat(field("state")).isEqualTo("changed");
        assertThat(put("bb".repeat(32), Map.of()).getStatus()).isEqualTo(428);
        assertThat(put("bb".repeat(32), Map.of("If-Match", '"' + seen + '"')).getStatus())
                .as("the file changed since")
                .isEqualTo(412);
        assertThat(put("bb".repeat(32), Map.of("If-None-Match", "*")).getStatus())
                .isEqualTo(412);
        var now = endpoints.get(ID, stage.request("m.roe")).getEntityTag().getValue();
        assertThat(put("bb".repeat(32), Map.of("If-Match", '"' + now + '"')).getStatus())
                .isEqualTo(200);
        assertThat(field("accepted")).isEqualTo("bb".repeat(32));
    }

    @Test
    void whatTheGatewaysFileDoesNotSayIsNotAccepted() throws IOException {
        var other = put("bb".repeat(32), Map.of());
        assertThat(other.getStatus()).isEqualTo(409);
        assertThat(AdminStage.text(other)).contains("aa".repeat(32));
        put("aa".repeat(32), Map.of());
        file.clear();
        assertThat(put("aa".repeat(32), Map.of("If-Match", "*")).getStatus()).isEqualTo(409);
        var foreign = endpoints.put(
                DeclaredIssuer.id("https://evil.example"),
                stage.request("m.roe"),
                AdminStage.body("{\"digest\":\"0a\",\"issuer\":\"https://evil.example\"}"));
        assertThat(foreign.getStatus()).isEqualTo(404);
        assertThat(changes()).hasSize(1);
        var renamed = endpoints.put(
                ID, stage.request("m.roe"), AdminStage.body("{\"digest\":\"0a\",\"issuer\":\"https://evil.example\"}"));
        assertThat(renamed.getStatus()).isEqualTo(400);
    }

    @Test
    void noLoginAcceptsOrRemovesAnIssuerOfPeople() {
        var name = DeclaredIssuer.OF_PEOPLE + NAME;
        var id = DeclaredIssuer.id(name);
        file.add(new DeclaredIssuer(name, "cc".repeat(32), true, new TreeSet<>(), NAME + "/keys"));
        var body = "{\"digest\":\"" + "cc".repeat(32) + "\"}";
        var refused = endpoints.put(id, stage.request("m.roe"), AdminStage.body(body));
        assertThat(refused.getStatus()).isEqualTo(422);
        assertThat(AdminStage.text(refused)).contains("issuer accept --break-glass --reason TEXT");
        new TokenIssuers(stage.access("m.roe")).accept(file);
        assertThat(endpoints.remove(id, stage.request("m.roe")).getStatus()).isEqualTo(422);
        file.clear();
        assertThat(endpoints.remove(id, stage.request("m.roe")).getStatus())
                .as("not in the file any more")
                .isEqualTo(422);
        assertThat(endpoints.remove(ID, stage.request("m.roe")).getStatus()).isEqualTo(204);
        assertThat(changes()).noneMatch(change -> change.equals("issuer_remove " + name));
    }

    @Test
    void anAuditorAcceptsNone() {
        stage.register("au.dit", Role.AUDITOR);
        var refused = endpoints.put(
                ID, stage.request("au.dit", Map.of()), AdminStage.body("{\"digest\":\"" + "aa".repeat(32) + "\"}"));
        assertThat(refused.getStatus()).isEqualTo(422);
        assertThat(endpoints.remove(ID, stage.request("au.dit")).getStatus()).isEqualTo(422);
        assertThat(changes()).isEmpty();
    }

    @Test
    void aFileThatCannotBeReadIsTold() {
        var broken = new IssuersResource(() -> {
            throw new Unusable("The issuers file of this gateway cannot be used: line 3.");
        });
        var response = broken.list(stage.request("m.roe"));
        assertThat(response.getStatus()).isEqualTo(503);
        assertThat(AdminStage.text(response)).contains("line 3");
    }
}
