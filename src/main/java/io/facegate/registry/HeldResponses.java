package io.facegate.registry;

import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.ObligationBinding.ReviewCopy;
import io.facegate.identity.Caller;
import io.facegate.identity.Organisation;
import io.facegate.integrity.RegistryRoots;
import io.facegate.integrity.SealOptions;
import io.facegate.integrity.TamperAlarm;
import io.facegate.registry.HeldResponse.AnsweredCall;
import io.facegate.registry.HeldResponse.Review;
import io.facegate.registry.HeldResponseRows.Sealed;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Store of held responses, encrypted until released, rejected or expired: in a data folder, or in the database of a
 * registry that gateways share.
 */
public final class HeldResponses implements ReviewQueue, AutoCloseable {
    /** Default lifetime of a held response. */
    public static final Duration AGE = Duration.ofDays(7);

    /** Maximum number of held responses per organisation, and limit on their total size. */
    public static final int MOST_OF_ONE = 100;

    public static final int MOST_MEBIBYTES = 256;

    private static final int MOST_SCORES = 100;

    private final HeldResponseTable table;
    private final ChangeJournal journal;
    private final Duration age;

    private HeldResponses(HeldResponseTable table, ChangeJournal journal, Duration age) {
        this.table = table;
        this.journal = journal;
        this.age = age;
    }

    /**
     * Opens the store of a data folder.
     *
     * @throws RegistryException.Unusable if its files cannot be used as they are
     */
    public static HeldResponses open(Path data, ChangeJournal journal, Duration age) {
        return open(data, journal, age, SealOptions.ALONE);
    }

    /** As above, with that seal policy. */
    public static HeldResponses open(Path data, ChangeJournal journal, Duration age, SealOptions policy) {
        var file = HeldResponseFile.open(data, policy);
        boolean opened = false;
        try {
            file.adopt(journal);
            opened = true;
            return new HeldResponses(file, journal, age);
        } finally {
            if (!opened) {
                file.close();
            }
        }
    }

    /**
     * Opens the store of a gateway's registry: in the data folder, or in the database that gateways share. Rows that the
     * folder still has are then taken along.
     *
     * @param own the seal policy of the folder's file
     * @param shared the seal policy of the database's rows, by their name in records
     */
    public static HeldResponses open(
            RegistryAddress address,
            ChangeJournal journal,
            Duration age,
            SealOptions own,
            Function<String, SealOptions> shared) {
        if (!address.isShared()) {
            return open(address.data(), journal, age, own);
        }
        var table = PostgresHeldResponses.open(address, shared);
        boolean opened = false;
        try {
            HeldResponseMove.intoDatabase(address.data(), own, journal, table);
            opened = true;
            return new HeldResponses(table, journal, age);
        } finally {
            if (!opened) {
                table.close();
            }
        }
    }

    /** Opens the store of a registry as a command does: nothing is moved. */
    public static HeldResponses open(RegistryAddress address, ChangeJournal journal) {
        return address.isShared()
                ? new HeldResponses(
                        PostgresHeldResponses.open(
                                address, name -> policy(journal.roots().newest(name))),
                        journal,
                        AGE)
                : open(address.data(), journal, AGE);
    }

    private static SealOptions policy(@Nullable RegistryRoots newest) {
        return new SealOptions(TamperAlarm.NONE, newest == null, newest == null ? null : newest.after());
    }

    /** For a gateway: verifies the reviewers, records their root, and returns those that do not verify. */
    public Set<String> checkAtStartup() {
        var altered = table.read(connection -> table.alteredReviewers(connection, journal));
        table.recordRoot(journal);
        return altered;
    }

    /** Records the newest root: of the reviewers, or of all rows if gateways share them. */
    public void recordRoot() {
        table.recordRoot(journal);
    }

    /** True if other gateways change the same rows. */
    public boolean isShared() {
        return table instanceof PostgresHeldResponses;
    }

    /** Version and HMAC prefix of the inventory of all responses of a folder, for the record; or null. */
    public @Nullable String root() {
        return table.root();
    }

    /** True if there may be such a store. */
    public static boolean mayExist(RegistryAddress address) {
        return address.isShared() || existIn(address.data());
    }

    /** True if the data folder has such a store. */
    public static boolean existIn(Path data) {
        return HeldResponseFile.isIn(data);
    }

    /** The review service over this store. */
    public ReviewService reviewService() {
        return new ReviewService(table, journal);
    }

    @Override
    public Optional<HeldResponse> find(Submission submission) {
        return asRegistryDown(() -> {
            var held = table.read(connection -> findStored(connection, submission));
            if (held != null
                    && (!submission.now().isBefore(held.expires())
                            || held.review().required() < submission.reviewers())) {
                held = table.runExclusive(connection -> findActive(connection, submission));
            }
            return Optional.ofNullable(held).map(one -> one.withReviewers(submission.reviewers()));
        });
    }

    /** The response to the same request, expired or not; or null. */
    private @Nullable HeldResponse findStored(Connection connection, Submission submission) throws SQLException {
        for (var request : fingerprints(connection, submission)) {
            var held = HeldResponseRows.findByRequest(connection, table.seal(), request);
            if (held != null) {
                return held;
            }
        }
        return null;
    }

    /** As above, if it is not over; the number of reviewers is raised. */
    private @Nullable HeldResponse findActive(Connection connection, Submission submission) throws SQLException {
        var held = findStored(connection, submission);
        if (held != null && !submission.now().isBefore(held.expires())) {
            expire(connection, held.id());
            return null;
        }
        if (held != null) {
            HeldResponseRows.raiseReviewers(connection, table.seal(), held.id(), submission.reviewers());
        }
        return held;
    }

    /** The commitments that a row may have, the first for a new one. */
    private List<byte[]> fingerprints(Connection connection, Submission submission) throws SQLException {
        return table.commitmentMacs(connection).stream()
                .map(mac -> new RequestFingerprint(mac).compute(submission))
                .toList();
    }

    private static List<String> chainIds(Caller caller) {
        return caller.delegationChain().stream().map(Organisation::id).toList();
    }

    @Override
    public boolean hasRoom(Submission submission) {
        return asRegistryDown(() ->
                table.read(connection -> HeldResponseRows.count(connection, chainIds(submission.caller())) < MOST_OF_ONE
                        && HeldResponseRows.totalMebibytes(connection) < MOST_MEBIBYTES));
    }

    @Override
    public HeldResponse hold(String decision, Submission submission, ReviewCopy answer) {
        var held = toHeldResponse(decision, submission, answer.results());
        return asRegistryDown(() -> table.runExclusive(connection -> {
            var before = findActive(connection, submission);
            if (before != null) {
                return before;
            }
            var sealed = new Sealed(
                    table.seal(answerOf(decision), answer.body()),
                    table.seal(scoresOf(decision), text(answer.scores()).getBytes(StandardCharsets.UTF_8)));
            var request = fingerprints(connection, submission).getFirst();
            HeldResponseRows.insert(connection, table.seal(), held, request, sealed);
            return held;
        }));
    }

    private HeldResponse toHeldResponse(String decision, Submission submission, OptionalInt results) {
        FaceCall asked = submission.call();
        return new HeldResponse(
                decision,
                chainIds(submission.caller()),
                new AnsweredCall(
                        asked.provider(), asked.operation(), submission.caller().purpose()),
                submission.now(),
                submission.now().plus(age),
                results,
                new Review(submission.reviewers(), List.of(), null));
    }

    static String answerOf(String id) {
        return "answer " + id;
    }

    static String scoresOf(String id) {
        return "scores " + id;
    }

    private static String text(List<Double> scores) {
        return scores.stream().limit(MOST_SCORES).map(String::valueOf).collect(Collectors.joining(","));
    }

    @Override
    public byte[] release(HeldResponse held) {
        return asRegistryDown(() -> table.read(connection -> table.unseal(
                answerOf(held.id()),
                HeldResponseRows.readEncrypted(connection, held.id()).answer())));
    }

    @Override
    public Instant firstUse(Caller caller, Instant now) {
        var matter = caller.context().caseId();
        if (matter == null) {
            return now;
        }
        var organisation = caller.delegationChain().getLast().id();
        return asRegistryDown(() -> {
            var known = table.read(connection -> findFirstUse(connection, organisation, matter));
            return known != null
                    ? known
                    : table.runExclusive(connection -> recordFirstUse(connection, organisation, matter, now));
        });
    }

    private @Nullable Instant findFirstUse(Connection connection, String organisation, String matter)
            throws SQLException {
        Instant first = null;
        for (var mac : table.commitmentMacs(connection)) {
            var commitment = new RequestFingerprint(mac).computeForCase(organisation, matter);
            var found = HeldResponseRows.findFirstUse(connection, table.seal(), commitment);
            first = first == null || (found != null && found.isBefore(first)) ? found : first;
        }
        return first;
    }

    private Instant recordFirstUse(Connection connection, String organisation, String matter, Instant now)
            throws SQLException {
        var known = findFirstUse(connection, organisation, matter);
        if (known == null) {
            var mac = table.commitmentMacs(connection).getFirst();
            var commitment = new RequestFingerprint(mac).computeForCase(organisation, matter);
            HeldResponseRows.insertFirstUse(connection, table.seal(), commitment, now);
        }
        return known == null ? Instant.ofEpochMilli(now.toEpochMilli()) : known;
    }

    /** Wipes expired responses, each on record. */
    public void sweep(Instant now) {
        boolean broken = table.read(connection -> table.seal().isBroken());
        if (broken) {
            return;
        }
        for (var id : table.read(connection -> HeldResponseRows.readExpired(connection, now))) {
            table.runExclusive(connection -> {
                // Another gateway may have done it meanwhile.
                if (HeldResponseRows.exists(connection, id)) {
                    expire(connection, id);
                }
                return id;
            });
        }
        table.flush();
    }

    /** The decisions under which a response is held, or was. */
    public Set<String> decisions() {
        return table.read(connection -> Set.copyOf(HeldResponseRows.ids(connection)));
    }

    /** Wipes the answer that is held under a decision, if there is one, on record. */
    public void wipe(String decision) {
        table.runExclusive(connection -> {
            if (HeldResponseRows.exists(connection, decision)) {
                expire(connection, decision);
            }
            return decision;
        });
        table.flush();
    }

    private void expire(Connection connection, String id) throws SQLException {
        journal.write("review_expire", id);
        HeldResponseRows.delete(connection, table.seal(), id);
    }

    private static <T> T asRegistryDown(Supplier<T> work) {
        try {
            return work.get();
        } catch (RegistryException.Unusable broken) {
            throw new Fault.RegistryDown("The answers that wait for review cannot be read or written.");
        }
    }

    @Override
    public void close() {
        table.close();
    }
}
