package io.facegate.registry;

import io.facegate.registry.HeldResponse.State;
import io.facegate.registry.RegistryException.Unacceptable;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Human review of held responses: list, approve, reject, manage reviewers. Each act is recorded before it is done. */
public final class ReviewService {
    private static final int LONGEST_REASON = 500;

    private final HeldResponseTable table;
    private final ChangeJournal journal;

    ReviewService(HeldResponseTable table, ChangeJournal journal) {
        this.table = table;
        this.journal = journal;
    }

    /** All unexpired responses: pending, approved and rejected. */
    public List<HeldResponse> all(Instant now) {
        return table.read(connection -> HeldResponseRows.readActive(connection, table.seal(), now));
    }

    /** True if an unexpired response was changed outside Facegate: it is not among all. */
    public boolean hasAltered(Instant now) {
        return table.read(connection -> HeldResponseRows.hasAltered(connection, table.seal(), now));
    }

    /**
     * Returns one response.
     *
     * @throws Unacceptable if there is none with that id
     */
    public HeldResponse get(String id, Instant now) {
        return table.read(connection -> getActive(connection, table, id, now));
    }

    /** The similarities in a response, 0 to 1; empty if rejected. */
    public List<Double> scores(HeldResponse held) {
        if (held.state() == State.REJECTED) {
            return List.of();
        }
        var plain = table.read(connection -> table.unseal(
                HeldResponses.scoresOf(held.id()),
                HeldResponseRows.readEncrypted(connection, held.id()).scores()));
        var text = new String(plain, StandardCharsets.UTF_8);
        return text.isEmpty()
                ? List.of()
                : Arrays.stream(text.split(",", -1)).map(Double::valueOf).toList();
    }

    /**
     * Approves a response on behalf of one person.
     *
     * @throws Unacceptable if it is not pending, or the person may not approve it or already has
     */
    public HeldResponse approve(String id, String by, Instant now) {
        return table.runExclusive(connection -> {
            var held = open(connection, id, by, now);
            TranslatedRefusal.REVIEW_OVER.throwUnless(
                    held.state() == State.PENDING, "Review " + id + " needs no more approvals.");
            TranslatedRefusal.REVIEW_APPROVED_ALREADY.throwUnless(
                    held.review().approvals().stream()
                            .noneMatch(given -> given.reviewer().equals(by)),
                    by + " approved it already; the others must be other people.");
            journal.write("review_approve", id, by);
            HeldResponseRows.approve(connection, table.seal(), id, new HeldResponse.Approval(by, now));
            return getActive(connection, table, id, now);
        });
    }

    /** Rejects a response for one person: its content is wiped, and its request is refused until the review expires. */
    public HeldResponse reject(String id, String by, @Nullable String reason, Instant now) {
        require(
                reason == null
                        || (reason.length() <= LONGEST_REASON && reason.chars().noneMatch(Character::isISOControl)),
                "A reason is at most " + LONGEST_REASON + " characters on one line.");
        var rejected = table.runExclusive(connection -> {
            open(connection, id, by, now);
            journal.write("review_reject", id, by);
            HeldResponseRows.reject(connection, table.seal(), id, new HeldResponse.Rejection(by, now, reason));
            return getActive(connection, table, id, now);
        });
        table.flush();
        return rejected;
    }

    private HeldResponse open(Connection connection, String id, String by, Instant now) throws SQLException {
        var held = getActive(connection, table, id, now);
        var sound = sound(connection);
        TranslatedRefusal.REVIEW_OVER.throwUnless(
                held.state() != State.REJECTED, "Review " + id + " was rejected already.");
        TranslatedRefusal.REVIEW_OF_OTHERS.throwUnless(
                sound.stream()
                        .anyMatch(known -> known.removed() == null
                                && known.id().equals(by)
                                && held.organisations().contains(known.organisation())),
                by + " is not a reviewer of " + held.organisations().stream().collect(Collectors.joining(" or "))
                        + ". To register one: reviewer add.");
        return held;
    }

    private static HeldResponse getActive(Connection connection, HeldResponseTable table, String id, Instant now)
            throws SQLException {
        var held = HeldResponseRows.findById(connection, table.seal(), id);
        if (held == null || !now.isBefore(held.expires())) {
            throw TranslatedRefusal.REVIEW_OVER.because(
                    "There is no review " + id + ", or it is over. To see all: review list.");
        }
        return held;
    }

    /** All reviewers, removed ones and those whose rows were changed outside Facegate included. */
    public List<Reviewer> reviewers() {
        return table.read(HeldResponseRows::reviewers);
    }

    /**
     * The reviewers whose rows verify, removed ones included; only they may see or decide anything.
     *
     * @throws RegistryException.Unusable if the list is not the one that the ledger knows
     */
    public List<Reviewer> soundReviewers() {
        return table.runExclusive(this::sound);
    }

    private List<Reviewer> sound(Connection connection) throws SQLException {
        var altered = table.alteredReviewers(connection, journal);
        return HeldResponseRows.reviewers(connection).stream()
                .filter(one -> !altered.contains(SealedTable.REVIEWER.ref(one.organisation(), one.id())))
                .toList();
    }

    /** What each change of a reviewer made of the row, by the hash that its record in the ledger has. */
    public Map<String, String> changeContents() {
        return table.read(ChangeContent::readAll);
    }

    /** Registers a reviewer, or restores a removed one. */
    public Reviewer add(String organisation, String id, Instant now) {
        require(
                IdSyntax.isId(id),
                "A reviewer's id is 1 to 63 lower-case letters, digits, dots, hyphens and underscores.");
        return table.writeReviewer(journal, "reviewer_add", connection -> {
            var known = findReviewer(connection, organisation, id);
            require(
                    known == null || sound(connection).contains(known),
                    "The row of " + id + " at " + organisation + " was changed outside Facegate, so it is not used."
                            + " Remove this reviewer first, then register the reviewer again.");
            require(known == null || known.removed() != null, id + " is a reviewer of " + organisation + " already.");
            return new Reviewer(organisation, id, now, null);
        });
    }

    /**
     * Removes a reviewer; earlier approvals and rejections stay valid. What somebody wrote into the row does not make
     * the reviewer look removed.
     */
    public Reviewer remove(String organisation, String id, Instant now) {
        return table.writeReviewer(journal, "reviewer_remove", connection -> {
            var known = findReviewer(connection, organisation, id);
            if (known == null || (known.removed() != null && sound(connection).contains(known))) {
                throw new Unacceptable(id + " is not a reviewer of " + organisation + ". To see all: reviewer list.");
            }
            return new Reviewer(organisation, id, known.added(), now);
        });
    }

    private static @Nullable Reviewer findReviewer(Connection connection, String organisation, String id)
            throws SQLException {
        return HeldResponseRows.reviewers(connection).stream()
                .filter(one ->
                        one.organisation().equals(organisation) && one.id().equals(id))
                .findFirst()
                .orElse(null);
    }

    private static void require(boolean met, String otherwise) {
        if (!met) {
            throw new Unacceptable(otherwise);
        }
    }
}
