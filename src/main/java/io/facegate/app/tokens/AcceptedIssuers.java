package io.facegate.app.tokens;

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
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Verifies tokens of the issuers in {@code issuers.yaml} that the registry has accepted exactly as they are written
 * there. Reads the file at startup, after each acceptance, and within seconds once it or a key file that it names has
 * changed. A file that cannot be used changes nothing.
 */
public final class AcceptedIssuers implements TokenVerifier, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(AcceptedIssuers.class.getName());

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
    private SmallRyeTokenVerifier tokens;
    private Map<String, String> seen = Map.of();
    private List<String> waiting = List.of();
    private volatile IssuerFiles used;
    private volatile IssuerFiles looked;
    private volatile @Nullable String problem;

    /** Issuers as they were read, and the files that held them before. */
    private record LoadedIssuers(SmallRyeTokenVerifier tokens, IssuerFiles files) {}

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
        issuers.seen = registry.issuers();
        issuers.recordFile(issuers.used);
        issuers.note();
        return issuers;
    }

    /**
     * As above for a gateway that only reads: nothing is accepted, removed or recorded, and keys are fetched only as a
     * person logs in.
     */
    public static AcceptedIssuers openReadOnly(@Nullable Path named, Path data, Registry registry) {
        var issuers = new AcceptedIssuers(named, data, registry, (act, subject, reason) -> {}, null);
        issuers.seen = registry.lastVerified().issuers();
        issuers.note();
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
            } catch (RuntimeException unexpected) {
                LOG.log(Level.WARNING, "The keys of issuers were not looked at: {0}", unexpected.getMessage());
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

    /** Digests are taken before the files are read, so that whatever changes meanwhile is read again. */
    private LoadedIssuers load(SmallRyeTokenVerifier before) {
        var found = IssuerFiles.of(file);
        var issuers = IssuersFile.readConfigured(named, data);
        var files = found.withKeysOf(issuers);
        return new LoadedIssuers(before.replacedBy(issuers), files);
    }

    /** Reads the files again if they changed and two looks found the same. */
    void look() {
        var now = used.now();
        boolean isSettled = now.equals(looked);
        looked = now;
        if (now.equals(used)) {
            problem = null;
        } else if (isSettled) {
            readAgain(now);
        }
    }

    private void readAgain(IssuerFiles now) {
        try {
            if (now.digest().isEmpty()) {
                throw new IllegalArgumentException(file + " is gone, cannot be read, or is larger than 1 MiB.");
            }
            use();
            LOG.log(Level.INFO, "The file of issuers has changed and is in use: {0}", file);
        } catch (IllegalArgumentException unfit) {
            reject(unfit);
        } catch (Fault.LedgerDown down) {
            LOG.log(Level.DEBUG, "The change of the file of issuers waits for the ledger.");
        }
    }

    /** Uses the file as it is now; it is on record before. */
    private synchronized void use() {
        var next = load(tokens);
        recordFile(next.files);
        tokens = next.tokens;
        used = next.files;
        looked = next.files;
        problem = null;
        note();
    }

    private void reject(IllegalArgumentException unfit) {
        var why = "The file of issuers has changed, but cannot be used, so what it held before stays in use: "
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
        return digest.equals(registry.issuers().get(issuer));
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
    public synchronized List<String> unacceptedIssuers() {
        currentVerifier();
        return waiting;
    }

    synchronized SmallRyeTokenVerifier currentVerifier() {
        var accepted = registry.issuers();
        if (!accepted.equals(seen)) {
            var before = seen;
            seen = accepted;
            try {
                use();
            } catch (IllegalArgumentException unfit) {
                reject(unfit);
            } catch (Fault.LedgerDown down) {
                seen = before;
                throw down;
            }
        }
        return tokens;
    }

    private void recordFile(IssuerFiles files) {
        if (!files.digest().isEmpty()) {
            journal.record("issuers_loaded", files.digest(), null);
        }
    }

    /** Logs and records which issuers of the file are not trusted. */
    private void note() {
        var found = new TreeMap<String, String>();
        tokens.digests().forEach((issuer, each) -> {
            if (!each.equals(seen.get(issuer))) {
                found.put(issuer, each);
            }
        });
        waiting = List.copyOf(found.keySet());
        if (!found.isEmpty()) {
            LOG.log(
                    Level.ERROR,
                    "Tokens of {0} are not accepted: in issuers.yaml they are new, or changed since they were"
                            + " accepted. Review the file, then run: facegate issuer accept. See docs/identity.md,"
                            + " JWT.",
                    String.join(", ", found.keySet()));
        }
        found.values().forEach(each -> journal.record("issuer_not_accepted", each, null));
    }
}
