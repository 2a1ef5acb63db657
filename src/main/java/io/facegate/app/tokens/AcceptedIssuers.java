package io.facegate.app.tokens;

import io.facegate.call.FatalErrors;
import io.facegate.call.Fault;
import io.facegate.identity.TokenVerifier;
import io.facegate.ledger.AdministrativeActDetails;
import io.facegate.registry.Person;
import io.facegate.registry.Registry;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Verifies tokens of the issuers in {@code issuers.yaml} that the registry has accepted exactly as they are written
 * there. Reads the file at startup, after each acceptance, and within seconds once it or a key file that it names has
 * changed. A file that cannot be used changes nothing.
 */
public final class AcceptedIssuers implements TokenVerifier, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(AcceptedIssuers.class.getName());

    private static final int TRIES = 3;
    private static final int CHECK_MILLIS = 1000;
    private static final int FAILURE_MILLIS = 10_000;
    private static final int LONGEST_REASON = AdministrativeActDetails.LONGEST_REASON;

    private final @Nullable Path named;
    private final Path data;
    private final Registry registry;
    private final Journal journal;
    private final @Nullable TokenReplayStore shared;
    private final Thread watcher;
    private final Path file;
    /** Held while files are read and acts are recorded; verifications go on with the issuers from before. */
    private final ReentrantLock loading = new ReentrantLock();

    private volatile SmallRyeTokenVerifier tokens;
    private volatile Map<String, String> seen = Map.of();
    private volatile List<String> waiting = List.of();
    private volatile IssuerFileDigests used;
    private volatile IssuerFileDigests looked;
    private volatile @Nullable String problem;

    /** Issuers as they were read, and the files that held them before. */
    private record LoadedIssuers(SmallRyeTokenVerifier tokens, IssuerFileDigests files) {}

    /** Receives acts for the ledger. */
    @FunctionalInterface
    public interface Journal {
        /**
         * Records an act.
         *
         * @param reason one line, or null
         */
        void record(String act, String subject, @Nullable String reason);
    }

    private AcceptedIssuers(
            @Nullable Path named, Path data, Registry registry, Journal journal, @Nullable TokenReplayStore shared) {
        this.named = named;
        this.data = data;
        this.registry = registry;
        this.journal = journal;
        this.shared = shared;
        this.file = IssuersFile.locate(named, data);
        var nobody = SmallRyeTokenVerifier.trusting(
                List.of(), this::isAccepted, IssuerContext.starting(this::recordKeys, shared));
        var first = load(nobody);
        this.tokens = first.tokens;
        this.used = first.files;
        this.looked = first.files;
        this.watcher = Thread.ofVirtual().name("issuer-keys").unstarted(this::followKeys);
    }

    /**
     * Reads the issuers, and accepts them if none were ever accepted. Must run before the registry is followed.
     *
     * @param named the configured file, or null for the one in the data folder
     * @param journal receives what is accepted or changes
     * @param shared where gateways remember used tokens together, or null; closed with this
     */
    public static AcceptedIssuers open(
            @Nullable Path named, Path data, Registry registry, Journal journal, @Nullable TokenReplayStore shared) {
        var issuers = new AcceptedIssuers(named, data, registry, journal, shared);
        registry.checkAtStartup(issuers.tokens.digests(), Instant.now());
        issuers.begin(registry.requireSnapshot().issuers());
        return issuers;
    }

    /**
     * As above for a gateway that only reads: nothing is accepted, removed or recorded, and keys are fetched only as a
     * person logs in.
     */
    public static AcceptedIssuers openReadOnly(@Nullable Path named, Path data, Registry registry) {
        var issuers = new AcceptedIssuers(named, data, registry, (act, subject, reason) -> {}, null);
        issuers.begin(registry.lastVerified().issuers());
        return issuers;
    }

    /**
     * Follows the file, and fetches the keys of accepted issuers in the background from now on, before calls would have
     * to wait for them.
     */
    public AcceptedIssuers watch() {
        watcher.start();
        return this;
    }

    private void followKeys() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                look();
                currentVerifier().refreshKeys();
                Thread.sleep(CHECK_MILLIS);
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException | Error unexpected) {
                FatalErrors.rethrow(unexpected);
                LOG.log(Level.WARNING, "The keys of issuers were not looked at.", unexpected);
                pauseAfterFailure();
            }
        }
    }

    private static void pauseAfterFailure() {
        try {
            Thread.sleep(FAILURE_MILLIS);
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** Puts the keys of an issuer on record before the first token is verified with them. */
    private void recordKeys(String issuer, @Nullable IssuerKeySet before, IssuerKeySet after) {
        var added = after.thumbprints();
        var removed = new TreeSet<String>();
        if (before != null) {
            removed.addAll(before.thumbprints());
            removed.removeAll(added);
            added.removeAll(before.thumbprints());
        }
        var reason = issuer
                + (before == null ? ": keys " : ": new keys ")
                + String.join(" ", added)
                + (removed.isEmpty() ? "" : ", removed " + String.join(" ", removed));
        journal.record(
                "issuer_keys",
                after.digest(),
                reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON - 1) + '…');
    }

    /** Stops following keys. */
    @Override
    public void close() {
        watcher.interrupt();
        if (shared != null) {
            shared.close();
        }
    }

    /** Digests are taken before the files are read and compared afterwards, so that they are those of what was read. */
    private LoadedIssuers load(SmallRyeTokenVerifier before) {
        for (int tries = 0; tries < TRIES; tries++) {
            var found = IssuerFileDigests.of(file);
            var issuers = IssuersFile.readConfigured(named, data);
            var files = found.withKeysOf(issuers);
            var next = before.replacedBy(issuers);
            if (files.now().equals(files)) {
                return new LoadedIssuers(next, files);
            }
        }
        throw new IllegalArgumentException(file + ", or a key file that it names, changes while it is read.");
    }

    /** Reads the files again if they changed and two looks found the same. */
    void look() {
        var now = used.now();
        boolean isSettled = now.equals(looked);
        looked = now;
        if (now.equals(used)) {
            problem = null;
        } else if (isSettled) {
            readAgain();
        }
    }

    private void readAgain() {
        loading.lock();
        try {
            use(seen);
            LOG.log(Level.INFO, "The file of issuers or a key file has changed and is in use: {0}", file);
        } catch (IllegalArgumentException unfit) {
            reject(unfit);
        } catch (Fault.LedgerDown down) {
            LOG.log(Level.DEBUG, "The change of the file of issuers waits for the ledger.");
        } finally {
            loading.unlock();
        }
    }

    /** Uses the file as it is now; all acts are on record before. */
    private void use(Map<String, String> accepted) {
        var next = load(tokens);
        if (next.files.digest().isEmpty() && !used.digest().isEmpty()) {
            throw new IllegalArgumentException(
                    file + " is gone, no regular file, larger than 1 MiB, or cannot be read.");
        }
        var unaccepted = findUnaccepted(next.tokens, accepted);
        try {
            record(next.files, unaccepted);
        } catch (Fault.LedgerDown down) {
            problem = "The file of issuers was read, but is not used until that can be recorded: " + down.getMessage();
            throw down;
        }
        tokens = next.tokens;
        used = next.files;
        looked = next.files;
        seen = accepted;
        waiting = List.copyOf(unaccepted.keySet());
        problem = null;
    }

    /** Uses what was read at startup. */
    private void begin(Map<String, String> accepted) {
        var unaccepted = findUnaccepted(tokens, accepted);
        record(used, unaccepted);
        seen = accepted;
        waiting = List.copyOf(unaccepted.keySet());
    }

    private void reject(IllegalArgumentException unfit) {
        var why =
                "The file of issuers or a key file has changed, but cannot be used, so what it held before stays in use: "
                        + unfit.getMessage();
        if (!why.equals(problem)) {
            LOG.log(Level.ERROR, "{0}", why);
        }
        problem = why;
    }

    /** Why the file is not used as it is now, or null. */
    public @Nullable String problem() {
        return problem;
    }

    private boolean isAccepted(String issuer, String digest) {
        return digest.equals(registry.requireSnapshot().issuers().get(issuer));
    }

    @Override
    public Claims verify(String token, Instant now) {
        return verify(token, now, new Object());
    }

    @Override
    public Claims verify(String token, Instant now, Object call) {
        var current = currentVerifier();
        return (current.isEmpty() ? TokenVerifier.trustingNoIssuer() : current).verify(token, now, call);
    }

    /** True if the file names issuers of people. */
    public boolean knowsPeople() {
        return currentVerifier().knowsPeople();
    }

    /**
     * The login of the person whose access token this is.
     *
     * @throws io.facegate.call.Fault.Unauthenticated if it is not accepted, or is a token of callers
     */
    public Person.Login verifyPerson(String token, Instant now) {
        return currentVerifier().verifyPerson(token, now);
    }

    /** Why the keys of issuers cannot be fetched, by issuer; empty if all can. */
    public Map<String, String> keyProblems() {
        return currentVerifier().keyProblems();
    }

    /** Issuers of the file that are not accepted in their present form. */
    public List<String> unacceptedIssuers() {
        currentVerifier();
        return waiting;
    }

    /**
     * The verifier of now. The first that sees another acceptance reads the files; others need not wait, because each
     * token's issuer is looked up in the registry as it is now.
     */
    SmallRyeTokenVerifier currentVerifier() {
        if (!registry.requireSnapshot().issuers().equals(seen) && loading.tryLock()) {
            try {
                useAccepted(registry.requireSnapshot().issuers());
            } finally {
                loading.unlock();
            }
        }
        return tokens;
    }

    private void useAccepted(Map<String, String> accepted) {
        try {
            use(accepted);
        } catch (IllegalArgumentException unfit) {
            seen = accepted;
            waiting = List.copyOf(findUnaccepted(tokens, accepted).keySet());
            reject(unfit);
        }
    }

    /** The issuers of the file that are not accepted as they are there, with their digests. */
    private static SortedMap<String, String> findUnaccepted(SmallRyeTokenVerifier read, Map<String, String> accepted) {
        var found = new TreeMap<String, String>();
        read.digests().forEach((issuer, each) -> {
            if (!each.equals(accepted.get(issuer))) {
                found.put(issuer, each);
            }
        });
        return found;
    }

    /** Records the file, and which issuers of it are not trusted; logs the latter. */
    private void record(IssuerFileDigests files, SortedMap<String, String> found) {
        if (!files.digest().isEmpty()) {
            journal.record("issuers_loaded", files.digest(), null);
        }
        found.values().forEach(each -> journal.record("issuer_not_accepted", each, null));
        if (!found.isEmpty()) {
            LOG.log(
                    Level.ERROR,
                    "Tokens of {0} are not accepted: in issuers.yaml they are new, or changed since they were"
                            + " accepted. Review the file, then run: facegate issuer accept. See docs/identity.md,"
                            + " JWT.",
                    String.join(", ", found.keySet()));
        }
    }
}
