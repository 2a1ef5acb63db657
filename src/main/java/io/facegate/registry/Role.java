package io.facegate.registry;

import io.facegate.registry.RegistryException.Unacceptable;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What people are registered as, each with the fewest rights that its work needs. */
public enum Role {
    OPERATOR(
            Right.CHANGE_ORGANISATIONS,
            Right.MINT_KEYS,
            Right.REGISTER_EVIDENCE,
            Right.ACCEPT_ISSUERS,
            Right.MANAGE_PEOPLE,
            Right.KEEP_REGISTRY,
            Right.KEEP_LEDGER,
            Right.CHANGE_QUOTAS,
            Right.HOLD_RECORDS,
            Right.STOP,
            Right.LIFT_STOPS,
            Right.READ_REGISTRY),
    POLICY_EDITOR(Right.CHANGE_POLICIES, Right.READ_REGISTRY),
    REVIEWER(Right.REVIEW),
    OFFICER(
            Right.HOLD_RECORDS,
            Right.GRANT_EXEMPTIONS,
            Right.STOP,
            Right.LIFT_STOPS,
            Right.JUDGE_AUTHORISATIONS,
            Right.ANSWER_APPEALS,
            Right.READ_RECORDS,
            Right.READ_REGISTRY),
    AUDITOR(Right.READ_RECORDS, Right.READ_REGISTRY),
    MEMBER(Right.READ_OWN_ORGANISATION, Right.OWN_KEYS);

    private static final Set<Right> PERMITTING = Set.of(
            Right.CHANGE_ORGANISATIONS,
            Right.MANAGE_PEOPLE,
            Right.GRANT_EXEMPTIONS,
            Right.CHANGE_POLICIES,
            Right.LIFT_STOPS,
            Right.REVIEW);

    @SuppressWarnings("ImmutableEnumChecker") // set by the constructor, immutable afterwards
    private final Set<Right> rights;

    Role(Right... rights) {
        this.rights = Collections.unmodifiableSet(EnumSet.copyOf(List.of(rights)));
    }

    public Set<Right> rights() {
        return rights;
    }

    /** True if whoever has it can permit more: by changes that can take two people, or by the release of an answer. */
    boolean canPermitMore() {
        return rights.stream().anyMatch(PERMITTING::contains);
    }

    /** The word in commands and rows. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role with that word, or null. */
    static @Nullable Role find(String word) {
        return Stream.of(values())
                .filter(role -> role.word().equals(word))
                .findFirst()
                .orElse(null);
    }

    /**
     * The role with that word.
     *
     * @throws Unacceptable if there is none
     */
    public static Role parse(String word) {
        var found = find(word);
        if (found == null) {
            throw new Unacceptable("There is no role '" + word + "'. The roles are: "
                    + Stream.of(values()).map(Role::word).collect(Collectors.joining(", ")) + '.');
        }
        return found;
    }
}
