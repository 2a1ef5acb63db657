package io.facegate.registry;

import io.facegate.identity.Organisation;
import io.facegate.identity.OrganisationRelations;
import io.facegate.identity.OrganisationState;
import io.facegate.identity.OrganisationVerification;
import io.facegate.identity.PurposeTerms;
import io.facegate.identity.RegisteredResource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads and writes the organisation tables. */
public final class OrganisationRows {
    private OrganisationRows() {}

    /** The organisation in a row that verified. */
    static Organisation of(RowColumns row) {
        return Organisation.builder(row.text("id"), row.text("type"))
                .name(row.text("name"))
                .jurisdictions(row.texts(1, "jurisdiction"))
                .purposeTerms(terms(row.children().getFirst()))
                .facts(row.facts(2))
                .state(state(row))
                .verification(verification(row))
                .relations(new OrganisationRelations(
                        row.optional("parent"), words(row.optional("acts_for")), row.optional("contact")))
                .upstreamRole(row.optional("upstream_role"))
                .resources(row.texts(3, "resource").stream()
                        .map(OrganisationRows::resource)
                        .collect(Collectors.toUnmodifiableSet()))
                .build();
    }

    static OrganisationState state(RowColumns row) {
        var word = row.optional("state");
        if (word == null) {
            return row.number("suspended") != 0 ? OrganisationState.SUSPENDED : OrganisationState.VERIFIED;
        }
        // A word that this version does not know grants nothing.
        return switch (word) {
            case "applied" -> OrganisationState.APPLIED;
            case "closed" -> OrganisationState.CLOSED;
            default -> OrganisationState.SUSPENDED;
        };
    }

    private static @Nullable OrganisationVerification verification(RowColumns row) {
        var kind = row.optional("verified_kind");
        return kind == null
                ? null
                : new OrganisationVerification(
                        kind,
                        row.text("verified_reference"),
                        row.text("verified_by"),
                        SqlStatements.toInstant(row.number("verified_on")),
                        row.instant("verified_until"));
    }

    static Map<String, PurposeTerms> terms(List<RowColumns> purposes) {
        var all = new HashMap<String, PurposeTerms>();
        for (var row : purposes) {
            all.put(
                    row.text("purpose"),
                    new PurposeTerms(
                            row.optional("evidence"),
                            row.optional("basis"),
                            row.instant("holds_from"),
                            row.instant("holds_until")));
        }
        return all;
    }

    private static Set<String> words(@Nullable String joined) {
        return joined == null ? Set.of() : Set.of(joined.split(" "));
    }

    /** True if a row holds what was written. */
    static boolean holds(RowColumns row, Organisation written) {
        return comparable(of(row)).equals(comparable(written));
    }

    /** The same organisation with everything in one order and to the second, as it is stored. */
    static Organisation comparable(Organisation one) {
        var facts = new HashMap<String, List<String>>();
        one.facts().forEach((name, words) -> facts.put(name, sorted(words)));
        facts.values().removeIf(List::isEmpty);
        return one.toBuilder()
                .jurisdictions(sorted(one.jurisdictions()))
                .facts(facts)
                .build();
    }

    private static List<String> sorted(Collection<String> words) {
        return words.stream().distinct().sorted().toList();
    }

    private static RegisteredResource resource(String written) {
        return Objects.requireNonNull(RegisteredResource.parse(written), written);
    }

    /** Every organisation as it is stored, verified or not. */
    public static List<Organisation> readAll(Connection connection) throws SQLException {
        return SealedTable.ORGANISATION.readAll(connection).stream()
                .map(RowColumns::of)
                .map(OrganisationRows::of)
                .sorted(Comparator.comparing(Organisation::id))
                .toList();
    }

    public static @Nullable Organisation find(Connection connection, String id) throws SQLException {
        var row = SealedTable.ORGANISATION.find(connection, id);
        return row == null ? null : of(RowColumns.of(row));
    }

    public static void write(Connection connection, Organisation organisation) throws SQLException {
        writeAll(connection, List.of(organisation));
    }

    /** Inserts or replaces organisations, with as few statements as there are tables. */
    public static void writeAll(Connection connection, Collection<Organisation> organisations) throws SQLException {
        writeOwn(connection, organisations);
        for (var table : List.of("purpose", "jurisdiction", "fact", "resource")) {
            SqlStatements.runAll(
                    connection,
                    "DELETE FROM organisation_" + table + " WHERE organisation = ?",
                    organisations.stream().map(one -> new Object[] {one.id()}).toList());
        }
        writeChildren(connection, organisations);
    }

    private static void writeOwn(Connection connection, Collection<Organisation> organisations) throws SQLException {
        SqlStatements.runAll(
                connection,
                """
                INSERT INTO organisation (id, name, type, suspended, upstream_role, state, verified_kind,
                  verified_reference, verified_by, verified_on, verified_until, parent, acts_for, contact)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET name = excluded.name, type = excluded.type,
                  suspended = excluded.suspended, upstream_role = excluded.upstream_role, state = excluded.state,
                  verified_kind = excluded.verified_kind, verified_reference = excluded.verified_reference,
                  verified_by = excluded.verified_by, verified_on = excluded.verified_on,
                  verified_until = excluded.verified_until, parent = excluded.parent, acts_for = excluded.acts_for,
                  contact = excluded.contact\
                """,
                organisations.stream().map(OrganisationRows::columns).toList());
    }

    private static void writeChildren(Connection connection, Collection<Organisation> organisations)
            throws SQLException {
        SqlStatements.runAll(
                connection,
                "INSERT INTO organisation_purpose (organisation, purpose, evidence, basis, holds_from, holds_until)"
                        + " VALUES (?, ?, ?, ?, ?, ?)",
                organisations.stream().flatMap(OrganisationRows::purposes).toList());
        SqlStatements.runAll(
                connection,
                "INSERT INTO organisation_jurisdiction VALUES (?, ?)",
                organisations.stream()
                        .flatMap(one ->
                                one.jurisdictions().stream().distinct().map(place -> new Object[] {one.id(), place}))
                        .toList());
        SqlStatements.runAll(
                connection,
                "INSERT INTO organisation_fact VALUES (?, ?, ?)",
                organisations.stream().flatMap(OrganisationRows::facts).toList());
        SqlStatements.runAll(
                connection,
                "INSERT INTO organisation_resource VALUES (?, ?)",
                organisations.stream()
                        .flatMap(one ->
                                one.resources().stream().map(resource -> new Object[] {one.id(), resource.format()}))
                        .toList());
    }

    /** Only a verified organisation is not suspended: a reader that knows no states refuses all others. */
    private static @Nullable Object[] columns(Organisation one) {
        var verification = one.verification();
        var relations = one.relations();
        boolean named = one.state() == OrganisationState.APPLIED || one.state() == OrganisationState.CLOSED;
        return new @Nullable Object[] {
            one.id(),
            one.name(),
            one.type(),
            one.suspended() ? 1 : 0,
            one.upstreamRole(),
            named ? one.state().code() : null,
            verification == null ? null : verification.kind(),
            verification == null ? null : verification.reference(),
            verification == null ? null : verification.by(),
            verification == null ? null : verification.on().getEpochSecond(),
            verification == null ? null : SqlStatements.seconds(verification.until()),
            relations.parent(),
            relations.actsFor().isEmpty() ? null : String.join(" ", sorted(relations.actsFor())),
            relations.contact()
        };
    }

    private static Stream<@Nullable Object[]> purposes(Organisation one) {
        return one.purposeTerms().entrySet().stream().map(purpose -> {
            var terms = purpose.getValue();
            return new @Nullable Object[] {
                one.id(),
                purpose.getKey(),
                terms.evidence(),
                terms.basis(),
                SqlStatements.seconds(terms.from()),
                SqlStatements.seconds(terms.until())
            };
        });
    }

    private static Stream<@Nullable Object[]> facts(Organisation one) {
        return one.facts().entrySet().stream()
                .flatMap(fact -> fact.getValue().stream().distinct().map(word ->
                        new @Nullable Object[] {one.id(), fact.getKey(), word}));
    }
}
