package io.facegate.ledger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.facegate.ledger.Ledger;
import io.facegate.ledger.Records;
import io.facegate.ledger.Sample;
import io.facegate.ledger.audit.LedgerVerification;
import io.facegate.ledger.record.RecordField;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What may be a person's can be tried while its salt stands, and told by nobody once it is erased. */
class SaltsTest {
    @TempDir
    private Path data = Path.of("");

    @Test
    void theSameNameNeverLooksTheSame() throws Exception {
        searches(2);
        assertThat(commitments()).hasSize(2).doesNotHaveDuplicates().allMatch(each -> each.matches("[0-9a-f]{64}"));
    }

    @Test
    void aNameIsFoundByTryingIt() throws Exception {
        var ids = searches(3);
        try (var salts = SaltFile.read(data)) {
            assertThat(salts.records(RecordField.GALLERY, "suspects")).containsExactlyInAnyOrderElementsOf(ids);
            assertThat(salts.records(RecordField.GALLERY, "suspect")).isEmpty();
            assertThat(salts.records(RecordField.CASE, "suspects")).isEmpty();
            assertThat(salts.findByRecord(ids.getFirst()))
                    .singleElement()
                    .satisfies(salt -> assertThat(commitments()).contains(salt.commitment()));
        }
    }

    @Test
    void anErasedSaltIsInNoFileAndEveryProofHolds() throws Exception {
        var ids = searches(2);
        byte[] salt;
        try (var salts = SaltFile.read(data)) {
            salt = salts.findByRecord(ids.getFirst()).getFirst().bytes();
        }
        assertThat(foundIn(salt)).isPositive();
        var before = LedgerVerification.verify(data).root();
        try (var file = SaltFile.open(data)) {
            assertThat(file.erase(List.of(ids.getFirst()))).isEqualTo(1);
            assertThat(file.erase(List.of(ids.getFirst()))).isZero();
            assertThat(foundIn(salt)).isZero();
        }
        try (var salts = SaltFile.read(data)) {
            assertThat(salts.records(RecordField.GALLERY, "suspects")).containsExactly(ids.get(1));
            assertThat(salts.findByRecord(ids.getFirst())).isEmpty();
        }
        assertThat(LedgerVerification.verify(data))
                .matches(LedgerVerification::isIntact)
                .returns(before, LedgerVerification::root);
    }

    /** A backup reads for long: whoever removes salts that were moved does not wait, and keeps no writer waiting. */
    @Test
    void aReaderHoldsUpNobodyAndTheLogIsEmptiedAfterIt() throws Exception {
        searches(2);
        try (var file = SaltFile.open(data)) {
            var salts = file.some(1);
            try (var reader = SqliteSettings.reader(data.resolve(SaltFile.NAME))) {
                reader.setAutoCommit(false);
                assertThat(SqliteSettings.queryText(reader, "SELECT count(*) FROM salt"))
                        .isEqualTo("2");
                assertTimeoutPreemptively(Duration.ofSeconds(30), () -> file.remove(salts));
                assertThat(foundIn(salts.getFirst().bytes())).isPositive();
                reader.rollback();
            }
            file.emptyLogOfRemoved();
            assertThat(data.resolve(SaltFile.NAME + "-wal")).isEmptyFile();
            assertThat(foundIn(salts.getFirst().bytes())).isZero();
        }
    }

    @Test
    void saltsWithoutARecordAreNoDamage() throws Exception {
        searches(1);
        Files.delete(data.resolve(SaltFile.NAME));
        assertThat(LedgerVerification.verify(data).isIntact()).isTrue();
        searches(1);
        assertThat(LedgerVerification.verify(data).isIntact()).isTrue();
    }

    @Test
    void takesNoForeignFile() throws Exception {
        Files.createFile(data.resolve(SaltFile.NAME));
        try (var foreign = java.sql.DriverManager.getConnection("jdbc:sqlite:" + data.resolve(SaltFile.NAME));
                var statement = foreign.createStatement()) {
            statement.execute("CREATE TABLE mine (a)");
        }
        assertThatThrownBy(() -> SaltFile.open(data))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("not a file");
    }

    private List<String> searches(int times) {
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            return java.util.stream.IntStream.range(0, times)
                    .mapToObj(_ -> ledger.refuse(Sample.askedByPolice(), Sample.refuse())
                            .id())
                    .toList();
        }
    }

    private List<String> commitments() {
        return Records.of(data).stream()
                .filter(line -> line.contains("\"gallery\""))
                .map(line -> line.replaceAll(".*\"gallery\":\"([0-9a-f]{64})\".*", "$1"))
                .toList();
    }

    private long foundIn(byte[] salt) throws Exception {
        var raw = new String(salt, StandardCharsets.ISO_8859_1);
        var hex = HexFormat.of().formatHex(salt);
        try (var files = Files.list(data)) {
            var found = 0;
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var text = Files.readString(file, StandardCharsets.ISO_8859_1);
                found += text.contains(raw) || text.contains(hex) ? 1 : 0;
            }
            return found;
        }
    }
}
