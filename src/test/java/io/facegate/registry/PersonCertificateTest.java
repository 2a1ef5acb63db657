package io.facegate.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.registry.RegistryException.Unacceptable;
import io.facegate.testkit.TestOrganisation;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Client certificates of people, in the registry. */
class PersonCertificateTest {
    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
    private static final String ONE = "ab".repeat(32);
    private static final String OTHER = "cd".repeat(32);

    @TempDir
    private Path folder;

    /** Records in somebody's name. */
    private record As(String actor) implements ChangeJournal {
        @Override
        public void write(String act, String subject, @Nullable String named) {}

        @Override
        public String reason() {
            return "Because of 12.";
        }
    }

    @BeforeEach
    void people() {
        try (var at = RegistryWriter.open(folder, new As("m.roe"))) {
            at.add(TestOrganisation.of("hope", "nonprofit").build());
            for (var id : List.of("m.roe", "b.doe")) {
                at.people().add(new Person(id, Set.of(Role.OPERATOR), null, null, NOW, null));
            }
            at.people().add(new Person("a.lee", Set.of(Role.AUDITOR), null, null, NOW, null));
        }
    }

    private <T> T at(Function<RegistryWriter, T> work) {
        try (var at = RegistryWriter.open(folder, new As("m.roe"))) {
            return work.apply(at);
        }
    }

    private Person change(String id, UnaryOperator<Person> how) {
        return at(registry -> registry.people().change(id, how));
    }

    private @Nullable String owner(String sha256) {
        return new PersonLookup(RegistryAddress.ofFolder(folder), () -> RegistrySnapshot.NONE)
                .findByCertificate(sha256)
                .map(Person::id)
                .orElse(null);
    }

    private static PersonCertificate certificate(String sha256, int hours) {
        return new PersonCertificate(sha256, NOW.plusSeconds(hours * 3600L));
    }

    @Test
    void itIsTheRegisteredPersonsUntilItIsRevokedOrThePersonRemoved() {
        change("a.lee", person -> person.withCertificate(certificate(ONE, 1)).withCertificate(certificate(OTHER, 2)));
        assertThat(owner(ONE)).isEqualTo("a.lee");
        var kept = at(registry -> registry.people().all()).getFirst();
        assertThat(kept.certificates()).containsExactly(certificate(ONE, 1), certificate(OTHER, 2));
        assertThat(kept.roles()).containsExactly(Role.AUDITOR);
        change("a.lee", person -> person.withoutCertificate(ONE));
        assertThat(owner(ONE)).isNull();
        assertThat(owner(OTHER)).isEqualTo("a.lee");
        at(registry -> registry.people().remove("a.lee", NOW));
        assertThat(owner(OTHER)).isNull();
        assertThat(at(RegistryWriter::verify).altered()).isEmpty();
    }

    @Test
    void itIsOnePersonsAndNoOrganisations() {
        change("a.lee", person -> person.withCertificate(certificate(ONE, 1)));
        assertThatThrownBy(() -> change("b.doe", person -> person.withCertificate(certificate(ONE, 1))))
                .isInstanceOf(Unacceptable.class)
                .hasMessageContaining("another person's");
        assertThatThrownBy(() -> register(ONE)).isInstanceOf(Unacceptable.class).hasMessageContaining("is a person's");
        register(OTHER);
        assertThatThrownBy(() -> change("a.lee", person -> person.withCertificate(certificate(OTHER, 1))))
                .isInstanceOf(Unacceptable.class)
                .hasMessageContaining("a key of an organisation");
        change("a.lee", person -> person.withoutCertificate(ONE));
        change("b.doe", person -> person.withCertificate(certificate(ONE, 1)));
        assertThat(owner(ONE)).isEqualTo("b.doe");
    }

    private String register(String sha256) {
        var key = new KeyRequest("hope", List.of(), null, null, NOW.plusSeconds(60), false);
        return at(registry -> registry.registerCertificate(key, HexFormat.of().parseHex(sha256), NOW));
    }

    /** Otherwise one operator could log in as two. */
    @Test
    void whereChangesTakeTwoSoDoesAnotherCertificateOfAnOperator() {
        change("b.doe", person -> person.withCertificate(certificate(ONE, 2)));
        at(registry -> registry.people().change(Approvals.TWO));
        assertThatThrownBy(() -> change("b.doe", person -> person.withCertificate(certificate(OTHER, 1))))
                .isInstanceOf(ProposalMade.class);
        assertThatThrownBy(() -> change("b.doe", person -> person.withCertificate(certificate(ONE, 3))))
                .as("the same for longer")
                .isInstanceOf(ProposalMade.class);
        assertThat(owner(OTHER)).isNull();
        change("b.doe", person -> person.withCertificate(certificate(ONE, 1)));
        change("b.doe", person -> person.withoutCertificate(ONE));
        change("a.lee", person -> person.withCertificate(certificate(OTHER, 1)));
        assertThat(owner(OTHER)).as("an auditor's takes one").isEqualTo("a.lee");
    }

    /** What became another's meanwhile is not taken away by an approval. */
    @Test
    void anApprovalLooksAgainWhoseItIs() {
        at(registry -> registry.people().change(Approvals.TWO));
        var proposal = proposed();
        change("a.lee", person -> person.withCertificate(certificate(ONE, 1)));
        try (var second = RegistryWriter.open(folder, new As("b.doe"))) {
            assertThatThrownBy(() -> second.proposals().approve(proposal.id(), proposal.digest(), NOW))
                    .isInstanceOf(Unacceptable.class)
                    .hasMessageContaining("another person's");
        }
        assertThat(owner(ONE)).isEqualTo("a.lee");
    }

    private Proposal proposed() {
        try {
            change("m.roe", person -> person.withCertificate(certificate(ONE, 1)));
            throw new AssertionError("It was not proposed.");
        } catch (ProposalMade made) {
            return made.proposal();
        }
    }

    /** Written by somebody who has the database, but not its key. */
    @Test
    void aCertificateThatWasWrittenIntoTheRowIsNobodys() throws SQLException {
        try (var sql = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("registry.db"));
                var statement = sql.createStatement()) {
            statement.execute("INSERT INTO person_role VALUES ('a.lee', '"
                    + certificate(ONE, 1).word() + "')");
        }
        assertThat(owner(ONE)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "operator",
                "certificate:",
                "certificate:abcd:1",
                "certificate:ABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABAB:1",
                "certificate:abababababababababababababababababababababababababababababababab:-1",
                "certificate:abababababababababababababababababababababababababababababababab"
            })
    void noOtherWordIsOne(String word) {
        assertThat(PersonCertificate.of(word)).isNull();
        assertThat(PersonCertificate.of(certificate(ONE, 1).word())).isEqualTo(certificate(ONE, 1));
    }

    @Test
    void itIsNamedByAWholeSha256AndAPersonHasFew() {
        assertThatThrownBy(() -> change("a.lee", person -> person.withCertificate(certificate("AB".repeat(32), 1))))
                .isInstanceOf(Unacceptable.class)
                .hasMessageContaining("64 hexadecimal digits");
        assertThatThrownBy(() -> change("a.lee", person -> {
                    for (int at = 0; at < 11; at++) {
                        person = person.withCertificate(certificate("%064x".formatted(at), 1));
                    }
                    return person;
                }))
                .isInstanceOf(Unacceptable.class)
                .hasMessageContaining("at most 10");
    }
}
