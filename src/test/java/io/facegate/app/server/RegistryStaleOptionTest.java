package io.facegate.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.ledger.address.LedgerAddress;
import io.facegate.registry.Registry;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The option that says how long a gateway may not hear of its registry reaches the registry, and is bounded. */
class RegistryStaleOptionTest {
    @TempDir
    private Path folder;

    private Duration inEffect(String... words) throws Exception {
        var setup = options(words).setup(LedgerAddress.ofFolder(folder.resolve("data")), Path.of("policies"));
        try (var gateway = GatewayContext.open(setup)) {
            return gateway.registry().staleAfter();
        }
    }

    private static GatewayOptions options(String... words) {
        var options = new GatewayOptions();
        new CommandLine(options).parseArgs(words);
        return options;
    }

    @Test
    void theRegistryOfAGatewayHasTheTimeOfTheOption() throws Exception {
        assertThat(inEffect("--no-prove")).isEqualTo(Registry.STALE_AFTER).hasSeconds(5);
        assertThat(inEffect("--no-prove", "--registry-stale-after", "60")).hasSeconds(60);
    }

    @ParameterizedTest
    @CsvSource({"0,true", "-1,true", "1,false", "300,false", "301,true"})
    void itIsFromASecondToFiveMinutes(String seconds, boolean refused) {
        var problem = options("--registry-stale-after", seconds).problem(folder);
        if (refused) {
            assertThat(problem).contains("--registry-stale-after is " + seconds, "from 1 to 300");
        } else {
            assertThat(problem).isNull();
        }
    }
}
