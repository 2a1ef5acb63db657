package io.facegate.registry;

import static io.facegate.registry.IdSyntax.require;

import io.facegate.identity.Organisation;
import io.facegate.identity.OrganisationVerification;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Write access to the registry. Each change is validated, journaled, then applied; a failed step stops the rest. */
public final class RegistryWriter implements AutoCloseable {
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
        return isIn(dataFolder) && SqliteRegistryConnection.isCurrent(dataFolder);
    }

    /** The evidence register in the same files. */
    public EvidenceRegister evidence() {
        return new EvidenceRegister(store, journal);
    }

    /** The id of the registry's key, which is in the registry's name in records. It reveals nothing about the key. */
    public String id() {
        var name = store.name();
        return name.substring(name.indexOf(':') + 1);
    }

    /** The register of accepted token issuers in the same files. */
    public IssuerRegister issuers() {
        return new IssuerRegister(store, address, journal);
    }

    /** The register of people in the same files. */
    public PersonRegister people() {
        return new PersonRegister(store, journal);
    }

    /** The register of granted exemptions in the same files. */
    public ExemptionRegister exemptions() {
        return new ExemptionRegister(store, journal);
    }

    /** The register of stops in the same files. */
    public StopRegister stops() {
        return new StopRegister(store, journal);
    }

    /** The register of the policies that all gateways decide by. */
    public PolicyActivationRegister policies() {
        return new PolicyActivationRegister(store, journal);
    }

    /** The register of the quotas that all gateways apply. */
    public QuotaRegister quotas() {
        return new QuotaRegister(store, journal);
    }

    /** The lists that people saved in the same files. */
    public SavedListRegister savedLists() {
        return new SavedListRegister(store, journal);
    }

    /** Changes that wait for a second person. */
    public ProposalRegister proposals() {
        return new ProposalRegister(store, journal);
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
                    rows.requireVerified(SealedTable.ORGANISATION, organisation.id()) == null,
                    "An organisation " + organisation.id() + " is registered already. To change it: org change "
                            + organisation.id() + " with what is to be different.");
            OrganisationRelationCheck.check(connection, organisation);
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

    /** Changes an organisation, except its id and its state. */
    public Organisation change(String id, UnaryOperator<Organisation> how) {
        return applyChange("org_change", id, how);
    }

    /** Suspends a verified organisation: every call by it or on its behalf is refused. */
    public Organisation suspend(String id) {
        return applyChange("org_suspend", id, OrganisationStates::suspend);
    }

    /** Ends a suspension. */
    public Organisation resume(String id) {
        return applyChange("org_resume", id, OrganisationStates::resume);
    }

    /** Records how an organisation was verified; one that has applied is served from then on. */
    public Organisation verify(String id, OrganisationVerification how) {
        return applyChange("org_verify", id, one -> OrganisationStates.verify(one, how));
    }

    /** Closes an organisation for good, and revokes each of its keys in the same transaction. */
    public Organisation close(String id, Instant now) {
        return store.change(journal, (connection, rows) -> {
            var after = OrganisationStates.close(requireOrganisation(rows, id));
            OrganisationRows.write(connection, after);
            var written = new ArrayList<WrittenRow>();
            written.add(WrittenRow.of(SealedTable.ORGANISATION, row -> OrganisationRows.holds(row, after), id));
            for (var key : KeyRows.readAll(connection)) {
                if (key.request().organisation().equals(id) && key.revoked() == null) {
                    written.add(revoked(connection, rows, key, now));
                }
            }
            rows.recordAll("org_close", id, written);
            return after;
        });
    }

    private Organisation applyChange(String act, String id, UnaryOperator<Organisation> how) {
        return store.change(journal, (connection, rows) -> {
            var before = requireOrganisation(rows, id);
            OrganisationStates.requireOpen(before);
            var after = how.apply(before);
            IdSyntax.check(after);
            require(after.id().equals(id), "An organisation keeps its id.");
            OrganisationRelationCheck.check(connection, after);
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
            KeyMinting.check(minting, id -> requireOrganisation(rows, id), now);
            var known = KeyRows.readAll(connection);
            KeyMinting.requireFreeLabel(known, minting, now);
            if (rows.isOwn("key_mint", minting.organisation())) {
                KeyMinting.requireOwn(known, minting, now);
            }
            require(
                    certificate == null || !KeyRows.isRegistered(connection, certificate),
                    "A key that is not revoked has this certificate already. To see all: key list.");
            require(
                    certificate == null
                            || PersonRegister.find(rows, HexFormat.of().formatHex(certificate)) == null,
                    "This certificate is a person's. An organisation has one of its own.");
            var made = new KeyMinting(store.vault()).make(minting, certificate, now);
            KeyRows.writeAll(connection, List.of(made.stored()));
            var id = made.key().accessKeyId();
            rows.recordKey(
                    "key_mint",
                    id,
                    minting.organisation(),
                    List.of(made.stored().written()));
            return made.key();
        });
    }

    /** Rotates keys, and finds whose a leaked one is. */
    public KeyRegister keys(Instant now) {
        return new KeyRegister(store, journal, now);
    }

    /** Writes many organisations and keys at once. */
    public BulkRegistration bulk() {
        return new BulkRegistration(store, journal);
    }

    /**
     * Requires that every word of an organisation is well-formed.
     *
     * @throws RegistryException.Unacceptable if one is not
     */
    public static void requireWellFormed(Organisation organisation) {
        IdSyntax.check(organisation);
    }

    /**
     * Requires that a key could be minted among these organisations.
     *
     * @throws RegistryException.Unacceptable if it could never be used
     */
    public static void requireMintable(KeyRequest key, Function<String, Organisation> organisations, Instant now) {
        try {
            KeyMinting.check(key, organisations::apply, now);
        } catch (SQLException never) {
            throw new IllegalStateException(never);
        }
    }

    /** Revokes a key and wipes its secrets. */
    public void revoke(String keyId, Instant now) {
        store.change(journal, (connection, rows) -> {
            var known = KeyRows.readAll(connection).stream()
                    .filter(entry -> entry.id().equals(keyId))
                    .findFirst();
            TranslatedRefusal.KEY_GONE.throwUnless(
                    known.isPresent(), "There is no key with this id. To see all: key list.");
            // What somebody wrote into the row does not make it look revoked.
            var sound = rows.findVerified(SealedTable.ACCESS_KEY, keyId);
            TranslatedRefusal.KEY_REVOKED.throwUnless(
                    sound == null || !sound.has("revoked"), "The key was revoked already.");
            rows.recordKey(
                    "key_revoke",
                    keyId,
                    sound == null ? "" : sound.text("organisation"),
                    List.of(revoked(connection, rows, known.get(), now)));
            return keyId;
        });
    }

    /** Revokes a key inside a change. */
    static WrittenRow revoked(Connection connection, SealedChange rows, KeyEntry known, Instant now)
            throws SQLException {
        var id = known.id();
        KeyRows.revoke(connection, id, now);
        var after = new KeyEntry(id, known.request(), known.created(), now);
        return WrittenRow.of(
                SealedTable.ACCESS_KEY, row -> KeyRows.holds(row, after, KeyRows.WIPED, KeyRows.WIPED), id);
    }

    /** Verifies every row, and the root against the ledger. */
    public RegistryVerification verify() {
        store.adopt(journal);
        var recorded = LedgerRootCheck.begin(journal.roots(), store);
        var checked = store.check();
        return new RegistryVerification(checked.root(), checked.altered(), recorded.isOnRecord(checked.root()));
    }

    /** True if the ledger has a root of this registry on record, whatever it holds now. */
    public boolean hasRecordedRoot() {
        return journal.roots().newest(store.name()) != null;
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

    /** What ends within that time, the next first; from rows that verify. */
    public List<Expiry> expiring(Instant now, Instant until) {
        try {
            return Expiry.find(store.load(RegistrySnapshot.NONE).snapshot(), now, until);
        } catch (SQLException unreadable) {
            throw new RegistryException.Unusable("The registry cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    /** What each change made of the rows, by the hash that its record in the ledger has. */
    public Map<String, String> changeContents() {
        return store.runExclusive(ChangeContent::readAll);
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

    @Override
    public void close() {
        store.close();
    }
}
