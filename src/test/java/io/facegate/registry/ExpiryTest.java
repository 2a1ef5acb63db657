package io.facegate.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.identity.Evidence;
import io.facegate.identity.ExemptionGrant;
import io.facegate.identity.Organisation;
import io.facegate.identity.OrganisationVerification;
import io.facegate.identity.PurposeTerms;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ends by itself is announced before. */
class ExpiryTest {
    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    @TempDir
    private Path folder;

    private static Instant in(int days) {
        return NOW.plus(Duration.ofDays(days));
    }

    private Registry filled() {
        try (var writer = RegistryWriter.open(folder, (act, subject, person) -> {})) {
            writer.add(Organisation.builder("hope", "nonprofit")
                    .verification(new OrganisationVerification("visit", "f 1", "m.roe", NOW.minusSeconds(9), in(3)))
                    .purposeTerms(Map.of(
                            "missing_child",
                            new PurposeTerms("a 7", null, null, in(29)),
                            "missing_person",
                            new PurposeTerms("a 8", null, null, in(31))))
                    .build());
            writer.mint(new KeyRequest("hope", List.of(), null, in(7)), NOW);
            writer.evidence().add(new Evidence("w-1", "hope", "warrant", null, null, in(5), Map.of()), NOW);
        }
        return Registry.open(folder);
    }

    @Test
    void everythingThatEndsIsListedTheNextFirst() {
        try (var registry = filled()) {
            assertThat(registry.expiring(NOW, Duration.ofDays(30)))
                    .extracting(Expiry::kind)
                    .containsExactly(
                            Expiry.Kind.VERIFICATION, Expiry.Kind.EVIDENCE, Expiry.Kind.KEY, Expiry.Kind.PURPOSE);
            assertThat(registry.expiring(NOW, Duration.ofDays(32))).hasSize(5);
            assertThat(registry.expiring(in(3), Duration.ofDays(3))).hasSize(1);
            assertThat(registry.expiring(NOW, Duration.ofDays(30)).getFirst().days(NOW))
                    .isEqualTo(3);
            assertThat(registry.expiring(NOW, Duration.ofDays(30)).getFirst().days(NOW.plusSeconds(1)))
                    .isEqualTo(3);
        }
    }

    private static void addPeople(RegistryWriter writer) {
        var first = new Person("m.roe", Set.of(Role.OPERATOR), null, null, NOW, null);
        writer.people().add(first.withCertificate(new PersonCertificate("ab".repeat(32), in(9))));
        var gone = new Person("a.lee", Set.of(Role.AUDITOR), null, null, NOW, null);
        writer.people().add(gone.withCertificate(new PersonCertificate("cd".repeat(32), in(9))));
        writer.people().remove("a.lee", NOW);
    }

    @Test
    void aPersonsCertificateIsListedWithThePersonAndTheLogNamesNobody() throws java.sql.SQLException {
        try (var writer = RegistryWriter.open(folder, new AsOperator())) {
            addPeople(writer);
            assertThat(writer.expiring(NOW, in(30)))
                    .containsExactly(new Expiry(Expiry.Kind.PERSON_CERTIFICATE, "m.roe", "ab".repeat(32), in(9)));
            assertThat(writer.expiring(NOW, in(8))).as("control: not yet").isEmpty();
        }
        try (var store = RegistryDatabase.open(RegistryAddress.ofFolder(folder))) {
            var snapshot = store.load(RegistrySnapshot.NONE).snapshot();
            assertThat(new ExpiryAnnouncement().announce(snapshot, NOW))
                    .contains("person_certificate of a person at " + in(9))
                    .doesNotContain("m.roe", "abab");
        }
    }

    private static ExemptionGrant exemption(String id, int days) {
        return new ExemptionGrant(
                id,
                "hope",
                "identify",
                "missing_child",
                List.of("US-OR"),
                NOW.minusSeconds(9),
                in(days),
                "c-7",
                "m.roe");
    }

    /** In the list of the command line and in the log; one that was taken back is not announced. */
    @Test
    void anExemptionThatEndsIsListedAndSaidInTheLog() throws java.sql.SQLException {
        try (var writer = RegistryWriter.open(folder, (act, subject, person) -> {})) {
            writer.add(Organisation.builder("hope", "nonprofit")
                    .jurisdictions(List.of("US-OR"))
                    .purposes(Set.of("missing_child"))
                    .build());
            for (var grant : List.of(exemption("soon", 12), exemption("later", 31), exemption("gone", 11))) {
                writer.exemptions().add(grant, NOW);
            }
            writer.exemptions().revoke("gone", NOW);
            assertThat(writer.expiring(NOW, in(30)))
                    .containsExactly(new Expiry(Expiry.Kind.EXEMPTION, "hope", "soon", in(12)));
            assertThat(writer.expiring(NOW, in(31))).hasSize(2);
            assertThat(writer.expiring(in(12), in(30)))
                    .as("control: it is over")
                    .isEmpty();
        }
        try (var store = RegistryDatabase.open(RegistryAddress.ofFolder(folder))) {
            assertThat(new ExpiryAnnouncement()
                            .announce(store.load(RegistrySnapshot.NONE).snapshot(), NOW))
                    .startsWith("1 registration ends within 30 days: exemption soon of hope at " + in(12));
        }
    }

    private record AsOperator() implements ChangeJournal {
        @Override
        public void write(String act, String subject, @Nullable String named) {}

        @Override
        public String actor() {
            return "m.roe";
        }

        @Override
        public String reason() {
            return "Because of 12.";
        }
    }

    @Test
    void itIsSaidOnceADay() {
        var announcement = new ExpiryAnnouncement();
        RegistrySnapshot snapshot;
        filled().close();
        try (var store = RegistryDatabase.open(RegistryAddress.ofFolder(folder))) {
            snapshot = store.load(RegistrySnapshot.NONE).snapshot();
        } catch (java.sql.SQLException unreadable) {
            throw new AssertionError(unreadable);
        }
        assertThat(announcement.announce(snapshot, NOW))
                .startsWith("4 registrations end within 30 days: verification visit of hope at " + in(3));
        assertThat(announcement.announce(snapshot, in(1).minusSeconds(1))).isNull();
        assertThat(announcement.announce(snapshot, in(1))).contains("purpose missing_person of hope");
        assertThat(announcement.announce(snapshot, in(30)))
                .startsWith("1 registration ends within 30 days: purpose missing_person of hope");
        assertThat(announcement.announce(snapshot, in(40))).isNull();
    }
}
