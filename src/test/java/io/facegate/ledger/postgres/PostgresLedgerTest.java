package io.facegate.ledger.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.ledger.Ledger;
import io.facegate.ledger.Ledger.Ending;
import io.facegate.ledger.Records;
import io.facegate.ledger.Sample;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.reading.Verification;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ledger of one gateway in a database. */
class PostgresLedgerTest {
    private static final Ending OK = new Ending("ok", "", 1, 5000);

    @TempDir
    Path data;

    private LedgerAddress address;

    @BeforeEach
    void make() throws Exception {
        address = LedgerAddress.in(data, Server.shared().ledger());
    }

    @Test
    void writesTheDecisionBeforeThePassAndTheOutcomeAfter() throws Exception {
        String id;
        try (var ledger = Ledger.open(address, Sample.SETTINGS)) {
            var cleared = ledger.clear(Sample.asked(), Sample.permit());
            id = cleared.decision();
            ledger.close(cleared, OK);
        }
        assertThat(Records.of(address))
                .hasSize(2)
                .last()
                .asString()
                .contains("\"decision_ref\":\"" + id, "\"status\":\"ok\"");
        assertThat(Verification.verify(address)).matches(Verification::sound).returns(2L, Verification::size);
    }
}
