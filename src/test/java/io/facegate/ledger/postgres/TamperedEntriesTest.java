package io.facegate.ledger.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.ledger.Ledger;
import io.facegate.ledger.Sample;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.audit.LedgerVerification;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a superuser of the database does to a ledger of six batches with a record each. */
class TamperedEntriesTest {
    private static final int RECORDS = 6;

    @TempDir
    Path data;

    private LedgerAddress address;

    @BeforeEach
    void fill() throws Exception {
        address = LedgerAddress.ofFolder(data, Server.shared().ledger());
        try (var ledger = Ledger.open(address, Sample.SETTINGS)) {
            for (int i = 0; i < RECORDS; i++) {
                ledger.refuse(Sample.askedByPolice(), Sample.refuse());
            }
        }
        assertThat(LedgerVerification.verify(address))
                .matches(LedgerVerification::isIntact)
                .returns(6L, LedgerVerification::size);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "3: DELETE FROM facegate.entry WHERE first = 3",
                "0: DELETE FROM facegate.entry WHERE first = 0",
                "5: DELETE FROM facegate.entry WHERE first = 5",
                "0: TRUNCATE facegate.entry",
                "6: INSERT INTO facegate.entry SELECT day, 6, count, root, leaves, lines, gateway, number"
                        + " FROM facegate.entry WHERE first = 3",
                "6: INSERT INTO facegate.entry SELECT day + 1, first, count, root, leaves, lines, gateway, number"
                        + " FROM facegate.entry WHERE first = 3",
                "6: INSERT INTO facegate.entry SELECT day, -1, count, root, leaves, lines, gateway, number"
                        + " FROM facegate.entry WHERE first = 3",
                "2: UPDATE facegate.entry e SET lines = o.lines, leaves = o.leaves FROM facegate.entry o"
                        + " WHERE (e.first, o.first) IN ((2, 4), (4, 2))",
                "2: UPDATE facegate.entry e SET lines = o.lines, leaves = o.leaves, root = o.root FROM facegate.entry o"
                        + " WHERE (e.first, o.first) IN ((2, 4), (4, 2))",
                "1: UPDATE facegate.entry SET count = 2 WHERE first = 1",
                "4: UPDATE facegate.entry SET lines = lines || '\\x0a7b7d' WHERE first = 4",
                "6: UPDATE facegate.head SET root = sha256(root)",
                "6: UPDATE facegate.head SET range = ''",
                "5: UPDATE facegate.head SET size = 5",
                "0: DELETE FROM facegate.span",
            })
    void namesTheFirstRecordThatIsNotWhatWasWritten(String named) {
        long index = Long.parseLong(named.substring(0, 1));
        var sql = named.substring(3);
        Server.shared().tamper(address.database(), sql);
        assertThat(LedgerVerification.verify(address).damage()).as(sql).isNotNull();
        assertThat(LedgerVerification.verify(address).damage().index()).as(sql).isEqualTo(index);
    }

    @Test
    void noticesAnyBitOfAnyEntry() {
        var random = new Random(7);
        for (int i = 0; i < 90; i++) {
            var column = new String[] {"lines", "leaves", "root"}[i % 3];
            int first = random.nextInt(RECORDS);
            int bytes = Integer.parseInt(Server.shared()
                    .ask(
                            address.database(),
                            "SELECT length(" + column + ") FROM facegate.entry WHERE first = " + first));
            var flip = "UPDATE facegate.entry SET " + column + " = set_bit(" + column + ", " + random.nextInt(bytes * 8)
                    + ", 1 - get_bit(" + column + ", %d)) WHERE first = " + first;
            int bit = Integer.parseInt(flip.replaceAll(".*set_bit\\(\\w+, (\\d+),.*", "$1"));
            Server.shared().tamper(address.database(), flip.formatted(bit));
            assertThat(LedgerVerification.verify(address).damage()).as(flip).isNotNull();
            assertThat(LedgerVerification.verify(address).damage().index())
                    .as(flip)
                    .isEqualTo(first);
            Server.shared().tamper(address.database(), flip.formatted(bit));
        }
        assertThat(LedgerVerification.verify(address).damage()).isNull();
    }

    /** A gateway that takes over the role hashes what was added since that was last done. */
    @Test
    void theNextIntegratorNoticesIt() throws Exception {
        Server.shared().tamper(address.database(), "UPDATE facegate.verified SET size = 0, range = ''");
        Server.shared()
                .tamper(
                        address.database(),
                        "UPDATE facegate.entry SET lines = set_byte(lines, 40, get_byte(lines, 40) # 1) WHERE first"
                                + " = 2");
        try (var _ = Ledger.open(address, Sample.SETTINGS)) {
            Server.await(() -> Server.shared()
                    .ask(address.database(), "SELECT what FROM facegate.damage")
                    .contains("record 3:"));
        }
    }
}
