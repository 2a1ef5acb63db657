package io.facegate.ledger.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.ledger.Bulk;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.ledger.search.SearchFacet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The search file is derived: one of an earlier layout, or with lists that cannot be read, is built anew. */
class ChangedSearchFileTest {
    private static final RecordQuery REFUSED =
            RecordQuery.matchAll(1000).withFacet(SearchFacet.KIND, "DECISION").withFacet(SearchFacet.VERDICT, "refuse");

    @TempDir
    private Path data;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE posting SET records = x''",
                "UPDATE posting SET records = x'00010002'",
                "UPDATE posting SET records = zeroblob(300000000) WHERE term = 'verdict:refuse'",
                "UPDATE posting SET records = x'3a300000ffffff7f' WHERE term = 'verdict:refuse'",
                "UPDATE posting SET records = 'text'",
                "PRAGMA writable_schema = 1; UPDATE sqlite_schema SET sql = replace(sql, ' NOT NULL', '') WHERE name ="
                        + " 'posting'; PRAGMA writable_schema = RESET; UPDATE posting SET records = NULL"
            })
    void listsThatCannotBeReadAreBuiltAnew(String change) throws Exception {
        var expected = filled();
        change(change);
        assertThat(found()).isEqualTo(expected);
    }

    /** Block and span numbers at the ends of what a number holds crash nothing. */
    @Test
    void numbersFarOutsideTheLedgerAreNoRecords() throws Exception {
        var expected = filled();
        change("INSERT INTO span SELECT (9223372036854775807 >> 12) - n, -9223372036854775808, 9223372036854775807 FROM"
                + " (SELECT 0 AS n UNION SELECT 15 UNION SELECT 16)");
        change("INSERT INTO posting SELECT term, 9223372036854775807 >> 16, records FROM posting WHERE block = 0");
        var period = REFUSED.withPeriod(Instant.EPOCH, Instant.parse("2100-01-01T00:00:00Z"))
                .beforeIndex(1L << 40);
        try (var archive = ProjectionSearch.open(LedgerAddress.ofFolder(data))) {
            assertThat(archive.find(period).stream().map(VerifiedRecord::index).toList())
                    .isEqualTo(expected);
        }
    }

    @Test
    void aFileOfAnEarlierLayoutIsBuiltAnew() throws Exception {
        var expected = filled();
        // Layout 4 held two bytes a record: 1 and 2, and a list that a reader of today would take for a bitmap.
        change("UPDATE posting SET records = x'00010002'");
        change("PRAGMA user_version = 4");
        assertThat(found()).isEqualTo(expected);
        assertThat(found()).as("and is not built again each time").isEqualTo(expected);
    }

    /** The control: what can be read and is wrong is believed until a record shows it; an audit finds what is left out. */
    @Test
    void aListThatCanBeReadIsBelieved() throws Exception {
        var expected = filled();
        change("DELETE FROM posting WHERE term = 'verdict:refuse'");
        assertThat(expected).isNotEmpty();
        assertThat(found()).isEmpty();
    }

    private List<Long> filled() throws Exception {
        Bulk.fill(data, 600, 3);
        var expected = found();
        assertThat(expected).isNotEmpty();
        return expected;
    }

    private List<Long> found() {
        try (var archive = ProjectionSearch.open(LedgerAddress.ofFolder(data))) {
            return archive.find(REFUSED).stream().map(VerifiedRecord::index).toList();
        }
    }

    private void change(String sql) throws Exception {
        assertThat(Files.exists(data.resolve("search.db"))).isTrue();
        try (var file = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("search.db"));
                var statement = file.createStatement()) {
            statement.executeUpdate(sql);
        }
    }
}
