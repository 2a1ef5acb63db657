package io.facegate.cli.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.ledger.Ledger;
import io.facegate.ledger.Sample;
import io.facegate.ledger.authorisation.AuthorisationSample;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands about authorisations after the fact. */
class AuthorisationCommandTest {
    @TempDir
    private Path data;

    private final Shell shell = new Shell();

    private int step(String word, String id, String by, String... more) {
        var all = new java.util.ArrayList<>(java.util.List.of("authorisation", word, id, "--by", by));
        all.addAll(java.util.List.of(more));
        return shell.run(data, all.toArray(String[]::new));
    }

    private int file(String id, String by, String requested, String... more) {
        var all = new java.util.ArrayList<>(java.util.List.of(
                "--reference", "12 Gs 481/26", "--authority", "Amtsgericht", "--requested", requested));
        all.addAll(java.util.List.of(more));
        return step("file", id, by, all.toArray(String[]::new));
    }

    @Test
    void aUseIsFiledAndGrantedAsOne() throws IOException {
        var due = Instant.now().plus(Duration.ofHours(20));
        String first;
        String second;
        String other;
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            first = AuthorisationSample.permit(ledger, due, "stop_on_rejection");
            second = AuthorisationSample.permit(ledger, due, "stop_on_rejection");
            other = AuthorisationSample.permit(ledger, due.plusSeconds(60), "purge_on_rejection");
        }
        assertThat(file(first, "r.doe", "yesterday")).isEqualTo(2);
        assertThat(file("none", "r.doe", "2026-11-25T10:00:00Z")).isEqualTo(2);
        assertThat(step("grant", first, "a.lee", "--reason", "Order.")).isEqualTo(2);
        assertThat(shell.err()).contains("Only what was filed in time can be granted");
        assertThat(file(first, "r.doe", "2026-11-25T10:00:00Z", "--same-use"))
                .as(shell.err())
                .isZero();
        assertThat(shell.out()).contains("On record for 2 decisions: file. The authorisation is filed.");
        assertThat(step("grant", second, "r.doe", "--reason", "Order.")).isEqualTo(1);
        assertThat(step("grant", second, "a.lee", "--reason", "Order.")).isZero();
        assertThat(step("reject", other, "a.lee", "--reason", "No.", "--json")).isZero();
        assertThat(shell.json().path("state").asText()).isEqualTo("rejected");
        shell.run(data, "authorisation", "list", "--waiting");
        assertThat(shell.out()).contains(first, other).doesNotContain(second);
        shell.run(data, "authorisation", "show", first);
        assertThat(shell.out()).contains("12 Gs 481/26 | Amtsgericht | 2026-11-25T10:00:00Z", "By: r.doe");
        assertThat(step("confirm-deletion", other, "a.lee", "--reason", "Gone."))
                .isZero();
        shell.run(data, "authorisation", "list", "--waiting");
        assertThat(shell.out()).doesNotContain(other);
    }
}
