package io.facegate.usecase.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.identity.Organisation;
import io.facegate.ledger.AdministrativeActDetails;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Ledger.Administrative;
import io.facegate.ledger.Ledger.Question;
import io.facegate.ledger.Sample;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.appeal.AppealAct;
import io.facegate.ledger.audit.AuditState;
import io.facegate.ledger.reading.ProjectionSearch;
import io.facegate.registry.Registry;
import io.facegate.testkit.TestCaller;
import io.facegate.usecase.ledger.ViewAudit;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An organisation finds its own appeals, whatever others file and whatever of others was changed. */
class AppealedDecisionsTest {
    @TempDir
    private Path data;

    @Test
    void callsThatOthersMadeForItTakeNoPlace() {
        String own;
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            own = appeal(ledger, refuse(ledger, Sample.nonprofit()), "Ours.");
            for (int number = 0; number < 51; number++) {
                appeal(ledger, refuse(ledger, Sample.police(), Sample.nonprofit()), "Theirs.");
            }
        }
        assertThat(appealed("hope")).containsExactly(own);
    }

    @Test
    void aChangedAppealOfAnotherOrganisationHidesNone() throws SQLException {
        String own;
        String changed;
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            own = appeal(ledger, refuse(ledger, Sample.nonprofit()), "Ours.");
            changed = appeal(ledger, refuse(ledger, Sample.police()), "Theirs.");
        }
        assertThat(appealed("metro-pd")).containsExactly(changed);
        change("\"subject\":\"" + changed, "\"subject\":\"" + changed.replaceFirst("^.", "f"));
        assertThat(appealed("hope")).containsExactly(own);
        assertThat(appealed("metro-pd")).isEmpty();
    }

    private List<String> appealed(String organisation) {
        try (var profiles = new OrganisationProfiles(
                Registry.open(data),
                ProjectionSearch.open(LedgerAddress.ofFolder(data)),
                new ViewAudit(_ -> {}, InstantSource.system()),
                () -> AuditState.NONE,
                new OrganisationProfiles.Computed(
                        (_, _) -> List.of(),
                        (_, _) -> new ApplicableQuotas(ApplicableQuotas.Origin.NONE, List.of())))) {
            return profiles.appealedDecisions(organisation, "j.kim");
        }
    }

    private static String refuse(Ledger ledger, Organisation caller, Organisation... principals) {
        var asked = TestCaller.of(caller)
                .actingFor(principals)
                .purpose("missing_child")
                .by("sigv4", "AKIAFACEGATE0000001")
                .build();
        return ledger.refuse(new Question(asked, Sample.detect(), "192.0.2.0/24", Sample.NOW), Sample.refuse())
                .id();
    }

    private static String appeal(Ledger ledger, String decision, String text) {
        ledger.recordAct(new Administrative(AppealAct.FILED.act(), decision, "desk@hope.example", Instant.now())
                .withDetails(new AdministrativeActDetails(null, text, true, null)));
        return decision;
    }

    private void change(String text, String other) throws SQLException {
        try (var file = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("ledger.db"));
                var update = file.prepareStatement(
                        "UPDATE batch SET lines = CAST(replace(CAST(lines AS TEXT), ?, ?) AS BLOB) WHERE"
                                + " instr(lines, ?) > 0")) {
            update.setString(1, text);
            update.setString(2, other);
            update.setBytes(3, text.getBytes(StandardCharsets.UTF_8));
            assertThat(update.executeUpdate()).isOne();
        }
    }
}
