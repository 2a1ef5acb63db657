package io.facegate.registry;

import static io.facegate.registry.IdSyntax.require;

import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A person who works with this gateway.
 *
 * @param organisation that a member belongs to, or null
 * @param login how the person logs in at an OpenID provider, or null
 * @param certificates the client certificates that the person logs in with, in their order
 * @param removed when the person lost every right, or null
 */
public record Person(
        String id,
        Set<Role> roles,
        @Nullable String organisation,
        @Nullable Login login,
        List<PersonCertificate> certificates,
        Instant added,
        @Nullable Instant removed) {
    private static final int LONGEST_LOGIN = 255;
    private static final int MOST_CERTIFICATES = 10;

    public Person {
        roles = Set.copyOf(roles);
        certificates = certificates.stream()
                .sorted(Comparator.comparing(PersonCertificate::sha256))
                .toList();
    }

    /** A person without client certificates. */
    public Person(
            String id,
            Set<Role> roles,
            @Nullable String organisation,
            @Nullable Login login,
            Instant added,
            @Nullable Instant removed) {
        this(id, roles, organisation, login, List.of(), added, removed);
    }

    /** The exact {@code iss} and {@code sub} of a person's tokens. */
    public record Login(String issuer, String subject) {}

    public boolean isActive() {
        return removed == null;
    }

    /** True if the person was not removed and one of the roles has that right. */
    public boolean may(Right right) {
        return isActive() && roles.stream().anyMatch(role -> role.rights().contains(right));
    }

    boolean isActiveOperator() {
        return isActive() && roles.contains(Role.OPERATOR);
    }

    Person withRemoved(Instant now) {
        return new Person(id, roles, organisation, login, certificates, added, now);
    }

    /** A copy with another's times, which rows keep to the second. */
    Person withTimesOf(Person other) {
        return new Person(id, roles, organisation, login, certificates, other.added, other.removed);
    }

    /** A copy with one more client certificate, or with another end of one. */
    public Person withCertificate(PersonCertificate one) {
        return withCertificates(
                Stream.concat(others(one.sha256()), Stream.of(one)).toList());
    }

    /** A copy without a client certificate. */
    public Person withoutCertificate(String sha256) {
        return withCertificates(others(sha256).toList());
    }

    /** The registration of a client certificate, or null. */
    public @Nullable PersonCertificate certificate(String sha256) {
        return certificates.stream()
                .filter(one -> one.sha256().equals(sha256))
                .findFirst()
                .orElse(null);
    }

    private Stream<PersonCertificate> others(String sha256) {
        return certificates.stream().filter(one -> !one.sha256().equals(sha256));
    }

    private Person withCertificates(List<PersonCertificate> others) {
        return new Person(id, roles, organisation, login, others, added, removed);
    }

    /** Checks what does not depend on others. */
    void check() {
        require(
                IdSyntax.isId(id),
                "A person's id is 1 to 63 lower-case letters, digits, dots, hyphens and underscores.");
        require(
                !roles.isEmpty(),
                "A person has at least one role: --role WORD. To see what each may do: person roles.");
        boolean member = roles.contains(Role.MEMBER);
        require(
                member == (organisation != null),
                "A member, and nobody else, belongs to an organisation: --role member with --org ORG.");
        require(
                !member || EnumSet.of(Role.MEMBER, Role.REVIEWER).containsAll(roles),
                "A member of an organisation can be a reviewer too, and has no other role.");
        require(
                login == null || (isPlain(login.issuer()) && isPlain(login.subject())),
                "A login is the exact issuer and subject of the person's tokens, at most " + LONGEST_LOGIN
                        + " printable characters each, without spaces.");
        require(
                certificates.size() <= MOST_CERTIFICATES,
                "A person has at most " + MOST_CERTIFICATES + " client certificates. Revoke one first.");
        certificates.forEach(PersonCertificate::check);
    }

    private static boolean isPlain(String text) {
        return !text.isEmpty() && text.length() <= LONGEST_LOGIN && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }
}
