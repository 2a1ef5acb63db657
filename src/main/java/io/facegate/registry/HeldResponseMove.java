package io.facegate.registry;

import io.facegate.integrity.MovingStoreFile;
import io.facegate.integrity.SealOptions;
import io.facegate.registry.HeldResponseRows.Sealed;
import io.facegate.registry.SecretCipher.Guard;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Moves held responses, reviewers and first uses of cases between a data folder and the database of a registry. */
final class HeldResponseMove {
    private HeldResponseMove() {}

    /** A response with its content, in the clear. */
    private record Content(HeldResponse held, byte[] request, byte[] answer, byte[] scores) {}

    private record FirstUse(byte[] matter, Instant first) {}

    /** Everything in one store. */
    private record Rows(
            Map<String, byte[]> keys,
            List<Content> held,
            List<Reviewer> reviewers,
            List<FirstUse> firstUses,
            Map<String, String> changes) {}

    /** What opens the content of one store's rows. */
    @FunctionalInterface
    private interface Unseal {
        byte[] open(String purpose, byte[] sealed);
    }

    /** What encrypts the content of the rows of the other. */
    @FunctionalInterface
    private interface Seal {
        byte[] seal(String purpose, byte[] plain);
    }

    /**
     * Takes along what the folder has, and deletes it there; begun again after an interruption, it goes on, and takes
     * nothing twice. A row that the database has already is left as it is there.
     *
     * @param policy of the file; once the ledger has a root of the folder's stores without this file's, the file was
     *     moved before, and another one is foreign
     */
    static void intoDatabase(Path data, SealOptions policy, ChangeJournal journal, PostgresHeldResponses database) {
        var moving = moving(data);
        if (!RegistryFileMove.begin(moving, policy)) {
            return;
        }
        try (var file = HeldResponseFile.open(data, policy)) {
            file.adopt(journal);
            var rows = file.runExclusive(connection -> {
                var altered = file.alteredReviewers(connection, journal);
                var all = read(connection, file.seal(), file::unseal);
                all.changes.putAll(ChangeContent.readAll(connection));
                all.keys.putAll(file.allKeys(connection));
                all.reviewers.removeIf(one -> altered.contains(SealedTable.REVIEWER.ref(one.organisation(), one.id())));
                return all;
            });
            var root = String.valueOf(file.root()).getBytes(StandardCharsets.US_ASCII);
            database.runExclusive(connection -> {
                takeOnce(connection, database, rows, new Origin(file.id(), root));
                return rows;
            });
            writeReviewers(journal, database, rows.reviewers);
        }
        RegistryFileMove.retire(moving);
    }

    /** The folder by its key, and the root of what it has. */
    private record Origin(String folder, byte[] root) {}

    /** The note of it is in the same transaction: what was wiped or released since is not taken again. */
    private static void takeOnce(Connection connection, PostgresHeldResponses database, Rows rows, Origin from)
            throws SQLException {
        var noted = HeldResponseRows.findMoved(connection, database.seal(), database::unseal, from.folder);
        if (noted != null && !Arrays.equals(noted, from.root)) {
            throw new SQLException("the answers of this folder that are held for review were moved here before, and the"
                    + " folder was changed since; move its folder held away");
        }
        if (noted == null) {
            for (var key : rows.keys.entrySet()) {
                addKey(connection, database, key.getKey(), key.getValue());
            }
            write(connection, database.seal(), database::seal, rows);
            ChangeContent.copyAll(rows.changes, connection);
            addKey(connection, database, HeldResponseRows.MOVED + from.folder, from.root);
        }
    }

    private static MovingStoreFile moving(Path data) {
        var key = Guard.HELD.keyFile(HeldResponseFile.folder(data));
        return new MovingStoreFile(HeldResponseFile.STORE, HeldResponseFile.file(data), key, "answers held for review");
    }

    private static Rows read(Connection connection, RowSeal seal, Unseal unseal) throws SQLException {
        var held = new ArrayList<Content>();
        for (var row : seal.readVerified(connection, SealedTable.HELD)) {
            var one = HeldResponseRows.toHeldResponse(row);
            var sealed = HeldResponseRows.readEncrypted(connection, one.id());
            boolean wiped = one.state() == HeldResponse.State.REJECTED;
            held.add(new Content(
                    one,
                    row.bytes("request"),
                    wiped ? new byte[0] : unseal.open(HeldResponses.answerOf(one.id()), sealed.answer()),
                    wiped ? new byte[0] : unseal.open(HeldResponses.scoresOf(one.id()), sealed.scores())));
        }
        var firstUses = seal.readVerified(connection, SealedTable.BEGUN).stream()
                .map(row -> new FirstUse(row.bytes("matter"), Instant.ofEpochMilli(row.number("first"))))
                .toList();
        return new Rows(
                new LinkedHashMap<>(),
                held,
                new ArrayList<>(HeldResponseRows.reviewers(connection)),
                firstUses,
                new HashMap<>());
    }

    private static void write(Connection connection, RowSeal seal, Seal cipher, Rows rows) throws SQLException {
        for (var content : rows.held) {
            var held = content.held;
            boolean there = seal.isListed(connection, SealedTable.HELD, held.id())
                    || HeldResponseRows.findByRequest(connection, seal, content.request) != null;
            if (!there) {
                boolean wiped = held.state() == HeldResponse.State.REJECTED;
                var sealed = new Sealed(
                        wiped ? content.answer : cipher.seal(HeldResponses.answerOf(held.id()), content.answer),
                        wiped ? content.scores : cipher.seal(HeldResponses.scoresOf(held.id()), content.scores));
                HeldResponseRows.insertReviewed(connection, seal, held, content.request, sealed);
            }
        }
        for (var use : rows.firstUses) {
            if (!seal.isListed(connection, SealedTable.BEGUN, use.matter)) {
                HeldResponseRows.insertFirstUse(connection, seal, use.matter, use.first);
            }
        }
    }

    /** One transaction each: the ledger has the root after each change before it is committed. */
    private static void writeReviewers(ChangeJournal journal, HeldResponseTable table, List<Reviewer> reviewers) {
        var known = table.read(HeldResponseRows::reviewers).stream()
                .map(one -> SealedTable.REVIEWER.ref(one.organisation(), one.id()))
                .collect(Collectors.toSet());
        for (var reviewer : reviewers) {
            if (!known.contains(SealedTable.REVIEWER.ref(reviewer.organisation(), reviewer.id()))) {
                var act = reviewer.removed() == null ? "reviewer_add" : "reviewer_remove";
                table.writeReviewer(journal, act, connection -> reviewer);
            }
        }
    }

    /** What a move to a folder goes by. */
    record Policies(Function<String, SealOptions> shared, SealOptions own) {}

    /**
     * Takes the database's rows to the folder's file.
     *
     * @param source with {@code registry.key}
     * @param policies the seal policies of the database's rows, by their name in records, and of the file
     */
    static void intoFolder(RegistryAddress source, Connection reader, Policies policies, ChangeJournal journal)
            throws SQLException {
        var vault = RegistryVault.openShared(reader, source);
        var policy = policies.shared.apply(SharedStore.HELD.recordName(vault.id()));
        var list = new SharedRowList(vault.rows(), SharedStore.HELD, policy, null);
        if (list.isNew(reader)) {
            return;
        }
        var seal = SharedStore.HELD.seal(vault.rows(), list, policy);
        seal.refresh(reader);
        seal.requireAll(reader, SharedStore.HELD.what());
        var rows = read(reader, seal, vault::open);
        rows.keys.putAll(HeldResponseRows.keys(reader, seal, vault::open));
        try (var file = HeldResponseFile.begin(source.data(), policies.own)) {
            file.adopt(journal);
            file.runExclusive(connection -> {
                for (var key : rows.keys.entrySet()) {
                    addKey(connection, file, key.getKey(), key.getValue());
                }
                write(connection, file.seal(), file::seal, rows);
                return rows;
            });
            writeReviewers(journal, file, rows.reviewers);
        }
    }

    /** Adds a commitment key, unless it is there. */
    static void addKey(Connection connection, HeldResponseTable table, String id, byte[] key) throws SQLException {
        if (!table.seal().isListed(connection, SealedTable.HELD_KEY, id)) {
            var sealed = table.seal(HeldResponseRows.keyOf(id), key);
            HeldResponseRows.insertKey(connection, table.seal(), id, sealed);
        }
    }
}
