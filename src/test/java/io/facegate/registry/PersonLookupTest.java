package io.facegate.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.testkit.TestOrganisation;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People who show a login or a certificate to a gateway, of which a stranger may show many. */
class PersonLookupTest {
    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
    private static final String OF_PERSON = "ab".repeat(32);
    private static final String OF_ORGANISATION = "cd".repeat(32);
    private static final String UNKNOWN = "ef".repeat(32);
    private static final Person.Login LOGIN = new Person.Login("https://issuer.example", "a.lee");

    private final AtomicLong nanoTime = new AtomicLong(7);
    private RegistrySnapshot memory = RegistrySnapshot.NONE;
    private PersonLookup people;

    @TempDir
    private Path folder;

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
            at.registerCertificate(
                    new KeyRequest("hope", List.of(), null, null, NOW.plusSeconds(60), false),
                    HexFormat.of().parseHex(OF_ORGANISATION),
                    NOW);
            at.people().add(new Person("m.roe", Set.of(Role.OPERATOR), null, null, NOW, null));
            var person = new Person("a.lee", Set.of(Role.AUDITOR), null, LOGIN, NOW, null);
            at.people().add(person.withCertificate(new PersonCertificate(OF_PERSON, NOW.plusSeconds(60))));
        }
        people = new PersonLookup(RegistryAddress.ofFolder(folder), () -> memory, nanoTime::get);
    }

    /** What the gateway reads when it is told of a change. */
    private void load() throws SQLException {
        try (var store = RegistryDatabase.openExisting(RegistryAddress.ofFolder(folder))) {
            memory = store.load(RegistrySnapshot.NONE).snapshot();
        }
    }

    private @Nullable String owner(String sha256) {
        return people.findByCertificate(sha256).map(Person::id).orElse(null);
    }

    private void showUnknown(int times) {
        for (int at = 0; at < times; at++) {
            assertThat(owner(UNKNOWN)).isNull();
        }
    }

    @Test
    void oneIsFoundWhileSomebodyElseChangesTheRegistry() throws SQLException {
        try (var other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("registry.db"));
                var statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            assertThat(owner(OF_PERSON)).isEqualTo("a.lee");
            assertThat(owner(UNKNOWN)).isNull();
            assertThat(people.findByLogin(LOGIN)).map(Person::id).contains("a.lee");
            statement.execute("ROLLBACK");
        }
    }

    @Test
    void whatWasRevokedCountsNoMoreThoughItIsStillInMemory() throws SQLException {
        load();
        assertThat(owner(OF_PERSON)).isEqualTo("a.lee");
        try (var at = RegistryWriter.open(folder, new As("m.roe"))) {
            at.people().change("a.lee", person -> person.withoutCertificate(OF_PERSON));
            assertThat(owner(OF_PERSON)).isNull();
            assertThat(people.findByLogin(LOGIN)).isPresent();
            at.people().remove("a.lee", NOW);
            assertThat(people.findByLogin(LOGIN)).isEmpty();
        }
    }

    @Test
    void strangersAreLookedForAFewTimesASecondAndHinderNobodyWhoIsKnown() throws SQLException {
        showUnknown(PersonLookup.MOST_UNKNOWN);
        assertThat(owner(OF_PERSON)).as("not in memory yet").isNull();
        assertThat(people.findByLogin(LOGIN)).isEmpty();
        nanoTime.addAndGet(TimeUnit.SECONDS.toNanos(1));
        assertThat(owner(OF_PERSON)).isEqualTo("a.lee");
        showUnknown(PersonLookup.MOST_UNKNOWN - 1);
        assertThat(owner(OF_PERSON)).isNull();
        load();
        assertThat(owner(OF_PERSON)).isEqualTo("a.lee");
        assertThat(people.findByLogin(LOGIN)).isPresent();
    }

    @Test
    void theCertificateOfAnOrganisationIsNotLookedFor() throws SQLException {
        load();
        for (int at = 0; at <= PersonLookup.MOST_UNKNOWN; at++) {
            assertThat(owner(OF_ORGANISATION)).isNull();
        }
        var other = "12".repeat(32);
        try (var at = RegistryWriter.open(folder, new As("m.roe"))) {
            at.people()
                    .change(
                            "a.lee",
                            person -> person.withCertificate(new PersonCertificate(other, NOW.plusSeconds(60))));
        }
        assertThat(owner(other)).as("registered just now").isEqualTo("a.lee");
    }
}
