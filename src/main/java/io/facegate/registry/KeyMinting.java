package io.facegate.registry;

import static io.facegate.registry.IdSyntax.require;

import io.facegate.identity.ApiKeyVerifier;
import io.facegate.identity.Caller;
import io.facegate.identity.ClientCertificates;
import io.facegate.identity.KeyLimits;
import io.facegate.identity.Organisation;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes keys, and checks that each could be used. */
final class KeyMinting {
    private static final String PREFIX = "FGAK";
    private static final String ID_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final String SECRET_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final Duration LONGEST_OWN = Duration.ofDays(366);
    private static final int MOST_OWN = 100;
    private static final int MOST_WIRES = 16;
    private static final int MOST_PLACES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretCipher vault;

    KeyMinting(SecretCipher vault) {
        this.vault = vault;
    }

    /** A new key, and what is stored of it. */
    record Made(MintedKey key, KeyRows.SealedKey stored) {}

    /** Looks up an organisation; fails if there is none. */
    @FunctionalInterface
    interface OrganisationLookup {
        Organisation require(String id) throws SQLException;
    }

    Made make(KeyRequest minting, Instant now) {
        return make(minting, null, now);
    }

    /**
     * As above, for a client certificate. Nobody gets such a key's secrets, so the certificate alone is a credential.
     *
     * @param certificate SHA-256 of the certificate, or null
     */
    Made make(KeyRequest minting, byte @Nullable [] certificate, Instant now) {
        var id = (certificate == null ? PREFIX : ClientCertificates.PREFIX) + random(ID_ALPHABET, 16);
        var secret = random(SECRET_ALPHABET, 40);
        var apiKey = ApiKeyVerifier.format(id, random(SECRET_ALPHABET, 40));
        var sealed = vault.seal(id, secret.getBytes(StandardCharsets.US_ASCII));
        var entry = new KeyEntry(id, minting, now, null);
        return new Made(
                new MintedKey(id, secret, apiKey, minting),
                new KeyRows.SealedKey(entry, sealed, certificate == null ? ApiKeyVerifier.hash(apiKey) : certificate));
    }

    /** Requires that a key could be used. */
    static void check(KeyRequest minting, OrganisationLookup organisations, Instant now) throws SQLException {
        var owner = organisations.require(minting.organisation());
        OrganisationStates.requireOpen(owner);
        var principals = minting.principals();
        require(
                !principals.contains(owner.id()) && new HashSet<>(principals).size() == principals.size(),
                "A key may name each organisation that it acts for only once.");
        require(
                principals.size() <= Caller.MOST_PRINCIPALS,
                "A key acts for at most " + Caller.MOST_PRINCIPALS + " organisations, which is as many as a record"
                        + " can list.");
        requireNames(minting);
        var last = owner;
        for (var principal : principals) {
            OrganisationRelationCheck.requireActsFor(last, principal);
            last = organisations.require(principal);
            requirePurpose(last, minting.purpose());
            requirePlaces(last, minting.limits());
        }
        requirePurpose(owner, minting.purpose());
        boolean acts = !last.type().equals("contractor") && !last.type().startsWith("contractor.");
        TranslatedRefusal.KEY_CONTRACTOR.throwUnless(
                acts || (principals.isEmpty() && !owner.relations().actsFor().isEmpty()),
                last.id() + " is a contractor. A contractor acts for another organisation: add --for ORG.");
        requireUsable(minting.limits(), now);
        requirePlaces(owner, minting.limits());
    }

    private static void requireNames(KeyRequest minting) {
        require(minting.caseId() == null || IdSyntax.isName(minting.caseId()), IdSyntax.CASE);
        TranslatedRefusal.KEY_LABEL.throwUnless(
                minting.label() == null || IdSyntax.isName(minting.label()),
                "A label is 1 to 64 letters, digits and signs, with no space, comma, quote or backslash, and begins"
                        + " with a letter or digit.");
    }

    private static void requireUsable(KeyLimits limits, Instant now) {
        var expires = limits.expires();
        var from = limits.from();
        TranslatedRefusal.KEY_ENDED.throwUnless(
                expires == null || expires.isAfter(now), "The key would have expired already.");
        TranslatedRefusal.KEY_BACKWARDS.throwUnless(
                from == null || expires == null || from.isBefore(expires), "The key would end before it begins.");
        require(
                limits.wires().size() <= MOST_WIRES && limits.wires().stream().allMatch(IdSyntax::isName),
                "A key names at most " + MOST_WIRES + " APIs.");
        require(
                limits.places().size() <= MOST_PLACES
                        && limits.places().stream().noneMatch(each -> each.contains(" ")),
                "A key names at most " + MOST_PLACES + " places.");
    }

    private static void requirePlaces(Organisation organisation, KeyLimits limits) {
        for (var place : limits.places()) {
            require(
                    organisation.jurisdictions().contains(place),
                    "The place " + place + " is not registered for " + organisation.id() + ". Registered: "
                            + String.join(", ", organisation.jurisdictions()) + ".");
        }
    }

    private static void requirePurpose(Organisation organisation, @Nullable String purpose) {
        TranslatedRefusal.KEY_PURPOSE.throwUnless(
                purpose == null || organisation.purposes().contains(purpose),
                "The purpose is not registered for " + organisation.id() + ". Register it first: org change "
                        + organisation.id() + " with --purpose for each that it is to have.");
    }

    /** What a person of the organisation itself may mint: a key for one purpose of it, with a label and an end. */
    static void requireOwn(Collection<KeyEntry> keys, KeyRequest minting, Instant now) {
        var expires = minting.expires();
        TranslatedRefusal.KEY_INCOMPLETE.throwUnless(
                minting.purpose() != null && minting.label() != null && expires != null,
                "A key that a member mints has a purpose, a label and an end.");
        TranslatedRefusal.KEY_TOO_LONG.throwUnless(
                expires == null || !expires.isAfter(now.plus(LONGEST_OWN)),
                "A key that a member mints ends within " + LONGEST_OWN.toDays() + " days.");
        TranslatedRefusal.KEY_FOR_OTHERS.throwUnless(
                minting.principals().isEmpty() && minting.caseId() == null,
                "A key that a member mints acts for nobody else and has no case. The operator can mint one.");
        TranslatedRefusal.KEY_TOO_MANY.throwUnless(
                keys.stream()
                                .filter(key -> key.request().organisation().equals(minting.organisation()))
                                .filter(key -> key.isOpen(now))
                                .count()
                        < MOST_OWN,
                "Your organisation has " + MOST_OWN + " keys already. Revoke one first.");
    }

    /** A label names one valid key of an organisation, and cannot be taken for the id of another. */
    static void requireFreeLabel(Collection<KeyEntry> keys, KeyRequest minting, Instant now) {
        TranslatedRefusal.KEY_LABEL.throwUnless(
                minting.label() == null
                        || !(minting.label().startsWith(PREFIX)
                                || minting.label().startsWith(ClientCertificates.PREFIX)),
                "A label does not begin with " + PREFIX + " or " + ClientCertificates.PREFIX
                        + ": ids of keys do. Choose another label.");
        TranslatedRefusal.KEY_LABEL_TAKEN.throwUnless(
                minting.label() == null
                        || keys.stream()
                                .noneMatch(key ->
                                        minting.label().equals(key.request().label())
                                                && key.request().organisation().equals(minting.organisation())
                                                && key.isOpen(now)),
                "A valid key of " + minting.organisation() + " has this label already. Use another one, or revoke that"
                        + " key first: key list.");
    }

    /** Of two keys with one label, the one that ends first was rotated; once is enough. */
    static void requireNotRotated(Collection<KeyEntry> keys, KeyEntry old, Instant now) {
        TranslatedRefusal.KEY_ROTATED.throwUnless(
                old.request().label() == null || keys.stream().noneMatch(key -> key.isOpen(now) && replaces(key, old)),
                "The key was rotated already. Rotate the newer key with its label, or revoke that one first.");
    }

    private static boolean replaces(KeyEntry key, KeyEntry old) {
        var end = key.request().expires();
        var ends = old.request().expires();
        boolean newer = ends != null
                && !key.created().isBefore(old.created())
                && (end == null || end.isAfter(ends) || key.created().isAfter(old.created()));
        return newer
                && !key.id().equals(old.id())
                && old.request().organisation().equals(key.request().organisation())
                && Objects.equals(old.request().label(), key.request().label());
    }

    private static String random(String alphabet, int length) {
        var text = new StringBuilder(length);
        RANDOM.ints(length, 0, alphabet.length()).forEach(at -> text.append(alphabet.charAt(at)));
        return text.toString();
    }
}
