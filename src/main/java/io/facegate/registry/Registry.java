package io.facegate.registry;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.facegate.call.Fault;
import io.facegate.identity.CallerKey;
import io.facegate.identity.Evidence;
import io.facegate.identity.ExemptionGrant;
import io.facegate.identity.IdentityDirectory;
import io.facegate.identity.Organisation;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * In-memory identity directory. While watching, it picks up changes by any process within a second. Every row is
 * verified before use, and all rows against the root known to the ledger.
 */
public final class Registry implements IdentityDirectory, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Registry.class.getName());
    /** How long it may be unreadable before every caller is refused, unless the operator says otherwise. */
    public static final Duration STALE_AFTER = Duration.ofSeconds(5);

    private static final int POLL_MILLIS = 250;
    private static final int BREATH_MILLIS = 20;
    /** How often a shared registry is compared with the ledger though its head did not change. */
    private static final Duration COMPARED_EVERY = Duration.ofSeconds(8);

    private final RegistryAddress address;
    private volatile Duration staleAfter = STALE_AFTER;
    private final ChangeJournal journal;
    private final AlteredRows altered;
    private final CountDownLatch closed = new CountDownLatch(1);
    private @Nullable RegistryDatabase store;
    private long version;
    private volatile String name = "";
    private final PendingRootCheck confirmation = new PendingRootCheck();
    private final NewerRootWatch newer = new NewerRootWatch();
    private long compared = System.nanoTime();
    private long recorded = System.nanoTime();
    private volatile VerifiedRegistryContent loaded = VerifiedRegistryContent.NONE;
    private volatile long checked = System.nanoTime();
    private volatile @Nullable Thread watcher;
    private final CallerBlock blocked = new CallerBlock();
    private final ExpiryAnnouncement expiry = new ExpiryAnnouncement();

    private Registry(RegistryAddress address, AlteredRows altered) throws SQLException {
        this.address = address;
        this.altered = altered;
        this.journal = altered.journal();
        var opened = RegistryDatabase.open(address, journal, true);
        try {
            checkAtStartup(opened);
        } catch (SQLException | RuntimeException failed) {
            opened.close();
            throw failed;
        }
    }

    /** Adopts the rows of an earlier version, verifies everything, and records the root. */
    private void checkAtStartup(RegistryDatabase opened) throws SQLException {
        var adopted = opened.adopt(journal);
        if (adopted != null) {
            LOG.log(
                    Level.WARNING,
                    "The registry is of an earlier version, which could not show whether its rows were changed. They"
                            + " are now sealed as they are; their root {0} is on record. Review them once: org list,"
                            + " key list, evidence list.",
                    adopted);
        }
        version = opened.version();
        name = opened.name();
        load(opened);
        var why = blocked.reason();
        if (why != null && !journal.isReadOnly()) {
            throw new RegistryException.Unusable(why);
        }
        store = opened;
        recordRoot(opened);
    }

    /** Opens the registry of a data folder; creates it if missing. Throws Unusable if its files cannot be used. */
    public static Registry open(Path dataFolder) {
        return open(RegistryAddress.ofFolder(dataFolder));
    }

    /** As above for a gateway, whose ledger knows the root; {@code altered} receives rows that do not verify. */
    public static Registry open(Path dataFolder, AlteredRows altered) {
        return open(RegistryAddress.ofFolder(dataFolder), altered);
    }

    public static Registry open(RegistryAddress address) {
        return open(address, new AlteredRows((act, subject, person) -> {}));
    }

    public static Registry open(RegistryAddress address, AlteredRows altered) {
        try {
            return new Registry(address, altered);
        } catch (SQLException unreadable) {
            throw new RegistryException.Unusable("The registry cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    public Registry watch() {
        return watch(STALE_AFTER);
    }

    /** Follows the registry. Every caller is refused once it could not be read for that long. */
    public Registry watch(Duration staleAfter) {
        this.staleAfter = staleAfter;
        checked = System.nanoTime();
        watcher = Thread.ofPlatform().daemon().name("registry-watch").start(this::pollChanges);
        return this;
    }

    @Override
    public Optional<CallerKey> key(String id) {
        return Optional.ofNullable(requireSnapshot().keys().get(id));
    }

    @Override
    public Optional<CallerKey> certificate(String fingerprint) {
        return Optional.ofNullable(requireSnapshot().certificates().get(fingerprint));
    }

    @Override
    public Optional<Organisation> organisation(String id) {
        return Optional.ofNullable(requireSnapshot().organisations().get(id));
    }

    @Override
    public Optional<Evidence> evidence(String id) {
        return Optional.ofNullable(requireSnapshot().evidence().get(id));
    }

    @Override
    public List<Evidence> evidence(String organisation, String matter) {
        return requireSnapshot().cases().getOrDefault(organisation, Map.of()).getOrDefault(matter, List.of());
    }

    @Override
    public List<ExemptionGrant> exemptions(String organisation) {
        return requireSnapshot().exemptions().getOrDefault(organisation, List.of());
    }

    /** What was verified last, whether or not calls may still rest on it. */
    public RegistrySnapshot lastVerified() {
        return loaded.snapshot();
    }

    /** The root of all rows of that content: another one after every change. */
    public String lastVerifiedRoot() {
        return loaded.root();
    }

    /** The key of what the console keeps outside the registry; another one after a rotation. */
    public byte[] consoleKey() {
        return loaded.requireConsoleKey();
    }

    /** Runs the startup check of the token issuers found, by digest; must be called before {@link #watch}. */
    public void checkAtStartup(Map<String, String> found, Instant now) {
        var open = store;
        if (open == null || watcher != null) {
            throw new IllegalStateException("The registry is being followed already.");
        }
        new IssuerRegister(open, address, journal).checkAtStartup(found, now);
        try {
            load(open);
        } catch (SQLException unreadable) {
            throw new RegistryException.Unusable("The registry cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    public Collection<Organisation> organisations() {
        return requireSnapshot().organisations().values();
    }

    /** What ends within that time, the next first. */
    public List<Expiry> expiring(Instant now, Duration within) {
        return Expiry.find(requireSnapshot(), now, now.plus(within));
    }

    /** Name in records of the stores beside it: vendor resources, galleries and held responses. */
    public String stores() {
        return address.storesName(name);
    }

    public AlteredRows alteredRows() {
        return altered;
    }

    /** Why every caller is refused although the registry is readable; null if not so. */
    public @Nullable String blockedReason() {
        return blocked.reason();
    }

    public RegistrySnapshot requireSnapshot() {
        if (blocked.isSet()) {
            throw new Fault.RegistryDown(
                    "The gateway cannot verify its registry, so it accepts no callers. The log says why.");
        }
        if (isStale()) {
            throw new Fault.RegistryDown(
                    "The gateway cannot read its registry, so it accepts no callers. Try again later.");
        }
        return loaded.snapshot();
    }

    public Duration staleAfter() {
        return staleAfter;
    }

    /** True if the registry could not be read for so long that a key may have been revoked meanwhile. */
    public boolean isStale() {
        return watcher != null && System.nanoTime() - checked > staleAfter.toNanos();
    }

    private void pollChanges() {
        boolean well = true;
        while (awaitChange()) {
            try {
                refresh();
                expiry.announce(loaded.snapshot(), Instant.now());
                well = true;
            } catch (SQLException | IOException | RuntimeException failed) {
                // Whatever rows somebody wrote, the gateway goes on looking, and refuses callers meanwhile.
                LOG.log(
                        well ? Level.ERROR : Level.DEBUG,
                        "The registry cannot be read. Calls will soon be refused.",
                        failed);
                well = false;
                release();
            }
        }
        release();
    }

    /** Waits until there may be something new; false when this is closed. */
    private boolean awaitChange() {
        var open = store;
        if (open == null || !address.isShared()) {
            return !isClosedAfter(POLL_MILLIS);
        }
        try {
            open.awaitChange(POLL_MILLIS);
        } catch (SQLException gone) {
            LOG.log(Level.DEBUG, "The registry's connection was lost.", gone);
        }
        return !isClosedAfter(BREATH_MILLIS); // Nobody can make this busy by notifying it all the time.
    }

    private void refresh() throws SQLException, IOException {
        long began = System.nanoTime();
        var open = store;
        boolean fresh = open == null;
        if (open == null) {
            open = RegistryDatabase.open(address, journal, false);
            store = open;
        }
        if (!open.isInPlace()) {
            throw new IOException(RegistryDatabase.FILE + " was replaced");
        }
        long now = open.version();
        blockIfOverdue();
        boolean due = address.isShared() && began - compared > COMPARED_EVERY.toNanos();
        boolean unseen = address.isShared() && newer.isUnseen(journal.roots(), name, loaded.root());
        if (fresh || now != version || unseen || (due && (blocked.isSet() || !isUnchanged(open)))) {
            loadOrReopen(open, fresh);
            if (store == null) {
                return; // nothing was verified, so nothing is known of this moment
            }
            version = now;
        }
        compared = due ? began : compared;
        checked = began;
        boolean isFar = due && journal.roots().recordsAfter(name) > PostgresSealedRows.ROOT_RECORD_DISTANCE;
        if (!blocked.isSet() && (isFar || began - recorded > PostgresSealedRows.ROOT_RECORD_INTERVAL.toNanos())) {
            recordRoot(open);
        }
    }

    private void blockIfOverdue() {
        if (!blocked.isSet() && confirmation.isOverdue()) {
            block("The record of the registry's newest change is not in the ledger's tree after ten seconds. Look"
                    + " whether a gateway still brings records there: facegate ledger verify.");
        }
    }

    /** True if every row is as it was when it was loaded, and the ledger still knows the root. */
    private boolean isUnchanged(RegistryDatabase open) throws SQLException {
        var recorded = LedgerRootCheck.begin(journal.roots(), open);
        var rows = open.read(open::checked);
        return rows.equals(loaded.checked()) && recorded.isInTree(rows.root());
    }

    /** Reloads; if the rows do not verify, reopens the file, since they may be sealed under a rotated key. */
    private void loadOrReopen(RegistryDatabase open, boolean fresh) throws SQLException {
        if (fresh) {
            load(open);
            return;
        }
        try {
            verified(open);
        } catch (RegistryException.Unusable wrong) {
            LOG.log(Level.DEBUG, "The registry was opened again.", wrong);
            release();
        }
    }

    private void load(RegistryDatabase open) throws SQLException {
        try {
            verified(open);
        } catch (RegistryException.Unusable wrong) {
            block(wrong.sentence());
        }
    }

    private void verified(RegistryDatabase open) throws SQLException {
        var recorded = LedgerRootCheck.begin(journal.roots(), open);
        var now = open.load(loaded.snapshot());
        if (!confirmation.accepts(recorded, now.root())) {
            throw new RegistryException.Unusable("The registry in " + address
                    + " is not the one that the ledger knows: its root is " + now.root() + '.'
                    + RegistryDatabase.WHAT_TO_DO
                    + (open.isShared() ? RegistrySeal.OLDER_STATE : ""));
        }
        loaded = now;
        name = open.name();
        altered.replaceAll(now.altered());
        blocked.clear();
    }

    private void block(String why) {
        if (blocked.set(why) && watcher != null) {
            altered.reportAlteredRow("registry", "all");
        }
    }

    private void recordRoot(RegistryDatabase open) {
        open.recordRoot(journal);
        recorded = System.nanoTime();
    }

    /**
     * Records the current root, so that the next start finds it near the end of the ledger.
     *
     * @throws Fault.LedgerDown if it cannot be recorded
     */
    public void recordRoot() {
        if (!blocked.isSet() && !journal.isReadOnly()) {
            try (var own = RegistryDatabase.openExisting(address)) {
                own.recordRoot(journal);
            }
        }
    }

    private boolean isClosedAfter(int millis) {
        try {
            return closed.await(millis, MILLISECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private void release() {
        var open = store;
        store = null;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        var following = watcher;
        if (following == null) {
            release();
            return;
        }
        try {
            following.join(Duration.ofSeconds(2));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
