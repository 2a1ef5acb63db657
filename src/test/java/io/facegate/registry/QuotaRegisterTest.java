package io.facegate.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.registry.RegistryException.Unacceptable;
import io.facegate.registry.RegistryException.Unusable;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Quotas in the registry: one operator sets them, and a row that somebody changed leaves them unknown. */
class QuotaRegisterTest {
    private static final Instant NOW = Instant.parse("2026-12-01T03:00:00Z");
    private static final String SMALL = "quotas: [{name: a, organisation: hope, per_day: 1}]\n";
    private static final String LARGE = "quotas: [{name: a, organisation: hope, per_day: 9}]\n";

    @TempDir
    private Path folder;

    private final List<String> acts = new ArrayList<>();

    private final class As implements ChangeJournal {
        private final String person;

        As(String person) {
            this.person = person;
        }

        @Override
        public void write(String act, String subject, @Nullable String named) {
            acts.add(act + ' ' + subject);
        }

        @Override
        public String actor() {
            return person;
        }

        @Override
        public String reason() {
            return "Because of 14.";
        }
    }

    private RegistryWriter as(String person) {
        return RegistryWriter.open(folder, new As(person));
    }

    private void people() {
        try (var at = as("operator")) {
            at.people().add(new Person("operator", Set.of(Role.OPERATOR), null, null, NOW, null));
            at.people().add(new Person("second", Set.of(Role.OPERATOR), null, null, NOW, null));
            for (var role : List.of(Role.OFFICER, Role.REVIEWER, Role.POLICY_EDITOR, Role.AUDITOR)) {
                at.people().add(new Person(role.word(), Set.of(role), null, null, NOW, null));
            }
        }
    }

    private RegisteredQuotas set(String text) {
        try (var at = as("operator")) {
            return at.quotas().set(text, _ -> {});
        }
    }

    /** As a gateway reads them. */
    private @Nullable RegisteredQuotas found() throws SQLException {
        try (var store = RegistryDatabase.open(RegistryAddress.ofFolder(folder))) {
            return store.load(RegistrySnapshot.NONE).snapshot().quotas();
        }
    }

    private void sql(String statement) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("registry.db"));
                var run = connection.createStatement()) {
            run.executeUpdate(statement);
        }
    }

    @Test
    void theNewestCountsUntilTheyAreCleared() throws Exception {
        people();
        assertThat(found()).isNull();
        var small = set(SMALL);
        assertThat(found()).isEqualTo(small);
        var large = set(LARGE);
        assertThat(found()).isEqualTo(large);
        assertThatThrownBy(() -> set(LARGE)).isInstanceOf(Unacceptable.class);
        try (var at = as("operator")) {
            assertThat(at.quotas().clear()).isEqualTo(large);
            assertThatThrownBy(() -> at.quotas().clear()).isInstanceOf(Unacceptable.class);
            assertThat(at.quotas().current()).isNull();
            assertThat(at.verify().altered()).isEmpty();
        }
        assertThat(found()).isNull();
        assertThat(acts)
                .endsWith(
                        "quotas_set " + small.sha256(),
                        "quotas_set " + large.sha256(),
                        "quotas_clear " + large.sha256());
    }

    /** Also looser ones: they permit nothing that the policies do not. To have fewer approvals still takes two. */
    @Test
    void onePersonSetsThemWhereOtherChangesTakeTwo() throws Exception {
        people();
        try (var at = as("operator")) {
            at.people().change(Approvals.TWO);
            assertThatThrownBy(() -> at.people().change(Approvals.ONE)).isInstanceOf(ProposalMade.class);
        }
        set(SMALL);
        var large = set(LARGE);
        assertThat(found()).isEqualTo(large);
    }

    @ParameterizedTest
    @ValueSource(strings = {"officer", "reviewer", "policy_editor", "auditor", "nobody"})
    void otherRolesNeitherSetNorClear(String person) throws Exception {
        people();
        var small = set(SMALL);
        try (var at = as(person)) {
            assertThatThrownBy(() -> at.quotas().set(LARGE, _ -> {})).isInstanceOf(Unacceptable.class);
            assertThatThrownBy(() -> at.quotas().clear()).isInstanceOf(Unacceptable.class);
        }
        assertThat(found()).isEqualTo(small);
    }

    @Test
    void aChangeThatIsBasedOnOthersIsNotMade() throws Exception {
        people();
        var small = set(SMALL);
        try (var at = as("operator")) {
            assertThatThrownBy(() -> at.quotas().set(LARGE, before -> {
                        assertThat(before).isEqualTo(small);
                        throw new Unacceptable("Changed meanwhile.");
                    }))
                    .hasMessageContaining("meanwhile");
        }
        assertThat(found()).isEqualTo(small);
    }

    @Test
    void aTextThatIsTooLargeIsRefused() {
        people();
        assertThatThrownBy(() -> set("#".repeat(RegisteredQuotas.LARGEST + 1))).isInstanceOf(Unacceptable.class);
        assertThatThrownBy(() -> set("")).isInstanceOf(Unacceptable.class);
    }

    /** Which quotas were set is not known any more; a person who has the folder can only accept that. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE registry_setting SET value = replace(value, '1', '9') WHERE id = 'quotas'",
                "UPDATE registry_setting SET value = '' WHERE id = 'quotas'",
                "UPDATE registry_setting SET id = 'other' WHERE id = 'quotas'",
                "DELETE FROM registry_setting WHERE id = 'quotas'"
            })
    void aRowThatWasChangedLeavesThemUnknown(String tampering) throws Exception {
        people();
        var small = set(SMALL);
        assertThat(found()).as("control").isEqualTo(small);
        sql(tampering);
        assertThat(found()).isEqualTo(RegisteredQuotas.UNKNOWN);
        assertThatThrownBy(() -> set(LARGE)).isInstanceOf(Unusable.class);
        new SealRepair(RegistryAddress.ofFolder(folder), new As("operator")).accept(NOW);
        assertThat(found()).as("accepted").isEqualTo(RegisteredQuotas.UNKNOWN);
        var large = set(LARGE);
        assertThat(found()).isEqualTo(large);
    }
}
