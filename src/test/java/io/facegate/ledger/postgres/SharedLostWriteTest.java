package io.facegate.ledger.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.call.Fault;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Sample;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.audit.LedgerVerification;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A database that takes a write and does not keep it: triggers, rules and policies of whoever owns it. */
class SharedLostWriteTest {
    private static final String FUNCTION =
            "CREATE FUNCTION facegate.lose() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN %s END $$; ";
    private static final String NONE = FUNCTION.formatted("RETURN NULL;");
    private static final String DELETES = FUNCTION.formatted(
                    "DELETE FROM facegate.pending WHERE number = NEW.number; RETURN NULL;")
            .replace("AS $$", "SECURITY DEFINER AS $$");

    private static final String[] CHANGES = {
        NONE + "CREATE TRIGGER a BEFORE INSERT ON facegate.pending FOR EACH ROW EXECUTE FUNCTION facegate.lose()",
        DELETES + "CREATE TRIGGER a AFTER INSERT ON facegate.pending FOR EACH ROW EXECUTE FUNCTION facegate.lose()",
        DELETES + "CREATE CONSTRAINT TRIGGER a AFTER INSERT ON facegate.pending DEFERRABLE INITIALLY DEFERRED"
                + " FOR EACH ROW EXECUTE FUNCTION facegate.lose()",
        "CREATE RULE a AS ON INSERT TO facegate.pending DO INSTEAD NOTHING",
        "ALTER TABLE facegate.pending ENABLE ROW LEVEL SECURITY; CREATE POLICY a ON facegate.pending USING (true)"
    };

    @TempDir
    private Path data = Path.of("");

    private LedgerAddress address = LedgerAddress.ofFolder(data);

    @BeforeEach
    void fill() throws Exception {
        address = LedgerAddress.ofFolder(data, Server.shared().ledger());
        try (var ledger = Ledger.open(address, Sample.SETTINGS)) {
            ledger.refuse(Sample.asked(), Sample.refuse());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void aRunningGatewayGivesNoPass(int change) {
        try (var ledger = Ledger.open(address, Sample.SETTINGS)) {
            ledger.refuse(Sample.asked(), Sample.refuse());
            tamper(CHANGES[change]);
            for (int call = 0; call < 3; call++) {
                assertThatThrownBy(() -> ledger.recordPermit(Sample.asked(), Sample.permit()))
                        .isInstanceOf(Fault.LedgerDown.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void noGatewayStartsAndVerifySaysWhy(int change) {
        tamper(CHANGES[change]);
        assertThatThrownBy(() -> Ledger.open(address, Sample.SETTINGS))
                .isInstanceOf(Fault.LedgerDown.class)
                .hasMessageContaining("does not belong");
        assertThat(LedgerVerification.verify(address).damage())
                .isNotNull()
                .satisfies(damage -> assertThat(damage.description()).contains("does not belong"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TRIGGER a BEFORE INSERT ON facegate.entry FOR EACH ROW EXECUTE FUNCTION facegate.lose()",
                "CREATE TRIGGER a BEFORE UPDATE ON facegate.head FOR EACH ROW EXECUTE FUNCTION facegate.lose()",
                "CREATE TRIGGER a BEFORE UPDATE ON facegate.log FOR EACH ROW EXECUTE FUNCTION facegate.lose()",
                "ALTER TABLE facegate.log DISABLE TRIGGER demand_growth",
                "CREATE OR REPLACE FUNCTION facegate.demand_growth() RETURNS trigger LANGUAGE plpgsql AS"
                        + " $$ BEGIN RETURN NEW; END $$",
                "CREATE RULE a AS ON UPDATE TO facegate.head DO INSTEAD NOTHING"
            })
    void noGatewayStartsWithOtherTables(String change) {
        tamper(NONE + change);
        assertThatThrownBy(() -> Ledger.open(address, Sample.SETTINGS))
                .isInstanceOf(Fault.LedgerDown.class)
                .hasMessageContaining("does not belong");
    }

    /** Who gives batches their places looks, too: what is lost there is told to every gateway. */
    @Test
    void entriesThatAreLostStopEveryGateway() throws Exception {
        try (var ledger = Ledger.open(address, Sample.SETTINGS)) {
            ledger.refuse(Sample.asked(), Sample.refuse());
            tamper(DELETES.replace(
                            "facegate.pending WHERE number = NEW.number", "facegate.entry WHERE first = NEW.first")
                    + "CREATE TRIGGER a AFTER INSERT ON facegate.entry FOR EACH ROW EXECUTE FUNCTION facegate.lose()");
            Server.await(() -> {
                try {
                    ledger.refuse(Sample.asked(), Sample.refuse());
                    return false;
                } catch (Fault.LedgerDown down) {
                    return true;
                }
            });
        }
        assertThat(LedgerVerification.verify(address).isIntact()).isFalse();
    }

    /** The control: what the owner may add elsewhere stops nothing. */
    @Test
    void tablesOfOthersStopNothing() {
        try (var ledger = Ledger.open(address, Sample.SETTINGS)) {
            tamper("CREATE TABLE public.other (id int); CREATE RULE a AS ON INSERT TO public.other DO INSTEAD NOTHING;"
                    + " ANALYZE facegate.pending; VACUUM facegate.entry");
            ledger.refuse(Sample.asked(), Sample.refuse());
        }
        Ledger.open(address, Sample.SETTINGS).close();
        assertThat(LedgerVerification.verify(address).damage()).isNull();
    }

    private void tamper(String sql) {
        for (var statement : sql.split("; (?=CREATE |VACUUM |ANALYZE )")) {
            Server.shared().tamper(java.util.Objects.requireNonNull(address.database()), statement);
        }
    }
}
