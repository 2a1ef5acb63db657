package io.facegate.engine.gallery;

import io.facegate.call.OlderDataFile;
import io.facegate.integrity.SealOptions;
import io.facegate.integrity.SealedRowTransactions;
import io.facegate.integrity.TamperAlarm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Copies the galleries that gateways share to a data folder, as their registry is moved there. The file is made in a
 * folder of its own and put in place once it is whole; begun again after an interruption, it is made anew.
 */
public final class GalleryMoveBack {
    private static final String FILE = "galleries.db";
    private static final String KEY = "galleries.key";
    private static final String COMING = "galleries.coming";
    private static final int PAGE = 1000;

    private final Path folder;
    private final InstantSource clock;
    private final SealOptions policy;

    /** @param policy of the folder's file: the new one is newer than any that is on record */
    public GalleryMoveBack(Path folder, InstantSource clock, SealOptions policy) {
        this.folder = folder;
        this.clock = clock;
        this.policy = new SealOptions(TamperAlarm.NONE, policy.adoptsOlder(), policy.onRecord());
    }

    private record Place(long key, GalleryKey name, Instant created) {}

    private record Kept(
            long key, EnrolledFace face, @Nullable Instant expires) {}

    /**
     * Copies all galleries, each of which must verify with its faces.
     *
     * @param adopted whether the folder's own galleries are in the database: a file in the folder is then left over from
     *     an interrupted copy
     * @return the root of what was copied; null if there is no gallery in the database
     */
    public @Nullable String copy(SealedRowTransactions rows, boolean adopted) throws IOException {
        if (Files.exists(folder.resolve(FILE)) && !adopted) {
            throw new IOException("The folder " + folder + " has galleries of its own, " + FILE
                    + ", which are not in the" + " database. Start its gateway with --registry once, or move " + FILE
                    + " and " + KEY + " away.");
        }
        try (var shared = SharedGalleryDatabase.open(rows, TamperAlarm.NONE)) {
            // First: whatever is changed later makes another root.
            var root = shared.read(() -> shared.seal().root());
            var places = places(shared);
            discard(folder);
            if (!places.isEmpty()) {
                try {
                    fill(shared, places);
                    install();
                } finally {
                    deleteComing(folder);
                }
            }
            return root;
        }
    }

    private static List<Place> places(SharedGalleryDatabase shared) throws IOException {
        var sound = new AtomicBoolean(true);
        var all = shared.read(() -> shared.select(
                row -> {
                    boolean holds =
                            shared.seal().isVerified(shared, row) && shared.areFacesVerified(row.getLong("key"));
                    sound.set(sound.get() && holds);
                    var name = new GalleryKey(row.getString("owner"), row.getString("name"), row.getString("purpose"));
                    return new Place(row.getLong("key"), name, Instant.ofEpochMilli(row.getLong("created")));
                },
                "SELECT " + GallerySeal.COLUMNS + " FROM gallery ORDER BY key"));
        int listed = shared.read(() -> shared.seal().listed(shared));
        if (!sound.get() || listed != all.size()) {
            throw new IOException("Some galleries in the database do not verify, so nothing was moved. Run: facegate"
                    + " registry accept.");
        }
        return all.stream()
                .filter(place -> !place.name.owner().equals(GalleryMoveMark.OWNER))
                .toList();
    }

    private void fill(SharedGalleryDatabase shared, List<Place> places) throws IOException {
        var coming = folder.resolve(COMING);
        Files.createDirectories(coming);
        discard(coming);
        try (var own = GalleryStore.open(coming, clock, policy)) {
            own.beginNewer();
            for (var place : places) {
                own.create(place.name, place.created);
                copyFaces(shared, place, own);
            }
        }
    }

    private static void copyFaces(SharedGalleryDatabase shared, Place place, GalleryStore own) throws IOException {
        var page = page(shared, place, Long.MIN_VALUE);
        while (!page.isEmpty()) {
            var byExpiry = new LinkedHashMap<Optional<Instant>, List<EnrolledFace>>();
            for (var kept : page) {
                byExpiry.computeIfAbsent(Optional.ofNullable(kept.expires), none -> new ArrayList<>())
                        .add(kept.face);
            }
            for (var some : byExpiry.entrySet()) {
                own.faces().enroll(place.name, some.getValue(), some.getKey().orElse(null));
            }
            page = page(shared, place, page.getLast().key);
        }
    }

    private static List<Kept> page(SharedGalleryDatabase shared, Place place, long after) {
        return shared.read(() -> shared.select(
                row -> kept(shared, place, row.getLong("key"), row),
                "SELECT key, id, sealed, expires FROM face WHERE gallery = ? AND key > ? ORDER BY key LIMIT " + PAGE,
                place.key,
                after));
    }

    private static Kept kept(SharedGalleryDatabase shared, Place place, long key, java.sql.ResultSet row)
            throws SQLException {
        var plain = FaceStore.decrypt(shared, place.key, true, row);
        long time = row.getLong("expires");
        var expires = row.wasNull() ? null : Instant.ofEpochMilli(time);
        return new Kept(key, EnrolledFaceCodec.read(row.getString("id"), plain), expires);
    }

    /** The file is the last: without it, the folder has no galleries, and a key that nothing is sealed under. */
    private void install() throws IOException {
        var coming = folder.resolve(COMING);
        for (var name : List.of(KEY, FILE)) {
            Files.move(coming.resolve(name), folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** Deletes what an interrupted move left: a copy of the galleries, with its key. */
    static void deleteComing(Path folder) throws IOException {
        var coming = folder.resolve(COMING);
        if (Files.isDirectory(coming, LinkOption.NOFOLLOW_LINKS)) {
            try (var rest = Files.walk(coming)) {
                for (var each : rest.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(each);
                }
            }
        }
    }

    private static void discard(Path from) throws IOException {
        for (var name : List.of(FILE, FILE + "-wal", FILE + "-shm", KEY)) {
            Files.deleteIfExists(from.resolve(name));
        }
        if (Files.isDirectory(from)) {
            OlderDataFile.deleteBackups(from.resolve(FILE));
        }
    }
}
