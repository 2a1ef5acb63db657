package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.Await;
import io.facegate.app.Main;
import io.facegate.cli.admin.LoginFile;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.registry.Person;
import io.facegate.registry.Person.Login;
import io.facegate.registry.Role;
import io.facegate.usecase.ledger.ActingPerson;
import io.facegate.usecase.registry.People;
import io.facegate.usecase.registry.RegistryAccess;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A login by the device authorization grant at a real Keycloak, and changes by commands through a real gateway. */
class DeviceLoginKeycloakIT {
    private static final KeycloakServer KEYCLOAK = KeycloakServer.shared();
    private static final Pattern ADDRESS = Pattern.compile("Open (\\S+) in a browser");
    private static final Pattern FORM = Pattern.compile("action=\"([^\"]+)\"");
    private static final Pattern HIDDEN = Pattern.compile("name=\"code\" value=\"([^\"]+)\"");

    @TempDir
    private Path folder;

    private final CompletableFuture<URI> shown = new CompletableFuture<>();

    private int run(Writer out, String... words) {
        var all = new ArrayList<>(List.of(words));
        all.addAll(List.of(
                "--data",
                folder.resolve("data").toString(),
                "--login-file",
                folder.resolve("login.json").toString()));
        return Main.commandLineFor(words)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(out, true))
                .execute(all.toArray(String[]::new));
    }

    /** Tells the address as soon as it is printed. */
    private final class Screen extends StringWriter {
        @Override
        public void flush() {
            var found = ADDRESS.matcher(toString());
            if (found.find()) {
                shown.complete(URI.create(found.group(1)));
            }
        }
    }

    /** A browser takes secure cookies from this machine without TLS, too. */
    private static final class Cookies extends CookieManager {
        Cookies() {
            super(null, CookiePolicy.ACCEPT_ALL);
        }

        @Override
        public void put(URI from, Map<String, List<String>> headers) throws IOException {
            var plain = new HashMap<String, List<String>>();
            headers.forEach((name, values) -> plain.put(
                    name,
                    values.stream()
                            .map(value -> value.replaceAll("(?i);\\s*secure", ""))
                            .toList()));
            super.put(from, plain);
        }
    }

    /** A person with a browser elsewhere: logs in, and agrees. */
    private static void agree(URI address, String person) throws Exception {
        try (var browser = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.ALWAYS)
                .cookieHandler(new Cookies())
                .build()) {
            var page = browser.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
            page = post(browser, page, "username=" + person + "&password=" + person + "-password");
            var hidden = HIDDEN.matcher(page.body());
            var code = hidden.find() ? "code=" + hidden.group(1) + "&" : "";
            var done = post(browser, page, code + "accept=Yes");
            assertThat(done.body()).contains("Device Login Successful");
        }
    }

    private static HttpResponse<String> post(HttpClient browser, HttpResponse<String> page, String form)
            throws Exception {
        var action = FORM.matcher(page.body());
        assertThat(action.find()).as(page.body()).isTrue();
        var request = HttpRequest.newBuilder(page.uri().resolve(action.group(1).replace("&amp;", "&")))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build();
        return browser.send(request, BodyHandlers.ofString());
    }

    private static JsonNode claims(String token) {
        return Gateway.parsed(new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), StandardCharsets.UTF_8));
    }

    private Path prepare() throws IOException {
        KEYCLOAK.importRealm("staff", "device");
        var data = folder.resolve("data");
        Cast.register(data);
        Files.writeString(data.resolve("issuers.yaml"), """
            issuers:
            - issuer: %s
              audience: facegate-admin
              people: true
            """.formatted(KEYCLOAK.issuer("device")));
        var access = KEYCLOAK.login("device", "operators", "roe")
                .path("access_token")
                .asText();
        var login =
                new Login(KEYCLOAK.issuer("device"), claims(access).get("sub").asText());
        new People(new RegistryAccess(data, LedgerAddress.ofFolder(data), new ActingPerson("m.roe", null)))
                .add(new Person("m.roe", Set.of(Role.OPERATOR), null, login, Instant.now(), null));
        return data;
    }

    private String logIn(String admin) throws Exception {
        var screen = new Screen();
        var login =
                CompletableFuture.supplyAsync(() -> run(screen, "login", "--client", "facegate-cli", "--admin", admin));
        Await.until(() -> shown.isDone() || login.isDone());
        assertThat(shown).as(screen.toString()).isDone();
        agree(shown.get(), "roe");
        assertThat(login.get(120, TimeUnit.SECONDS)).as(screen.toString()).isZero();
        var token = LoginFile.read(folder.resolve("login.json")).token();
        assertThat(screen.toString()).contains("Logged in until").doesNotContain(token);
        return token;
    }

    @Test
    void theTokenOfADeviceLoginIsAnAccessTokenForTheAdminApi() throws Exception {
        prepare();
        var claims = claims(logIn("https://gateway.example"));
        assertThat(claims.path("aud").asText()).isEqualTo("facegate-admin");
        assertThat(claims.path("typ").asText()).isEqualTo("Bearer");
        assertThat(claims.path("iss").asText()).isEqualTo(KEYCLOAK.issuer("device"));
    }

    @Test
    void aPersonLogsInAtKeycloakAndChangesTheRegistryByCommands() throws Exception {
        try (var gateway = Gateway.start(prepare())) {
            var admin = gateway.calls().toString();
            var token = logIn(admin);
            var out = new StringWriter();
            var suspended = run(out, "org", "suspend", "hope", "--admin", admin, "--reason", "It ended.");
            assertThat(suspended).as(out.toString()).isZero();
            var changed =
                    run(out, "org", "change", "pd", "--name", "Police", "--admin", admin, "--reason", "Its name.");
            assertThat(changed).as(out.toString()).isZero();
            assertThat(gateway.acts()).contains("org_suspend hope", "org_change pd");
            var me = new AdminClient(gateway.calls(), token);
            assertThat(me.get("/organisations/pd").body().path("name").asText()).isEqualTo("Police");
            assertThat(gateway.readiness()).contains("master_key");
            assertThat(run(out, "logout")).isZero();
            assertThat(run(out, "org", "resume", "hope", "--admin", admin, "--reason", "Again."))
                    .isEqualTo(2);
            assertThat(out.toString()).contains("Nobody is logged in");
        }
    }
}
