package io.facegate.registry;

import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The changes that take two people where approvals are {@code two}. Each looks at the row before and after, not at the
 * command, so that no command gets round it. What only refuses or stops is none of them.
 */
public enum TwoPersonChange {
    ORGANISATION(
            "the type or the places of an organisation, or more of its purposes or of those that it acts for",
            SealedTable.ORGANISATION,
            TwoPersonChange::isOtherOrganisation),
    SUSPENSION_LIFTED("the end of a suspension", SealedTable.ORGANISATION, TwoPersonChange::isResumed),
    EXEMPTION("an exemption", SealedTable.EXEMPTION, (_, after) -> after.value("revoked") == null),
    ROLE("an operator, an officer, a policy editor or a reviewer", SealedTable.PERSON, TwoPersonChange::isNewRole),
    POLICIES(
            "policies that permit more",
            SealedTable.POLICIES,
            (before, after) -> before == null
                    || !PolicyActivationRows.of(before.toRow(SealedTable.POLICIES))
                            .isKnown()
                    || after.value("permits_more") != null),
    APPROVALS(
            "fewer approvals",
            SealedTable.SETTING,
            (_, after) -> !needsOnePerson(after) && !Approvals.TWO.word().equals(after.value("value")));

    private final String description;

    @SuppressWarnings("ImmutableEnumChecker") // a record of texts
    private final SealedTable table;

    @SuppressWarnings("ImmutableEnumChecker") // functions without state
    private final Judgement judgement;

    TwoPersonChange(String description, SealedTable table, Judgement judgement) {
        this.description = description;
        this.table = table;
        this.judgement = judgement;
    }

    /** Tells whether a change of a row is of this kind. */
    private interface Judgement {
        boolean isMade(@Nullable RowContent before, RowContent after);
    }

    /** Saved lists, and quotas: they refuse calls that are permitted, and permit none that are not. */
    private static boolean needsOnePerson(RowContent setting) {
        return setting.value("id") instanceof String id
                && (id.startsWith(SavedList.PREFIX) || id.equals(RegisteredQuotas.ID));
    }

    /** The tables whose rows such changes are made of. */
    static Set<SealedTable> tables() {
        return Stream.of(values()).map(kind -> kind.table).collect(Collectors.toSet());
    }

    /** What takes two people, as a part of a sentence. */
    public String description() {
        return description;
    }

    /** The first kind of change that takes two people, or null. */
    static @Nullable TwoPersonChange find(SealedTable table, @Nullable RowContent before, RowContent after) {
        return Stream.of(values())
                .filter(kind -> kind.table.equals(table) && kind.judgement.isMade(before, after))
                .findFirst()
                .orElse(null);
    }

    private static boolean isOtherOrganisation(@Nullable RowContent before, RowContent after) {
        return before != null
                && (isOther("type", before, after)
                        || hasMorePurposes(before, after)
                        || actsForMore(before, after)
                        || !before.below("organisation_jurisdiction").equals(after.below("organisation_jurisdiction")));
    }

    /** Somebody to act for who was not there; without any, the organisation's credentials alone decide for whom it acts. */
    private static boolean actsForMore(RowContent before, RowContent after) {
        return before.value("acts_for") instanceof String known
                && !(after.value("acts_for") instanceof String now
                        && wordsOf(known).containsAll(wordsOf(now)));
    }

    private static Set<String> wordsOf(String joined) {
        return Set.of(joined.split(" "));
    }

    /** A purpose that was not there, or that holds longer or on other grounds than before. */
    private static boolean hasMorePurposes(RowContent before, RowContent after) {
        var known = before.below("organisation_purpose");
        return !after.below("organisation_purpose").stream()
                .allMatch(row -> known.stream().anyMatch(earlier -> isWithin(earlier, row)));
    }

    /** True if a purpose is the same as before, or begins later or ends earlier: that stops something. */
    private static boolean isWithin(SortedMap<String, Object> before, SortedMap<String, Object> after) {
        return Stream.of("purpose", "evidence", "basis")
                        .allMatch(column -> Objects.equals(before.get(column), after.get(column)))
                && moment(after, "holds_from", Long.MIN_VALUE) >= moment(before, "holds_from", Long.MIN_VALUE)
                && moment(after, "holds_until", Long.MAX_VALUE) <= moment(before, "holds_until", Long.MAX_VALUE);
    }

    private static long moment(SortedMap<String, Object> row, String column, long without) {
        return row.get(column) instanceof Long seconds ? seconds : without;
    }

    private static boolean isResumed(@Nullable RowContent before, RowContent after) {
        return before != null
                && ((isStopped(before) && !isStopped(after)) || isProlonged(before, after) || isFreed(before, after));
    }

    /** Another parent, or none: a child of an organisation that is not served is not served either. */
    private static boolean isFreed(RowContent before, RowContent after) {
        return before.value("parent") != null && isOther("parent", before, after);
    }

    /** A verification that ends later than before, or no more: where it has ended, the organisation is suspended. */
    private static boolean isProlonged(RowContent before, RowContent after) {
        return before.value("verified_until") instanceof Long end
                && !(after.value("verified_until") instanceof Long later && later <= end);
    }

    /** A role with which somebody can permit more, or another login of such a person: both could make one person two. */
    private static boolean isNewRole(@Nullable RowContent before, RowContent after) {
        var now = strongRoles(after);
        return !now.isEmpty()
                && (before == null
                        || !strongRoles(before).containsAll(now)
                        || isOther("issuer", before, after)
                        || isOther("subject", before, after)
                        || hasNewCertificate(before, after));
    }

    /** A client certificate that was not there, or that counts longer. */
    private static boolean hasNewCertificate(RowContent before, RowContent after) {
        var known = PersonRows.of(before.toRow(SealedTable.PERSON)).certificates();
        return PersonRows.of(after.toRow(SealedTable.PERSON)).certificates().stream()
                .anyMatch(one -> known.stream().noneMatch(one::isWithin));
    }

    private static boolean isOther(String column, RowContent before, RowContent after) {
        return !Objects.equals(before.value(column), after.value(column));
    }

    /** True for an organisation that is suspended or closed. */
    private static boolean isStopped(RowContent row) {
        return !Long.valueOf(0).equals(row.value("suspended"))
                || Set.of("suspended", "closed").contains(String.valueOf(row.value("state")));
    }

    private static Set<Role> strongRoles(RowContent row) {
        return row.value("removed") != null
                ? Set.of()
                : PersonRows.of(row.toRow(SealedTable.PERSON)).roles().stream()
                        .filter(Role::canPermitMore)
                        .collect(Collectors.toSet());
    }
}
