package io.facegate.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.Await;
import io.facegate.call.Fault;
import io.facegate.identity.Evidence;
import io.facegate.identity.Organisation;
import io.facegate.registry.RegistryException.Unacceptable;
import io.facegate.testkit.TestOrganisation;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvidenceTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:36:00Z");
    private static final Map<String, List<String>> FACTS =
            Map.of("offence", List.of("fraud", "stalking"), "started", List.of("2026-11-24T12:00:00Z"));
    private static final Evidence WARRANT =
            new Evidence("W-118", "pd", "warrant", "26-4711", NOW, NOW.plusSeconds(60), FACTS);

    @TempDir
    Path folder;

    private final List<String> acts = new ArrayList<>();

    @BeforeEach
    void register() {
        try (var registrar = registrar()) {
            registrar.add(organisation("pd"));
        }
        acts.clear();
    }

    @Test
    void knowsTomorrowWhatWasRegisteredToday() {
        try (var registrar = registrar()) {
            registrar.evidence().add(WARRANT, NOW);
            assertThat(registrar.evidence().getEntry("W-118")).isEqualTo(new EvidenceEntry(WARRANT, NOW, null));
        }
        try (var registry = Registry.open(folder)) {
            assertThat(registry.evidence("W-118")).contains(WARRANT);
            assertThat(registry.evidence("pd", "26-4711")).containsExactly(WARRANT);
            assertThat(registry.evidence("pd", "26-1")).isEmpty();
            assertThat(registry.evidence("none", "26-4711")).isEmpty();
        }
        assertThat(acts).containsExactly("evidence_add W-118");
    }

    @Test
    void keepsTheIdOfAnAuthorisationThroughItsLife() {
        try (var registrar = registrar()) {
            var asked = new Evidence("a-9", "pd", "authorisation.requested", "26-4711", null, null, Map.of());
            registrar.evidence().add(asked, NOW);
            registrar.evidence().change("a-9", one -> typed(one, "authorisation.granted"));
            try (var registry = Registry.open(folder)) {
                assertThat(registry.evidence("a-9")).contains(typed(asked, "authorisation.granted"));
            }
            registrar.evidence().change("a-9", one -> typed(one, "authorisation.rejected"));
            assertThat(registrar.evidence().getEntry("a-9").evidence().type()).isEqualTo("authorisation.rejected");
            assertThat(registrar.evidence().getEntry("a-9").created()).isEqualTo(NOW);
        }
        assertThat(acts).containsExactly("evidence_add a-9", "evidence_change a-9", "evidence_change a-9");
    }

    @Test
    void forgetsARevokedEntryButItsId() {
        try (var registrar = registrar()) {
            registrar.evidence().add(WARRANT, NOW);
            registrar.evidence().revoke("W-118", NOW.plusSeconds(1));
            assertThat(registrar.evidence().entries()).singleElement().satisfies(entry -> {
                assertThat(entry.evidence()).isEqualTo(WARRANT);
                assertThat(entry.revoked()).isEqualTo(NOW.plusSeconds(1));
            });
            try (var registry = Registry.open(folder)) {
                assertThat(registry.evidence("W-118")).isEmpty();
                assertThat(registry.evidence("pd", "26-4711")).isEmpty();
            }
            assertThatThrownBy(() -> registrar.evidence().revoke("W-118", NOW)).isInstanceOf(Unacceptable.class);
            assertThatThrownBy(() -> registrar.evidence().change("W-118", one -> one))
                    .isInstanceOf(Unacceptable.class);
            assertThatThrownBy(() -> registrar.evidence().add(WARRANT, NOW))
                    .isInstanceOf(Unacceptable.class)
                    .hasMessageContaining("used once");
        }
        assertThat(acts).containsExactly("evidence_add W-118", "evidence_revoke W-118");
    }

    @Test
    void reachesARunningServer() throws Exception {
        try (var registrar = registrar();
                var registry = Registry.open(folder).watch()) {
            registrar.evidence().add(WARRANT, NOW);
            Await.until(() -> registry.evidence("W-118").isPresent());
            registrar.evidence().change("W-118", one -> typed(one, "court_order"));
            Await.until(() -> registry.evidence("W-118").orElseThrow().type().equals("court_order"));
            registrar.evidence().revoke("W-118", NOW);
            Await.until(() -> registry.evidence("W-118").isEmpty());
            assertThat(registry.evidence("pd", "26-4711")).isEmpty();
        }
    }

    @Test
    void changesNothingWhenTheJournalFails() {
        try (var registrar = RegistryWriter.open(folder, (act, subject, _) -> {
            throw new Fault.LedgerDown("down");
        })) {
            assertThatThrownBy(() -> registrar.evidence().add(WARRANT, NOW)).isInstanceOf(Fault.LedgerDown.class);
            assertThat(registrar.evidence().entries()).isEmpty();
        }
        try (var registrar = registrar()) {
            registrar.evidence().add(WARRANT, NOW);
        }
        try (var registrar = RegistryWriter.open(folder, (act, subject, _) -> {
            throw new Fault.LedgerDown("down");
        })) {
            assertThatThrownBy(() -> registrar.evidence().change("W-118", one -> typed(one, "court_order")))
                    .isInstanceOf(Fault.LedgerDown.class);
            assertThatThrownBy(() -> registrar.evidence().revoke("W-118", NOW)).isInstanceOf(Fault.LedgerDown.class);
            assertThat(registrar.evidence().getEntry("W-118")).isEqualTo(new EvidenceEntry(WARRANT, NOW, null));
        }
    }

    @Test
    void writesNothingDownThatItWillNotDo() {
        try (var registrar = registrar()) {
            for (var wrong : List.of(
                    new Evidence("-w", "pd", "warrant", null, null, null, Map.of()),
                    new Evidence("w,1", "pd", "warrant", null, null, null, Map.of()),
                    new Evidence("w 1", "pd", "warrant", null, null, null, Map.of()),
                    new Evidence("w\\1", "pd", "warrant", null, null, null, Map.of()),
                    new Evidence("wé", "pd", "warrant", null, null, null, Map.of()),
                    new Evidence("w".repeat(65), "pd", "warrant", null, null, null, Map.of()),
                    new Evidence("w", "none", "warrant", null, null, null, Map.of()),
                    new Evidence("w", "pd", "Warrant", null, null, null, Map.of()),
                    new Evidence("w", "pd", "warrant", "a case", null, null, Map.of()),
                    new Evidence("w", "pd", "warrant", "", null, null, Map.of()),
                    new Evidence("w", "pd", "warrant", null, null, NOW, Map.of()),
                    new Evidence("w", "pd", "warrant", null, NOW.plusSeconds(9), NOW.plusSeconds(9), Map.of()),
                    new Evidence("w", "pd", "warrant", null, null, null, Map.of("Offence", List.of("fraud"))),
                    new Evidence("w", "pd", "warrant", null, null, null, Map.of("offence", List.of("fraud\n"))),
                    new Evidence("w", "pd", "warrant", null, null, null, Map.of("offence", sixtyFive())))) {
                assertThatThrownBy(() -> registrar.evidence().add(wrong, NOW))
                        .as(wrong.toString())
                        .isInstanceOf(Unacceptable.class);
            }
            assertThatThrownBy(() -> registrar.evidence().getEntry("none")).isInstanceOf(Unacceptable.class);
            assertThatThrownBy(() -> registrar.evidence().revoke("none", NOW)).isInstanceOf(Unacceptable.class);
            registrar.evidence().add(WARRANT, NOW);
            assertThatThrownBy(() -> registrar.evidence().change("W-118", one -> renamed(one, "W-119", "pd")))
                    .isInstanceOf(Unacceptable.class);
            assertThatThrownBy(() -> registrar.evidence().change("W-118", one -> renamed(one, "W-118", "other")))
                    .isInstanceOf(Unacceptable.class);
        }
        assertThat(acts).containsExactly("evidence_add W-118");
    }

    @Test
    void keepsACaseWithinWhatACallCanRestOn() {
        try (var registrar = registrar()) {
            registrar.add(organisation("other"));
            for (int at = 0; at < 64; at++) {
                registrar.evidence().add(renamed(WARRANT, "w-" + at, "pd"), NOW);
            }
            assertThatThrownBy(() -> registrar.evidence().add(WARRANT, NOW))
                    .isInstanceOf(Unacceptable.class)
                    .hasMessageContaining("64");
            registrar.evidence().add(renamed(WARRANT, "o-1", "other"), NOW);
            registrar.evidence().change("w-1", one -> typed(one, "court_order"));
            registrar.evidence().revoke("w-0", NOW);
            registrar.evidence().add(WARRANT, NOW);
        }
    }

    private static List<String> sixtyFive() {
        return IntStream.range(0, 65).mapToObj(at -> "fraud" + at).toList();
    }

    private static Evidence typed(Evidence one, String type) {
        return new Evidence(one.id(), one.organisation(), type, one.caseId(), one.from(), one.until(), one.facts());
    }

    private static Evidence renamed(Evidence one, String id, String organisation) {
        return new Evidence(id, organisation, one.type(), one.caseId(), one.from(), one.until(), one.facts());
    }

    private static Organisation organisation(String id) {
        return TestOrganisation.of(id, "law_enforcement.police").build();
    }

    private RegistryWriter registrar() {
        return RegistryWriter.open(folder, (act, subject, _) -> acts.add(act + ' ' + subject));
    }
}
