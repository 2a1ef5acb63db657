package io.facegate.ledger.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.call.Fault;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Records;
import io.facegate.ledger.Sample;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.audit.LedgerVerification;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dump of a ledger's database and the folder of its gateway, made by the code of version 0.1.0, opened by this build. */
class ReleasedDatabaseTest {
    private static final Path RELEASED = Path.of("src/test/resources/released/0.1.0");

    @TempDir
    private Path folder;

    private String name;
    private LedgerAddress address;

    @BeforeEach
    void restore() throws Exception {
        name = Server.shared().empty();
        try (var dump = new GZIPInputStream(Files.newInputStream(RELEASED.resolve("ledger.sql.gz")))) {
            Server.shared()
                    .tamper(Server.shared().asGateway(name), new String(dump.readAllBytes(), StandardCharsets.UTF_8));
        }
        var archive = RELEASED.resolve("ledger-data.tar.gz").toString();
        var tar = new ProcessBuilder("tar", "-xzf", archive, "-C", folder.toString()).start();
        assertThat(tar.waitFor()).isZero();
        address = LedgerAddress.ofFolder(folder.resolve("data"), Server.shared().asGateway(name));
    }

    private static List<String> exported() throws IOException {
        return Files.readAllLines(RELEASED.resolve("ledger-records.jsonl"));
    }

    private int migrate() throws Exception {
        return PostgresSchema.migrate(Server.shared().asOwner(name), "gateways");
    }

    private void goOn() {
        try (var ledger = Ledger.open(address, Sample.SETTINGS)) {
            var cleared = ledger.recordPermit(Sample.asked(), Sample.permit());
            ledger.close(cleared, new Ledger.Ending("ok", "", 1, 5000));
        }
    }

    @Test
    void itsRecordsAreReadByteForByte() throws Exception {
        assertThat(exported()).hasSize(16);
        var records = Records.of(address);
        assertThat(records).startsWith(exported().toArray(String[]::new)).hasSize(17);
        assertThat(records.getLast()).as("that they were looked at").contains("\"act\":\"view\"");
        assertThat(LedgerVerification.verify(address))
                .matches(LedgerVerification::isIntact)
                .returns(17L, LedgerVerification::size);
    }

    @Test
    void aGatewayGoesOnWithItBeforeAndAfterTheMigration() throws Exception {
        goOn();
        assertThat(migrate()).isPositive();
        goOn();
        assertThat(migrate()).as("a second time there is nothing to do").isZero();
        assertThat(Records.of(address)).hasSize(21).startsWith(exported().toArray(String[]::new));
        assertThat(LedgerVerification.verify(address)).matches(LedgerVerification::isIntact);
    }

    /** The broken control: a record of the old version that somebody changed. */
    @Test
    void aChangedRecordOfItIsFound() throws Exception {
        Server.shared()
                .tamper(
                        Server.shared().asGateway(name),
                        "UPDATE facegate.entry SET lines = replace(encode(lines, 'escape'), 'org_suspend',"
                                + " 'org_verify_')::bytea");
        assertThat(LedgerVerification.verify(address).isIntact()).isFalse();
    }

    /** The broken control of the folder: a gateway that kept another key is none of this ledger. */
    @Test
    void withAnotherKeyNoGatewayStarts() throws Exception {
        var key = folder.resolve("data/ledger.key");
        var bytes = Files.readAllBytes(key);
        bytes[0] ^= 1;
        Files.write(key, bytes);
        assertThatThrownBy(this::goOn).isInstanceOf(Fault.LedgerDown.class).hasMessageContaining("ledger.key");
    }
}
