package io.facegate.registry;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads and writes the table of people. */
final class PersonRows {
    private static final int ROLES = 0;

    private PersonRows() {}

    /** The person in a row. A role that this build does not know gives no right. */
    static Person of(RowColumns row) {
        return new Person(
                row.text("id"),
                roles(row.texts(ROLES, "role")),
                row.optional("organisation"),
                login(row.optional("issuer"), row.optional("subject")),
                row.texts(ROLES, "role").stream()
                        .map(PersonCertificate::of)
                        .filter(Objects::nonNull)
                        .toList(),
                SqlStatements.toInstant(row.number("added")),
                row.instant("removed"));
    }

    private static Set<Role> roles(List<String> words) {
        var roles = EnumSet.noneOf(Role.class);
        words.stream().map(Role::find).filter(Objects::nonNull).forEach(roles::add);
        return roles;
    }

    private static Person.@Nullable Login login(@Nullable String issuer, @Nullable String subject) {
        return issuer == null || subject == null ? null : new Person.Login(issuer, subject);
    }

    static List<Person> all(List<RowColumns> rows) {
        return rows.stream().map(PersonRows::of).toList();
    }

    /** Every person as stored, verified or not. */
    static List<Person> readAll(Connection connection) throws SQLException {
        return SealedTable.PERSON.readAll(connection).stream()
                .map(row -> of(RowColumns.of(row)))
                .sorted(java.util.Comparator.comparing(Person::id))
                .toList();
    }

    /** True if a row holds what was written. */
    static boolean holds(RowColumns row, Person written) {
        return of(row).withTimesOf(written).equals(written)
                && row.isAt("added", written.added())
                && row.isAt("removed", written.removed());
    }

    private static void insert(Connection connection, String person, String word) throws SQLException {
        SqlStatements.run(connection, "INSERT INTO person_role VALUES (?, ?)", person, word);
    }

    static void write(Connection connection, Person person) throws SQLException {
        var login = person.login();
        SqlStatements.run(
                connection,
                """
                INSERT INTO person (id, organisation, issuer, subject, added, removed) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET organisation = excluded.organisation, issuer = excluded.issuer,
                  subject = excluded.subject, removed = excluded.removed\
                """,
                person.id(),
                person.organisation(),
                login == null ? null : login.issuer(),
                login == null ? null : login.subject(),
                person.added().getEpochSecond(),
                SqlStatements.seconds(person.removed()));
        SqlStatements.run(connection, "DELETE FROM person_role WHERE person = ?", person.id());
        for (var role : EnumSet.copyOf(person.roles())) {
            insert(connection, person.id(), role.word());
        }
        // Beside the roles, so that the row of a person says all of it, and no table of a shared registry changes.
        for (var certificate : person.certificates()) {
            insert(connection, person.id(), certificate.word());
        }
    }
}
