package io.facegate.registry;

import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.ObligationBinding.ReviewCopy;
import io.facegate.identity.Caller;
import io.facegate.identity.Organisation;
import io.facegate.integrity.SealOptions;
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
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Store of held responses in a data folder, encrypted until released, rejected or expired. */
public final class HeldResponses implements ReviewQueue, AutoCloseable {
    /** Default lifetime of a held response. */
    public static final Duration AGE = Duration.ofDays(7);

    /** Maximum number of held responses per organisation, and limit on their total size. */
    public static final int MOST_OF_ONE = 100;

    public static final int MOST_MEBIBYTES = 256;

    private static final int MOST_SCORES = 100;

    private final HeldResponseFile file;
    private final ChangeJournal journal;
    private final Duration age;

    private HeldResponses(HeldResponseFile file, ChangeJournal journal, Duration age) {
        this.file = file;
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

    /** For a gateway: verifies the reviewers, records their root, and returns those that do not verify. */
    public Set<String> checkAtStartup() {
        var altered = file.runExclusive(connection -> file.alteredReviewers(connection, journal));
        file.recordRoot(journal);
        return altered;
    }

    /** Records the reviewers' current root. */
    public void recordRoot() {
        file.recordRoot(journal);
    }

    /** Version and HMAC prefix of the inventory of all responses, for the record; or null. */
    public @Nullable String root() {
        return file.runExclusive(connection -> file.seal().root());
    }

    /** True if the data folder has such a store. */
    public static boolean existIn(Path data) {
        return HeldResponseFile.isIn(data);
    }

    /** The review service over this store. */
    public ReviewService reviewService() {
        return new ReviewService(file, journal);
    }

    @Override
    public Optional<HeldResponse> find(Submission submission) {
        return asRegistryDown(() -> file.runExclusive(connection -> {
            var held = findActive(connection, fingerprint(submission), submission.now());
            if (held != null) {
                HeldResponseRows.raiseReviewers(connection, file.seal(), held.id(), submission.reviewers());
            }
            return Optional.ofNullable(held).map(one -> one.withReviewers(submission.reviewers()));
        }));
    }

    private @Nullable HeldResponse findActive(Connection connection, byte[] request, Instant now) throws SQLException {
        var held = HeldResponseRows.findByRequest(connection, file.seal(), request);
        if (held == null || now.isBefore(held.expires())) {
            return held;
        }
        expire(connection, held);
        return null;
    }

    private byte[] fingerprint(Submission submission) {
        return new RequestFingerprint(file.commitmentMac()).compute(submission);
    }

    private static List<String> chainIds(Caller caller) {
        return caller.delegationChain().stream().map(Organisation::id).toList();
    }

    @Override
    public boolean hasRoom(Submission submission) {
        return asRegistryDown(() -> file.runExclusive(
                connection -> HeldResponseRows.count(connection, chainIds(submission.caller())) < MOST_OF_ONE
                        && HeldResponseRows.totalMebibytes(connection) < MOST_MEBIBYTES));
    }

    @Override
    public HeldResponse hold(String decision, Submission submission, ReviewCopy answer) {
        var held = toHeldResponse(decision, submission, answer.results());
        var sealed = new Sealed(
                file.seal(answerOf(decision), answer.body()),
                file.seal(scoresOf(decision), text(answer.scores()).getBytes(StandardCharsets.UTF_8)));
        return asRegistryDown(() -> file.runExclusive(connection -> {
            var request = fingerprint(submission);
            var before = findActive(connection, request, submission.now());
            if (before != null) {
                return before;
            }
            HeldResponseRows.insert(connection, file.seal(), held, request, sealed);
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
        return asRegistryDown(() -> file.runExclusive(connection -> file.unseal(
                answerOf(held.id()),
                HeldResponseRows.readEncrypted(connection, held.id()).answer())));
    }

    @Override
    public Instant firstUse(Caller caller, Instant now) {
        var matter = caller.context().caseId();
        if (matter == null) {
            return now;
        }
        var commitment = new RequestFingerprint(file.commitmentMac())
                .computeForCase(caller.delegationChain().getLast().id(), matter);
        return asRegistryDown(() ->
                file.runExclusive(connection -> HeldResponseRows.firstUse(connection, file.seal(), commitment, now)));
    }

    /** Wipes expired responses, each on record. */
    public void sweep(Instant now) {
        if (file.seal().isBroken()) {
            return;
        }
        for (var held : file.runExclusive(connection -> HeldResponseRows.readExpired(connection, now))) {
            file.runExclusive(connection -> {
                expire(connection, held);
                return held;
            });
        }
        file.flush();
    }

    /** Wipes the answer that is held under a decision, if there is one, on record. */
    public void wipe(String decision) {
        file.runExclusive(connection -> {
            var held = HeldResponseRows.findById(connection, file.seal(), decision);
            if (held != null) {
                expire(connection, held);
            }
            return decision;
        });
        file.flush();
    }

    private void expire(Connection connection, HeldResponse held) throws SQLException {
        journal.write("review_expire", held.id());
        HeldResponseRows.delete(connection, file.seal(), held.id());
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
        file.close();
    }
}
