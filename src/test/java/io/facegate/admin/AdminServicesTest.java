package io.facegate.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.registry.PersonCertificate;
import io.facegate.usecase.registry.People;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may be let in. */
class AdminServicesTest {
    @TempDir
    private Path folder;

    private static PersonCredential shown(String sha256) {
        return new PersonCredential(
                null, new PersonCertificate(sha256, Instant.now().plusSeconds(3600)));
    }

    /** Whoever has any certificate of an authority can ask this as often as they like. */
    @Test
    void whoShowsACertificateWaitsForNoChangeAndDelaysNone() throws Exception {
        var mine = shown("ab".repeat(32));
        try (var stage = AdminStage.open(folder);
                var other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("registry.db"));
                var statement = other.createStatement()) {
            new People(stage.access("m.roe")).change("b.doe", person -> person.withCertificate(mine.certificate()));
            statement.execute("BEGIN IMMEDIATE");
            assertThat(stage.authenticate(mine).id()).isEqualTo("b.doe");
            assertThatThrownBy(() -> stage.authenticate(shown("cd".repeat(32))))
                    .as("it is looked up, and its refusal put on record, which needs a gateway")
                    .hasMessageContaining("access_refused");
            statement.execute("ROLLBACK");
        }
    }
}
