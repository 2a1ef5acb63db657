package io.facegate.app.policies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.call.Fault;
import io.facegate.json.JsonMappers;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Ledger.Administrative;
import io.facegate.ledger.Records;
import io.facegate.ledger.Sample;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.policy.catalogue.PolicyArchive;
import io.facegate.policy.language.PolicyErrors;
import io.facegate.registry.Approvals;
import io.facegate.usecase.delivery.BundleWorkshop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Edits of the policy folder where it takes two people to permit more; over real files and a real ledger. */
class PolicyLooseningGuardTest {
    private static final String NONE = BundleWorkshop.pack("a", "refuse detect", "refuse verify");
    private static final String SOME = BundleWorkshop.pack("a", "permit detect", "refuse verify");
    private static final String MORE = BundleWorkshop.pack("a", "permit detect", "permit verify");

    @TempDir
    private Path folder;

    private Path policies;
    private Path data;
    private Ledger ledger;
    private Approvals approvals = Approvals.TWO;
    private boolean isReadable = true;
    private PolicyReloader inForce;

    @BeforeEach
    void open() throws IOException {
        policies = Files.createDirectory(folder.resolve("policies"));
        data = folder.resolve("data");
        ledger = Ledger.open(data, Sample.SETTINGS);
        write(SOME);
        inForce = start();
    }

    @AfterEach
    void close() {
        inForce.close();
        ledger.close();
    }

    /** Nothing was in force before, so nobody's approval is passed by. */
    @Test
    void theFirstSetOfALedgerNeedsNoApproval() throws IOException {
        assertThat(inForce.get().digest()).isEqualTo(digest(SOME));
        assertThat(acts("policies_loaded")).containsExactly(digest(SOME));
    }

    @Test
    void aRunningGatewayKeepsTheOldSetAndSaysWhatToDo() throws IOException {
        edit(MORE);
        assertThat(inForce.get().digest()).isEqualTo(digest(SOME));
        assertThat(inForce.problem())
                .startsWith("The policies in the folder were rejected; older ones are in force. policies: compared with"
                        + " the last set in force (" + digest(SOME).substring(0, 12) + "), it permits calls that are"
                        + " refused so far, such as ")
                .endsWith("facegate policy propose DIR --reason TEXT");
        assertThat(acts("policies_rejected")).hasSize(1);
        edit(SOME);
        assertThat(inForce.problem()).isNull();
    }

    /** The control: the very same edit, where one person is enough. */
    @Test
    void whereOnePersonIsEnoughTheSameEditIsLoaded() throws IOException {
        approvals = Approvals.ONE;
        edit(MORE);
        assertThat(inForce.problem()).isNull();
        assertThat(inForce.get().digest()).isEqualTo(digest(MORE));
    }

    @Test
    void whatOnlyRefusesMoreIsLoadedAndTheWayBackIsNot() throws IOException {
        edit(NONE);
        assertThat(inForce.get().digest()).isEqualTo(digest(NONE));
        edit(SOME);
        assertThat(inForce.get().digest()).isEqualTo(digest(NONE));
        assertThat(inForce.problem()).contains("it permits calls that are refused so far");
    }

    @Test
    void aRestartDoesNotPutInForceWhatARunningGatewayRejects() throws IOException {
        inForce.close();
        write(MORE);
        assertThatThrownBy(this::start)
                .isInstanceOf(PolicyErrors.class)
                .hasMessageContaining("it permits calls that are refused so far")
                .hasMessageContaining("policy propose");
        assertThat(acts("policies_loaded")).containsExactly(digest(SOME));
        assertThat(acts("policies_rejected")).hasSize(1);
        write(NONE);
        inForce = start();
        assertThat(inForce.get().digest()).isEqualTo(digest(NONE));
    }

    /** One person starts the gateway, so one person's word about a removal is not enough either. */
    @Test
    void aPackIsNotRemovedByAnOptionAlone() throws IOException {
        Files.writeString(policies.resolve("b.yaml"), BundleWorkshop.pack("b", "refuse identify"));
        edit(SOME);
        inForce.close();
        Files.delete(policies.resolve("b.yaml"));
        assertThatThrownBy(() -> start("b"))
                .isInstanceOf(PolicyErrors.class)
                .hasMessageContaining("it removes the pack b");
        approvals = Approvals.ONE;
        inForce = start("b");
        assertThat(inForce.get().digest()).isEqualTo(digest(SOME));
    }

    /** Another gateway of the ledger put a set in force whose content is not known here. */
    @Test
    void whatCannotBeComparedIsNotLoaded() throws IOException {
        ledger.recordAct(new Administrative("policies_loaded", "0".repeat(64), Instant.now()));
        edit(NONE);
        assertThat(inForce.get().digest()).isEqualTo(digest(SOME));
        assertThat(inForce.problem()).contains("(000000000000), it cannot be compared");
    }

    /** One person can prune, so a ledger is not new again when the record of its last set is gone. */
    @Test
    void aPrunedLedgerWithoutASetIsNotTakenForANewOne() throws Exception {
        inForce.close();
        ledger.close();
        alter("SET lines = x''");
        assertThatThrownBy(this::start)
                .isInstanceOf(PolicyErrors.class)
                .hasMessageContaining("the set cannot be compared, because the ledger was pruned")
                .hasMessageContaining("policy propose");
    }

    /** The record of the stricter set is altered, so that the looser one before it would be the newest. */
    @Test
    void noOlderSetStandsInForOneWhoseRecordWasAltered() throws Exception {
        edit(NONE);
        inForce.close();
        ledger.close();
        alter("SET lines = CAST(replace(CAST(lines AS TEXT), 'policies_loaded', 'policies_lost') AS BLOB)"
                + " WHERE CAST(lines AS TEXT) LIKE '%" + digest(NONE) + "%'");
        write(SOME);
        assertThatThrownBy(this::start).isInstanceOf(Fault.LedgerTampered.class);
    }

    /** A set is compared with the newest on record too, not only with what is in force here. */
    @Test
    void aGatewayThatIsBehindTakesNothingBackAlone() throws IOException {
        var stricter = new PolicyFolder(policies, any -> List.of());
        write(NONE);
        var next = stricter.load();
        PolicyArchive.ofFolder(data).store(next.policySet(), next.files());
        ledger.recordAct(new Administrative("policies_loaded", digest(NONE), Instant.now()));
        edit(BundleWorkshop.pack("a", "permit detect", "refuse verify", "refuse identify"));
        assertThat(inForce.get().digest()).isEqualTo(digest(SOME));
        assertThat(inForce.problem())
                .contains("compared with the set that another gateway loaded last ("
                        + digest(NONE).substring(0, 12) + ')');
        edit(NONE);
        assertThat(inForce.get().digest()).isEqualTo(digest(NONE));
    }

    @Test
    void whileItIsNotKnownHowManyPeopleItTakesNothingIsLoaded() throws IOException {
        isReadable = false;
        edit(MORE);
        assertThat(inForce.get().digest()).isEqualTo(digest(SOME));
        assertThat(inForce.problem()).endsWith("they cannot take effect: The registry is away.");
        isReadable = true;
        approvals = Approvals.ONE;
        edit(MORE);
        assertThat(inForce.get().digest()).isEqualTo(digest(MORE));
    }

    private void alter(String what) throws SQLException {
        try (var file = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("ledger.db"));
                var run = file.createStatement()) {
            assertThat(run.executeUpdate("UPDATE batch " + what)).isPositive();
        }
    }

    private PolicyReloader start(String... removed) {
        var from = new PolicyFolder(policies, any -> List.of());
        var address = LedgerAddress.ofFolder(data);
        var archive = PolicyArchive.ofFolder(data);
        return PolicyReloader.start(
                from,
                from.load(),
                new PolicyLooseningGuard(address, archive, this::approvals),
                new PolicyRemovalGuard(address, archive, Set.of(removed)),
                ledger::recordAct);
    }

    private Approvals approvals() {
        if (!isReadable) {
            throw new Fault.RegistryDown("The registry is away.");
        }
        return approvals;
    }

    private void write(String pack) throws IOException {
        Files.writeString(policies.resolve("a.yaml"), pack);
    }

    private void edit(String pack) throws IOException {
        write(pack);
        assertThat(inForce.tryReload(new PolicyFolder(policies, any -> List.of()).traces()))
                .isTrue();
    }

    private static String digest(String pack) {
        return BundleWorkshop.digest(Map.of("a.yaml", pack));
    }

    private List<String> acts(String act) throws IOException {
        var subjects = new ArrayList<String>();
        for (var line : Records.of(data)) {
            var record = JsonMappers.PLAIN.readTree(line);
            if (record.path("act").asText().equals(act)) {
                subjects.add(record.path("subject").asText());
            }
        }
        return subjects;
    }
}
