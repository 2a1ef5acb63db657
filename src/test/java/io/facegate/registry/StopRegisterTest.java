package io.facegate.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.call.Capability;
import io.facegate.registry.RegistryException.Unacceptable;
import io.facegate.registry.StopTarget.Kind;
import io.facegate.testkit.TestOrganisation;
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

/** One person stops, two lift; and a row of a stop that somebody changed stops everything. */
class StopRegisterTest {
    private static final Instant NOW = Instant.parse("2026-11-28T03:00:00Z");
    private static final StopTarget IDENTIFY = new StopTarget(Kind.CAPABILITY, "identify");

    @TempDir
    private Path folder;

    private final List<String> acts = new ArrayList<>();

    private final class As implements ChangeJournal {
        private final String person;
        private final @Nullable String reason;

        As(String person, @Nullable String reason) {
            this.person = person;
            this.reason = reason;
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
        public @Nullable String reason() {
            return reason;
        }
    }

    private RegistryWriter as(String person) {
        return RegistryWriter.open(folder, new As(person, "Because of 14."));
    }

    private void people() {
        try (var at = as("operator")) {
            for (var role : List.of(Role.OPERATOR, Role.OFFICER, Role.REVIEWER, Role.POLICY_EDITOR, Role.AUDITOR)) {
                at.people().add(new Person(role.word(), Set.of(role), null, null, NOW, null));
            }
        }
    }

    private StopEntry stop(StopTarget target) {
        try (var at = as("operator")) {
            return at.stops().set(target, NOW);
        }
    }

    private List<StopEntry> holding() {
        try (var registry = Registry.open(folder)) {
            return registry.requireSnapshot().stops();
        }
    }

    @Test
    void anOperatorStopsAndAnOfficerLiftsWhatTheOperatorAskedToLift() {
        people();
        acts.clear();
        var stop = stop(IDENTIFY);
        assertThat(holding()).containsExactly(stop);
        assertThat(stop.set()).isEqualTo(new StopEntry.Step("operator", NOW, "Because of 14."));
        try (var at = as("operator")) {
            assertThat(at.stops().requestLift(stop.id(), NOW).status()).isEqualTo("lift_requested");
        }
        assertThat(holding()).singleElement().matches(StopEntry::holds);
        try (var at = as("officer")) {
            assertThat(at.stops().confirmLift(stop.id(), NOW).status()).isEqualTo("lifted");
            assertThat(at.stops().all()).singleElement().matches(one -> !one.holds());
            assertThat(at.verify().altered()).isEmpty();
        }
        assertThat(holding()).isEmpty();
        assertThat(acts)
                .containsSubsequence(
                        "stop_set " + stop.id() + "/capability/identify",
                        "stop_request_lift " + stop.id() + "/capability/identify",
                        "stop_confirm_lift " + stop.id() + "/capability/identify");
    }

    /** Also where other changes take one person: approvals are one here. */
    @Test
    void nobodyLiftsAStopAlone() {
        people();
        var stop = stop(StopTarget.ALL);
        try (var at = as("operator")) {
            assertThatThrownBy(() -> at.stops().confirmLift(stop.id(), NOW))
                    .isInstanceOf(Unacceptable.class)
                    .hasMessageContaining("Nobody asked");
            at.stops().requestLift(stop.id(), NOW);
            assertThatThrownBy(() -> at.stops().confirmLift(stop.id(), NOW))
                    .isInstanceOf(Unacceptable.class)
                    .hasMessageContaining("Another person confirms it");
            assertThatThrownBy(() -> at.stops().requestLift(stop.id(), NOW)).isInstanceOf(Unacceptable.class);
        }
        assertThat(holding()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"reviewer", "policy_editor", "auditor", "nobody"})
    void otherRolesNeitherStopNorLift(String person) {
        people();
        var stop = stop(IDENTIFY);
        try (var at = as("operator")) {
            at.stops().requestLift(stop.id(), NOW);
        }
        try (var at = as(person)) {
            assertThatThrownBy(() -> at.stops().set(IDENTIFY, NOW)).isInstanceOf(Unacceptable.class);
            assertThatThrownBy(() -> at.stops().confirmLift(stop.id(), NOW)).isInstanceOf(Unacceptable.class);
        }
        assertThat(holding()).hasSize(1);
    }

    /** A request of somebody who lost the right does not count, and another person can ask in its place. */
    @Test
    void whoAskedMustStillHaveTheRight() {
        people();
        var stop = stop(IDENTIFY);
        try (var at = as("officer")) {
            at.stops().requestLift(stop.id(), NOW);
        }
        try (var at = as("operator")) {
            at.people().remove("officer", NOW);
            at.people().add(new Person("second", Set.of(Role.OFFICER), null, null, NOW, null));
            assertThatThrownBy(() -> at.stops().confirmLift(stop.id(), NOW))
                    .hasMessageContaining("has not the right any more");
            at.stops().requestLift(stop.id(), NOW);
        }
        try (var at = as("second")) {
            at.stops().confirmLift(stop.id(), NOW);
        }
        assertThat(holding()).isEmpty();
    }

    @Test
    void eachStepSaysWhy() {
        people();
        try (var at = RegistryWriter.open(folder, new As("operator", null))) {
            assertThatThrownBy(() -> at.stops().set(IDENTIFY, NOW))
                    .isInstanceOf(Unacceptable.class)
                    .hasMessageContaining("--reason");
        }
        assertThat(holding()).isEmpty();
    }

    /** What was stopped is not known any more, so everything is; a person who has the folder can only accept that. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE stop SET word = 'verify'",
                "UPDATE stop SET lifted_by = 'officer', lifted_at = 1, lifted_reason = 'x'",
                "DELETE FROM stop"
            })
    void aRowThatWasChangedStopsEverything(String tampering) throws Exception {
        people();
        var stop = stop(IDENTIFY);
        sql(tampering);
        assertThat(holding()).singleElement().satisfies(one -> {
            assertThat(one.id()).isEqualTo(stop.id());
            assertThat(one.target()).isEqualTo(StopTarget.ALL);
            assertThat(one.isVerified()).isFalse();
        });
        try (var at = as("operator")) {
            assertThatThrownBy(() -> at.stops().requestLift(stop.id(), NOW))
                    .isInstanceOf(RegistryException.Unusable.class);
        }
        new SealRepair(RegistryAddress.ofFolder(folder), new As("operator", "Accepted.")).accept(NOW);
        assertThat(holding()).singleElement().satisfies(one -> {
            assertThat(one.target()).isEqualTo(StopTarget.ALL);
            assertThat(one.isVerified()).isTrue();
        });
        try (var at = as("operator")) {
            at.stops().requestLift(stop.id(), NOW);
        }
        try (var at = as("officer")) {
            at.stops().confirmLift(stop.id(), NOW);
        }
        assertThat(holding()).isEmpty();
    }

    /** A registry without people takes the steps from anybody who has its folder, as all changes. */
    @Test
    void withoutPeopleTwoNamesLift() {
        try (var at = as("m.roe")) {
            at.add(TestOrganisation.of("hope", "nonprofit").build());
        }
        var stop = stop(new StopTarget(Kind.VENDOR, "rekognition"));
        try (var at = as("m.roe")) {
            at.stops().requestLift(stop.id(), NOW);
            assertThatThrownBy(() -> at.stops().confirmLift(stop.id(), NOW)).isInstanceOf(Unacceptable.class);
        }
        try (var at = as("a.lee")) {
            at.stops().confirmLift(stop.id(), NOW);
        }
        assertThat(holding()).isEmpty();
    }

    @Test
    void aTargetCoversWhatIsBelowIt() {
        assertThat(IDENTIFY.covers(Set.of(Capability.DETECT, Capability.IDENTIFY_LIVE), "rekognition"))
                .isTrue();
        assertThat(IDENTIFY.covers(Set.of(Capability.DETECT, Capability.VERIFY), "rekognition"))
                .isFalse();
        assertThat(new StopTarget(Kind.CAPABILITY, "identify.live").covers(Set.of(Capability.IDENTIFY), "x"))
                .isFalse();
        assertThat(new StopTarget(Kind.CAPABILITY, "unheard_of").covers(Set.of(Capability.DETECT), "x"))
                .isTrue();
        assertThat(new StopTarget(Kind.VENDOR, "azure_face").covers(Set.of(), "azure_face"))
                .isTrue();
        assertThat(new StopTarget(Kind.VENDOR, "azure_face").covers(Set.of(Capability.DETECT), "rekognition"))
                .isFalse();
        assertThat(StopTarget.ALL.covers(Set.of(), "")).isTrue();
    }

    /** A file of the form before this one is brought to it as it is, and then takes stops. */
    @Test
    void aRegistryOfTheFormBeforeTakesStops() throws Exception {
        people();
        sql("DROP TABLE stop");
        sql("DROP TABLE policy_activation");
        sql("DROP TABLE policy_content");
        sql("PRAGMA user_version = 10");
        assertThat(holding()).isEmpty();
        assertThat(folder.resolve("registry.db.v10")).exists();
        var stop = stop(StopTarget.ALL);
        assertThat(holding()).containsExactly(stop);
        try (var at = as("operator")) {
            assertThat(at.verify().altered()).isEmpty();
        }
    }

    private void sql(String statement) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("registry.db"));
                var running = connection.createStatement()) {
            running.execute(statement);
        }
    }
}
