package io.facegate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Every way round the gateway that the document lists has a test. */
class SecurityDocsTest {
    private static final int WAYS = 26;

    @Test
    void whatClosesEachWayRoundIsShown() throws IOException {
        var rows = Files.readString(Path.of("docs/security.md"))
                .split("\\| way round \\|", 2)[1]
                .split("\n\n", 2)[0]
                .lines()
                .filter(line -> line.startsWith("| "))
                .toList();
        assertThat(rows).hasSize(WAYS);
        var tests = NamedTests.all();
        for (int at = 0; at < WAYS; at++) {
            var columns = rows.get(at).split("\\|");
            assertThat(columns).as(rows.get(at)).hasSize(4);
            assertThat(columns[1]).startsWith(" " + (at + 1) + ". ");
            tests.demandIn(columns[3]);
        }
    }
}
