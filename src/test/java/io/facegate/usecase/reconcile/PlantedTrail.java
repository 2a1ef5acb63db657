package io.facegate.usecase.reconcile;

import io.facegate.catalogue.TrailVendor;
import io.facegate.ledger.RecordedCalls;
import io.facegate.ledger.address.LedgerAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** A ledger and CloudTrail's files of the same calls, in no order, with calls planted that went round. */
final class PlantedTrail {
    private static final Instant BEGIN = Instant.parse("2026-11-24T00:00:00Z");
    private static final String SOMEBODY = "arn:aws:iam::123456789012:user/somebody";
    private static final List<String> OPERATIONS =
            List.of("DetectFaces", "CompareFaces", "SearchFacesByImage", "IndexFaces", "ListCollections");

    /** How many lines are made, shuffled and written together. */
    private static final int PART = 20_000;

    private final Random random = new Random(7);
    private final RecordedCalls ledger = new RecordedCalls();
    private final List<String> trail = new ArrayList<>();
    private final Set<String> planted = new TreeSet<>();
    private final Path folder;
    private final int lines;
    private final int round;
    private Instant now = BEGIN;
    private int made;
    private int written;
    private int next;

    private PlantedTrail(Path folder, int lines, int round) {
        this.folder = folder;
        this.lines = lines;
        this.round = round;
    }

    /**
     * Writes ledger and trail.
     *
     * @param lines how many calls of the trail are covered, about
     * @param round how many calls went round; there is one more call, which is covered, for each
     */
    static PlantedTrail write(Path data, Path folder, int lines, int round) throws Exception {
        var all = new PlantedTrail(folder, lines, round);
        all.ledger.write(data, all::addPart);
        return all;
    }

    static Reconciliation compare(Path data, Path trail) throws Exception {
        var question = new Reconcile.Question(
                TrailVendor.AWS,
                TrailLocation.of(trail.toString()),
                System.in,
                List.of(TrailLines.GATEWAY_ROLE),
                new Period(null, null));
        return new Reconcile(LedgerAddress.ofFolder(data), "tester").compare(question);
    }

    /** Makes the next part of calls and lines; false if there is none. */
    private boolean addPart() {
        if (made >= lines) {
            return false;
        }
        int end = Math.min(lines, made + PART);
        for (int first = made; made < end; made = first + trail.size()) {
            now = now.plusMillis(random.nextInt(150));
            add(next++ % 40);
        }
        while (planted.size() < (long) round * Math.min(made, lines) / lines) {
            plant(planted.size());
        }
        Collections.shuffle(trail, random);
        try {
            TrailLines.writeCloudTrail(folder, written, trail);
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
        written += trail.size();
        trail.clear();
        return true;
    }

    /** The request ids of the planted calls. */
    Set<String> planted() {
        return planted;
    }

    private String id() {
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    /** A call as it may come: most are answered at once. */
    private void add(int kind) {
        var operation = OPERATIONS.get(random.nextInt(OPERATIONS.size()));
        var decision = ledger.permit("rekognition", operation, now);
        var end = now.plusMillis(300);
        var first = id();
        var second = id();
        switch (kind) {
            case 0 -> ledger.end(decision, "fault", end, sent -> sent.recordUnanswered());
            case 1 ->
                ledger.end(decision, "ok", end, sent -> {
                    sent.recordUnanswered();
                    sent.recordAnswered(second);
                });
            case 2, 3 ->
                ledger.end(decision, "ok", end, sent -> {
                    sent.recordAnswered(first);
                    sent.recordAnswered(second);
                });
            case 4 -> {}
            case 5 -> {
                ledger.end(decision, "not_forwarded", end, sent -> sent.recordStopped());
                return;
            }
            case 6 -> {
                // The vendor never got it.
                ledger.end(decision, "fault", end, sent -> sent.recordUnanswered());
                return;
            }
            default -> ledger.answered(decision, end, first);
        }
        trail.add(TrailLines.aws(end, operation, first, decision));
        if (kind >= 1 && kind <= 3) {
            trail.add(TrailLines.aws(end, operation, second, decision));
        }
    }

    /** A call that went round, in one of the ways to do so. */
    private void plant(int way) {
        var time = BEGIN.plusMillis(random.nextLong(Math.max(1, now.toEpochMilli() - BEGIN.toEpochMilli())));
        var request = id();
        planted.add(request);
        var answered = ledger.permit("rekognition", "DetectFaces", time);
        var known = id();
        ledger.answered(answered, time, known);
        trail.add(TrailLines.aws(time, "DetectFaces", known, answered));
        trail.add(
                switch (way % 4) {
                    // With other credentials.
                    case 0 -> TrailLines.aws(time, "SearchFacesByImage", request, "Boto3/1.40", SOMEBODY);
                    // With the gateway's own, from elsewhere.
                    case 1 -> TrailLines.aws(time, "DetectFaces", request, "Boto3/1.40", TrailLines.GATEWAY);
                    // In the name of a decision that was answered.
                    case 2 -> TrailLines.aws(time, "DetectFaces", request, answered);
                    // In the name of a decision that nobody made.
                    default ->
                        TrailLines.aws(
                                time, "DetectFaces", request, UUID.randomUUID().toString());
                });
    }
}
