package io.facegate.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What the options of the listener set up. */
class ListenOptionsTest {
    private static final String PROTOCOLS = "quarkus.tls.facegate.protocols";

    /** The default of Quarkus is the same today; here nobody can change it unnoticed. */
    @Test
    void withACertificateOnlyTls13And12AreSpoken() {
        assertThat(parsed("--tls-cert", "pom.xml", "--tls-key", "pom.xml").settings())
                .containsEntry(PROTOCOLS, "TLSv1.3,TLSv1.2");
        assertThat(parsed().settings()).doesNotContainKey(PROTOCOLS);
    }

    private static ListenOptions parsed(String... words) {
        var command = new Listening();
        new CommandLine(command).parseArgs(words);
        return command.listen;
    }

    @Command
    private static final class Listening {
        @Mixin
        private ListenOptions listen = new ListenOptions();
    }
}
