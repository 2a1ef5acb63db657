package io.facegate.registry;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.identity.Organisation;
import io.facegate.integrity.SealOptions;
import io.facegate.testkit.TestOrganisation;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that takes a write and does not keep it: nothing is called done that is not there. */
class LostRowsTest {
    private static final Organisation BANK = TestOrganisation.of("bank", "finance.bank")
            .named("First Bank")
            .in("US-OR")
            .purposes("fraud_prevention")
            .build();

    @TempDir
    private Path data = Path.of("");

    @Test
    void aKeyThatIsNotRevokedIsNotCalledRevoked() throws Exception {
        try (var registrar = RegistryWriter.open(data, (act, subject, person) -> {})) {
            registrar.add(BANK);
            var key = registrar.mint(new KeyRequest("bank", List.of(), null, null), Instant.now());
            sql("registry.db", "CREATE TRIGGER a BEFORE UPDATE ON access_key BEGIN SELECT RAISE(IGNORE); END");
            assertThatThrownBy(() -> registrar.revoke(key.accessKeyId(), Instant.now()))
                    .hasMessageContaining("does not belong");
        }
        assertThatThrownBy(() -> RegistryWriter.open(data, (act, subject, person) -> {}))
                .hasMessageContaining("does not belong");
    }

    @Test
    void handlesAndHeldAnswersAreNotLostEither() throws Exception {
        ResourceFile.open(data, SealOptions.ALONE).close();
        HeldResponseFile.open(data, SealOptions.ALONE).close();
        assertThatCode(() -> ResourceFile.open(data, SealOptions.ALONE).close()).doesNotThrowAnyException();
        sql("handles.db", "CREATE TRIGGER a BEFORE INSERT ON handle BEGIN SELECT RAISE(IGNORE); END");
        sql("held/held.db", "CREATE TRIGGER a BEFORE INSERT ON held BEGIN SELECT RAISE(IGNORE); END");
        assertThatThrownBy(() -> ResourceFile.open(data, SealOptions.ALONE)).hasMessageContaining("does not belong");
        assertThatThrownBy(() -> HeldResponseFile.open(data, SealOptions.ALONE))
                .hasMessageContaining("does not belong");
    }

    private void sql(String name, String statement) throws Exception {
        try (var file = DriverManager.getConnection("jdbc:sqlite:" + data.resolve(name));
                var run = file.createStatement()) {
            run.execute(statement);
        }
    }
}
