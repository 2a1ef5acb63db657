package io.facegate.ledger.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.ledger.Bulk;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.reading.ProjectionSearch;
import io.facegate.ledger.reading.VerifiedRecords;
import java.nio.file.Path;
import java.sql.DriverManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RollUpAuditTest {
    @TempDir
    Path data;

    /** Numbers of an overview are as much verified as its lists. */
    @Test
    void aRollUpThatWasChangedIsFoundAndMadeAgain() throws Exception {
        Bulk.fill(data, 66_000, 215);
        var ledger = LedgerAddress.ofFolder(data);
        try (var search = ProjectionSearch.open(ledger)) {
            search.indexLag();
            assertThat(pass(ledger, search).projection()).isNull();
            assertThat(change("UPDATE rollup SET counts = (SELECT counts FROM rollup WHERE facet = 'type')"
                            + " WHERE facet = 'purpose'"))
                    .isEqualTo(1);
            requireFound(ledger, search);
        }
    }

    private int change(String sql) throws Exception {
        try (var file = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("search.db"));
                var statement = file.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    private static void requireFound(LedgerAddress ledger, ProjectionSearch search) throws Exception {
        var found = pass(ledger, search);
        assertThat(found.log()).isNull();
        assertThat(found.projection()).isNotNull();
        assertThat(found.projection().description()).contains("counts what follows it wrongly");
        search.indexLag();
        assertThat(pass(ledger, search).projection()).isNull();
    }

    private static AuditPass pass(LedgerAddress address, ProjectionSearch search) throws Exception {
        try (var ledger = address.reader();
                var records = VerifiedRecords.of(address)) {
            var pass = new AuditPass(ledger, records, search);
            while (pass.advance()) {}
            return pass;
        }
    }
}
