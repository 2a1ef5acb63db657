package io.facegate.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.facegate.ledger.address.LedgerAddress;
import io.facegate.registry.RegistryException.Unacceptable;
import io.facegate.usecase.delivery.BundleArchive;
import io.facegate.usecase.delivery.BundleWorkshop;
import io.facegate.usecase.ledger.ActingPerson;
import io.facegate.usecase.registry.ActivatedPolicies;
import io.facegate.usecase.registry.LedgerChangeJournal;
import io.facegate.usecase.registry.RegistryAccess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of policies are stored with the record of who proposed or activated them, and only so many. */
class PolicyActivationRegisterTest {
    private static final Map<String, String> FILES = Map.of("a.yaml", BundleWorkshop.pack("a", "permit detect"));
    private static final Map<String, String> OTHER = Map.of("a.yaml", BundleWorkshop.pack("a", "permit verify"));

    @TempDir
    private Path folder;

    private ActivatedPolicies as(String person, @Nullable String reason) {
        return new ActivatedPolicies(new RegistryAccess(folder, ledger(), new ActingPerson(person, reason)));
    }

    private LedgerAddress ledger() {
        return LedgerAddress.ofFolder(folder);
    }

    private RegistryWriter open() {
        return RegistryWriter.open(
                folder, LedgerChangeJournal.of(ledger(), new ActingPerson("m.roe", "Because of 12.")));
    }

    private static byte[] archive(Map<String, String> files) {
        return BundleArchive.pack(
                new TreeMap<>(Map.of("a.yaml", files.get("a.yaml").getBytes(StandardCharsets.UTF_8))));
    }

    private int sql(String statement) throws SQLException {
        try (var file = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("registry.db"));
                var sql = file.createStatement()) {
            return sql.executeUpdate(statement);
        }
    }

    private int stored() throws SQLException {
        try (var file = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("registry.db"));
                var sql = file.createStatement();
                var rows = sql.executeQuery("SELECT count(*) FROM policy_content")) {
            return rows.getInt(1);
        }
    }

    @BeforeEach
    void people() {
        try (var at = open()) {
            for (var id : List.of("m.roe", "b.doe")) {
                at.people()
                        .add(new Person(
                                id, Set.of(Role.OPERATOR, Role.POLICY_EDITOR), null, null, Instant.now(), null));
            }
            at.people().add(new Person("d.roe", Set.of(Role.OPERATOR), null, null, Instant.now(), null));
        }
    }

    @Test
    void nothingIsStoredForThoseWhoMayNotOrDoNotSayWhy() throws SQLException {
        assertThatThrownBy(() -> as("m.roe", null).propose(archive(FILES)))
                .isInstanceOf(Unacceptable.class)
                .hasMessageContaining("says why");
        assertThatThrownBy(() -> as("d.roe", "Why not.").propose(archive(FILES)))
                .isInstanceOf(Unacceptable.class)
                .hasMessageContaining("policy_editor");
        assertThat(stored()).isZero();
    }

    @Test
    void whatIsNotActivatedIsNotStored() throws SQLException {
        as("m.roe", "Because of 12.").propose(archive(FILES));
        try (var at = open()) {
            assertThatThrownBy(() -> at.policies().activate("0".repeat(64), archive(OTHER), null, null))
                    .isInstanceOf(Unacceptable.class)
                    .hasMessageContaining("activated meanwhile");
        }
        assertThat(stored()).isOne();
        sql("UPDATE policy_content SET archive = x'00'");
        assertThatThrownBy(() -> as("b.doe", "To mend.").propose(archive(FILES)))
                .hasMessageContaining("are the activated ones already");
        var policies = as("m.roe", null);
        assertThat(policies.read(policies.current()).policySet().digest()).isEqualTo(BundleWorkshop.digest(FILES));
    }

    @Test
    void theFilesOfAProposalAreStoredWithIt() throws SQLException {
        try (var at = open()) {
            at.people().change(Approvals.TWO);
        }
        var made = catchThrowableOfType(
                ProposalMade.class, () -> as("m.roe", "Because of 12.").propose(archive(FILES)));
        assertThat(stored()).isOne();
        assertThat(as("b.doe", null).read(made.proposal()).after().digest()).isEqualTo(BundleWorkshop.digest(FILES));
    }

    @Test
    void onlySoManyAreKept() throws SQLException {
        sql("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1999)"
                + " INSERT INTO policy_content SELECT 'd' || i, x'00' FROM n");
        as("m.roe", "The last one.").propose(archive(FILES));
        assertThatThrownBy(() -> as("m.roe", "One more.").propose(archive(OTHER)))
                .isInstanceOf(Unacceptable.class)
                .hasMessageContaining("keeps the files of 2000 other policies")
                .hasMessageContaining("deletes rows");
        assertThat(stored()).isEqualTo(2_000);
        assertThat(as("m.roe", null).current().digest()).isEqualTo(BundleWorkshop.digest(FILES));
    }
}
