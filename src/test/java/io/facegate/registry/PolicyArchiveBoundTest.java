package io.facegate.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How much of the files of policies is taken from a database, which somebody else may have written. */
class PolicyArchiveBoundTest {
    private Connection database;

    @BeforeEach
    void open() throws SQLException {
        database = DriverManager.getConnection("jdbc:sqlite::memory:");
        try (var sql = database.createStatement()) {
            sql.execute("CREATE TABLE policy_content (digest TEXT PRIMARY KEY, archive)");
        }
    }

    @AfterEach
    void close() throws SQLException {
        database.close();
    }

    private void store(String digest, Object archive) throws SQLException {
        SqlStatements.run(database, "INSERT INTO policy_content VALUES (?, ?)", digest, archive);
    }

    private boolean isTaken(String digest) throws SQLException {
        return PolicyActivationRows.findArchive(database, digest) != null;
    }

    @Test
    void whatIsLargerThanAnArchiveIsNotRead() throws SQLException {
        store("just", new byte[PolicyActivationRows.LARGEST]);
        store("over", new byte[PolicyActivationRows.LARGEST + 1]);
        assertThat(isTaken("just")).isTrue();
        assertThat(isTaken("over")).isFalse();
        assertThat(isTaken("none")).isFalse();
    }

    /** Text that begins with a NUL has no length for SQLite, however long it is. */
    @Test
    void theLengthThatTheDatabaseSaysIsNotBelieved() throws SQLException {
        var text = new byte[PolicyActivationRows.LARGEST + 1];
        Arrays.fill(text, 1, text.length, (byte) 'x');
        store("lying", new String(text, StandardCharsets.US_ASCII));
        assertThat(SqlStatements.number(database, "SELECT length(archive) FROM policy_content"))
                .isZero();
        assertThat(isTaken("lying")).isFalse();
    }
}
