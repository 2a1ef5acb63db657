package io.facegate.registry;

import static io.facegate.registry.IdSyntax.require;

import io.facegate.identity.ApiKeyVerifier;
import io.facegate.identity.Caller;
import io.facegate.identity.ClientCertificates;
import io.facegate.identity.Organisation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Write access to the registry. Each change is validated, journaled, then applied; a failed step stops the rest. */
public final class RegistryWriter implements AutoCloseable {
    private static final String ID_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final String SECRET_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final RegistryDatabase store;
    private final RegistryAddress address;
    private final ChangeJournal journal;

    private RegistryWriter(RegistryDatabase store, RegistryAddress address, ChangeJournal journal) {
        this.store = store;
        this.address = address;
        this.journal = journal;
    }

    /**
     * Opens the registry of a data folder; creates it if missing.
     *
     * @throws RegistryException.Unusable if its files cannot be used as they are
     */
    public static RegistryWriter open(Path dataFolder, ChangeJournal journal) {
        return open(RegistryAddress.ofFolder(dataFolder), journal);
    }

    /** As above, where the address says. The tables in a database must be there. */
    public static RegistryWriter open(RegistryAddress address, ChangeJournal journal) {
        return new RegistryWriter(RegistryDatabase.open(address), address, journal);
    }

    /** True if the data folder has a registry. */
    public static boolean isIn(Path dataFolder) {
        return Files.exists(dataFolder.resolve(RegistryDatabase.FILE));
    }

    /** True if the data folder has a registry of the current schema with sealed rows; does not touch the file. */
    public static boolean isSealedIn(Path dataFolder) {
        return isIn(dataFolder) && RegistryDatabase.isCurrent(dataFolder);
    }

    /** The evidence register in the same files. */
    public EvidenceRegister evidence() {
        return new EvidenceRegister(store, journal);
    }

    /** The register of accepted token issuers in the same files. */
    public IssuerRegister issuers() {
        return new IssuerRegister(store, address, journal);
    }

    /**
     * Registers an organisation.
     *
     * @throws RegistryException.Unacceptable if the id is taken or a word malformed
     */
    public void add(Organisation organisation) {
        IdSyntax.check(organisation);
        store.change(journal, (connection, rows) -> {
            require(
                    OrganisationRows.find(connection, organisation.id()) == null,
                    "An organisation " + organisation.id() + " is registered already. To change it: org change "
                            + organisation.id() + " with what is to be different.");
            OrganisationRows.write(connection, organisation);
            rows.record(
                    "org_add",
                    organisation.id(),
                    SealedTable.ORGANISATION,
                    organisation.id(),
                    row -> OrganisationRows.holds(row, organisation));
            return organisation;
        });
    }

    /** Changes an organisation, except its id. */
    public Organisation change(String id, UnaryOperator<Organisation> how) {
        return applyChange("org_change", id, how);
    }

    /** Suspends an organisation: every call by it or on its behalf is refused. */
    public Organisation suspend(String id) {
        return applyChange("org_suspend", id, one -> one.withSuspended(true));
    }

    public Organisation resume(String id) {
        return applyChange("org_resume", id, one -> one.withSuspended(false));
    }

    private Organisation applyChange(String act, String id, UnaryOperator<Organisation> how) {
        return store.change(journal, (connection, rows) -> {
            var after = how.apply(requireOrganisation(rows, id));
            IdSyntax.check(after);
            require(after.id().equals(id), "An organisation keeps its id.");
            OrganisationRows.write(connection, after);
            rows.record(act, id, SealedTable.ORGANISATION, id, row -> OrganisationRows.holds(row, after));
            return after;
        });
    }

    /**
     * Mints a key. Only the returned value holds its secrets in clear text.
     *
     * @throws RegistryException.Unacceptable if the key could never be used: unknown organisation, unregistered purpose
     */
    public MintedKey mint(KeyRequest minting, Instant now) {
        return mint(minting, null, now);
    }

    /**
     * Registers a client certificate as a key. Nobody gets the key's secrets, so the certificate alone is a credential.
     *
     * @param certificate SHA-256 of the certificate
     * @return the id of the key
     * @throws RegistryException.Unacceptable if a valid key has the certificate already, and as {@link #mint}
     */
    public String registerCertificate(KeyRequest minting, byte[] certificate, Instant now) {
        return mint(minting, certificate, now).accessKeyId();
    }

    private MintedKey mint(KeyRequest minting, byte @Nullable [] certificate, Instant now) {
        return store.change(journal, (connection, rows) -> {
            check(rows, minting, now);
            require(
                    certificate == null || !KeyRows.isRegistered(connection, certificate),
                    "A key that is not revoked has this certificate already. To see all: key list.");
            var id = (certificate == null ? "FGAK" : ClientCertificates.PREFIX) + random(ID_ALPHABET, 16);
            var secret = random(SECRET_ALPHABET, 40);
            var apiKey = ApiKeyVerifier.format(id, random(SECRET_ALPHABET, 40));
            var entry = new KeyEntry(id, minting, now, null);
            var sealed = store.vault().seal(id, secret.getBytes(StandardCharsets.US_ASCII));
            var hash = certificate == null ? ApiKeyVerifier.hash(apiKey) : certificate;
            KeyRows.write(connection, entry, sealed, hash);
            rows.record("key_mint", id, SealedTable.ACCESS_KEY, id, row -> KeyRows.holds(row, entry, sealed, hash));
            return new MintedKey(id, secret, apiKey, minting);
        });
    }

    private static void check(SealedChange rows, KeyRequest minting, Instant now) throws SQLException {
        var owner = requireOrganisation(rows, minting.organisation());
        var principals = minting.principals();
        require(
                !principals.contains(owner.id()) && new HashSet<>(principals).size() == principals.size(),
                "A key may name each organisation that it acts for only once.");
        require(
                principals.size() <= Caller.MOST_PRINCIPALS,
                "A key acts for at most " + Caller.MOST_PRINCIPALS + " organisations, which is as many as a record"
                        + " can list.");
        require(minting.caseId() == null || IdSyntax.isName(minting.caseId()), IdSyntax.CASE);
        var last = owner;
        for (var principal : principals) {
            last = requireOrganisation(rows, principal);
            requirePurpose(last, minting.purpose());
        }
        requirePurpose(owner, minting.purpose());
        require(
                !last.type().equals("contractor") && !last.type().startsWith("contractor."),
                last.id() + " is a contractor. A contractor acts for another organisation: add --for ORG.");
        var expires = minting.expires();
        require(expires == null || expires.isAfter(now), "The key would have expired already.");
    }

    private static void requirePurpose(Organisation organisation, @Nullable String purpose) {
        require(
                purpose == null || organisation.purposes().contains(purpose),
                "The purpose is not registered for " + organisation.id() + ". Register it first: org change "
                        + organisation.id() + " with --purpose for each that it is to have.");
    }

    /** Revokes a key and wipes its secrets. */
    public void revoke(String keyId, Instant now) {
        store.change(journal, (connection, rows) -> {
            var known = KeyRows.readAll(connection).stream()
                    .filter(entry -> entry.id().equals(keyId))
                    .findFirst();
            require(known.isPresent(), "There is no key with this id. To see all: key list.");
            require(known.get().revoked() == null, "The key was revoked already.");
            int revoked = KeyRows.revoke(connection, keyId, now);
            rows.record(
                    "key_revoke",
                    keyId,
                    SealedTable.ACCESS_KEY,
                    keyId,
                    row -> KeyRows.holds(
                            row,
                            new KeyEntry(
                                    keyId, known.get().request(), known.get().created(), now),
                            KeyRows.WIPED,
                            KeyRows.WIPED));
            return revoked;
        });
    }

    /** Verifies every row, and the root against the ledger. */
    public RegistryVerification verify() {
        store.adopt(journal);
        var recorded = LedgerRootCheck.begin(journal.roots(), store);
        var checked = store.check();
        return new RegistryVerification(checked.root(), checked.altered(), recorded.isOnRecord(checked.root()));
    }

    public List<Organisation> organisations() {
        return store.runExclusive(OrganisationRows::readAll);
    }

    /**
     * Returns one organisation.
     *
     * @throws RegistryException.Unacceptable if it does not exist
     */
    public Organisation getOrganisation(String id) {
        return store.runExclusive(connection -> getOrganisation(connection, id));
    }

    /** All keys ever minted, revoked ones included. */
    public List<KeyEntry> keys() {
        return store.runExclusive(KeyRows::readAll);
    }

    static Organisation getOrganisation(Connection connection, String id) throws SQLException {
        return requireKnown(OrganisationRows.find(connection, id));
    }

    /** The verified organisation that a change is based on. */
    static Organisation requireOrganisation(SealedChange rows, String id) throws SQLException {
        var row = rows.requireVerified(SealedTable.ORGANISATION, id);
        return requireKnown(row == null ? null : OrganisationRows.of(row));
    }

    private static Organisation requireKnown(@Nullable Organisation found) {
        if (found == null) {
            throw new RegistryException.Unacceptable(
                    "There is no such organisation. To see all: org list. To register one: org add.");
        }
        return found;
    }

    private static String random(String alphabet, int length) {
        var text = new StringBuilder(length);
        RANDOM.ints(length, 0, alphabet.length()).forEach(at -> text.append(alphabet.charAt(at)));
        return text.toString();
    }

    @Override
    public void close() {
        store.close();
    }
}
