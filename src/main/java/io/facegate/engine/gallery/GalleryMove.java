package io.facegate.engine.gallery;

import io.facegate.call.Fault;
import io.facegate.engine.gallery.GalleryMoveMark.Progress;
import io.facegate.engine.gallery.GalleryStore.AddResult;
import io.facegate.integrity.MovingStoreFile;
import io.facegate.integrity.SealOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Moves the galleries of a data folder into the database that gateways share. */
final class GalleryMove {
    /** Other gateways wait for each step. */
    private static final int AT_ONCE = 200;

    private GalleryMove() {}

    private record Place(long key, GalleryKey name, Instant created) {}

    private record Face(
            long key, EnrolledFace face, @Nullable Instant expires) {}

    /**
     * Takes along what the folder has, gallery after gallery, and deletes it there; begun again after an interruption,
     * it goes on, and takes nothing twice.
     *
     * @param policy of the file; once the ledger has a root of the folder's stores without this file's, the file was
     *     moved before, and another one is foreign
     * @throws IOException if the database has a gallery of the same owner and name for another purpose
     */
    static void intoDatabase(Path folder, InstantSource clock, SealOptions policy, GalleryStore shared)
            throws IOException {
        var file = folder.resolve("galleries.db");
        var moving = new MovingStoreFile(GallerySeal.STORE, file, folder.resolve("galleries.key"), "galleries");
        if (!moving.begin(policy)) {
            return;
        }
        try (var own = GalleryStore.open(folder, clock, policy)) {
            takeAll(own, file, shared);
        }
        moving.retire();
    }

    private static void takeAll(GalleryStore own, Path file, GalleryStore shared) throws IOException {
        var places = places(own.database(), file);
        var mark = GalleryMoveMark.of(own.database());
        var begun = mark.read(shared);
        if (begun == null) {
            throw new IOException("Galleries in " + file + " were taken to the registry's database before, and the file"
                    + " was changed since, or somebody changed the database's note of it. Move the file away.");
        }
        for (var place : places) {
            if (place.key >= begun.gallery()) {
                take(own, place, shared, new Step(mark, begun));
            }
        }
        shared.database().runExclusive(() -> {
            mark.write(shared.database(), Progress.DONE);
            return mark;
        });
    }

    /** The mark, and where the move goes on. */
    private record Step(GalleryMoveMark mark, Progress begun) {}

    /** All galleries, of which each must verify with its faces. */
    private static List<Place> places(GalleryDatabase own, Path file) throws IOException {
        var sound = new AtomicBoolean(true);
        var all = own.read(() -> own.select(
                row -> {
                    sound.set(
                            sound.get() && own.seal().isVerified(own, row) && own.areFacesVerified(row.getLong("key")));
                    var name = new GalleryKey(row.getString("owner"), row.getString("name"), row.getString("purpose"));
                    return new Place(row.getLong("key"), name, Instant.ofEpochMilli(row.getLong("created")));
                },
                "SELECT " + GallerySeal.COLUMNS + " FROM gallery ORDER BY key"));
        if (!sound.get()) {
            throw new IOException("Some galleries in " + file + " do not verify, so none is taken to the registry's"
                    + " database. Restore the newest copy, or move the file away.");
        }
        return all;
    }

    private static void take(GalleryStore own, Place place, GalleryStore shared, Step step) throws IOException {
        boolean begun = step.begun.gallery() == place.key;
        long last = begun ? step.begun.face() : Long.MIN_VALUE;
        if (!begun) {
            create(place, shared, step.mark);
        }
        var faces = own.database().read(() -> faces(own.database(), place)).stream()
                .filter(face -> face.key > last)
                .toList();
        for (int at = 0; at < faces.size(); at += AT_ONCE) {
            var some = faces.subList(at, Math.min(faces.size(), at + AT_ONCE));
            if (!shared.database().runExclusive(() -> takeSome(place, some, shared, step.mark))) {
                throw new IOException("A gallery of " + place.name.owner() + " has too many faces in this folder and in"
                        + " the registry's database together, or does not verify there.");
            }
        }
    }

    private static void create(Place place, GalleryStore shared, GalleryMoveMark mark) throws IOException {
        var there = shared.purpose(place.name);
        if (there != null && !there.equals(place.name.purpose())) {
            throw new IOException("The registry's database has a gallery of " + place.name.owner() + " with the name of"
                    + " one in this folder, for another purpose. Erase one of the two, and start again.");
        }
        var full = new AtomicBoolean();
        try {
            shared.database().runExclusive(() -> {
                mark.write(shared.database(), new Progress(place.key, Long.MIN_VALUE));
                full.set(shared.create(place.name, place.created) == AddResult.FULL);
                if (full.get()) {
                    throw new SQLException("the owner has too many galleries"); // undoes the mark too
                }
                return place;
            });
        } catch (Fault undone) {
            if (full.get()) {
                throw full(place, undone);
            }
            throw undone;
        }
    }

    private static IOException full(Place place, Fault cause) {
        return new IOException(
                place.name.owner() + " has " + GalleryStore.MOST_GALLERIES + " galleries in the registry's database,"
                        + " the most that there may be, so no more of this folder's are moved there; the folder"
                        + " keeps them. Erase some of its galleries at another gateway, and start again.",
                cause);
    }

    /** Takes some faces; none if the gallery was erased meanwhile. */
    private static boolean takeSome(Place place, List<Face> some, GalleryStore shared, GalleryMoveMark mark)
            throws SQLException {
        boolean taken = !shared.exists(place.name)
                || shared.faces()
                        .enrollAbsent(place.name, some.stream().map(Face::face).toList(), expiry(some));
        if (taken) {
            mark.write(shared.database(), new Progress(place.key, some.getLast().key));
        }
        return taken;
    }

    /** The earliest, for those of hidden galleries; others never expire. */
    private static @Nullable Instant expiry(List<Face> faces) {
        return faces.stream()
                .map(Face::expires)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    private static List<Face> faces(GalleryDatabase own, Place place) throws SQLException {
        return own.select(
                row -> {
                    var plain = FaceStore.decrypt(own, place.key, true, row);
                    long time = row.getLong("expires");
                    var expires = row.wasNull() ? null : Instant.ofEpochMilli(time);
                    return new Face(row.getLong("key"), EnrolledFaceCodec.read(row.getString("id"), plain), expires);
                },
                "SELECT key, id, sealed, expires FROM face WHERE gallery = ? ORDER BY key",
                place.key);
    }
}
