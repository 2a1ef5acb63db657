package io.facegate.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.registry.Person.Login;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The one-time links of a demo's people, and that nobody else has any. */
class DemoLoginsTest {
    private final List<String> printed = new ArrayList<>();
    private final DemoLogins demo =
            new DemoLogins(List.of("f.osei", "c.reyes"), (person, link) -> printed.add(person + ' ' + link));

    @Test
    void aLinkWorksOnceAndIsItsPersons() {
        demo.openAt(URI.create("http://127.0.0.1:8080"));
        assertThat(printed).hasSize(2);
        var token = printed.getFirst().replaceAll(".*token=", "");
        assertThat(demo.redeem("A".repeat(token.length()))).isNull();
        assertThat(demo.redeem(token)).isEqualTo(new Login("demo", "f.osei"));
        assertThat(demo.redeem(token)).isNull();
        assertThat(printed).hasSize(3);
        assertThat(printed.getLast()).startsWith("f.osei http://127.0.0.1:8080/console/login?token=");
    }

    @Test
    void noLinkWorksBeforeThereIsAnAddress() {
        assertThat(demo.redeem("")).isNull();
    }

    /** A session that such a login opened is worth nothing where there are no such people. */
    @Test
    void anotherGatewayHasNoSuchPeople() {
        var login = new Login("demo", "f.osei");
        demo.openAt(URI.create("http://127.0.0.1:8080"));
        var token = printed.getFirst().replaceAll(".*token=", "");
        var real = new PersonSessions(new Nobody(), _ -> null, null, InstantSource.system());
        assertThat(real.redeem(token)).isNull();
        assertThat(real.session(real.open(login))).isNull();
        var ofDemo = new PersonSessions(new Nobody(), _ -> null, null, InstantSource.system(), demo);
        assertThat(ofDemo.redeem(token)).isEqualTo(login);
        assertThat(ofDemo.session(ofDemo.open(login))).isNotNull();
        assertThat(ofDemo.session(ofDemo.open(new Login("https://id.example.org", "f.osei"))))
                .isNull();
    }

    /** Neither an option nor a variable makes such links: only the demo's own command does. */
    @Test
    void onlyTheDemoMakesThem() throws IOException {
        var makers = new ArrayList<String>();
        try (var files = Files.walk(Path.of("src/main/java"))) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var text = Files.readString(file);
                if (text.contains("new DemoLogins(") || text.contains("GatewayServer.runDemo(")) {
                    makers.add(String.valueOf(file.getFileName()));
                }
            }
        }
        assertThat(makers).containsExactly("DemoCommand.java");
    }

    private static final class Nobody implements PersonLogin {
        @Override
        public List<Provider> providers() {
            return List.of();
        }

        @Override
        public URI start(LoginAttempt attempt, URI back) throws Failed {
            throw new Failed("nobody");
        }

        @Override
        public Login finish(LoginAttempt attempt, Returned returned, URI back) throws Failed {
            throw new Failed("nobody");
        }

        @Override
        public Optional<URI> logout(String issuer) {
            return Optional.empty();
        }
    }
}
