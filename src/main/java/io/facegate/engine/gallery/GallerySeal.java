package io.facegate.engine.gallery;

import io.facegate.call.Fault;
import io.facegate.integrity.GalleryRowFormat;
import io.facegate.integrity.MultisetHash;
import io.facegate.integrity.RowAuthenticator;
import io.facegate.integrity.RowInventory;
import io.facegate.integrity.RowList;
import io.facegate.integrity.SealOptions;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Authenticates gallery rows: owner, name, purpose, creation time and enrolled faces. A row inventory reveals removed
 * and rolled-back galleries. The file stays locked while open, so the inventory is verified at opening and a gallery's
 * faces at first use.
 */
final class GallerySeal {
    /** Name of the store in records. */
    static final String STORE = "galleries";

    /** Columns that a reader must select first, in this order. */
    static final String COLUMNS = GalleryRowFormat.COLUMNS;

    private static final String TABLE = GalleryRowFormat.TABLE;
    private static final String FACES = "SELECT id, expires, sealed FROM face WHERE gallery = ? ORDER BY key";

    private final RowAuthenticator authenticator;
    private final SealOptions policy;
    private final RowList inventory;
    private final MultisetHash hash;
    private final Map<Long, Boolean> checked = new HashMap<>();

    GallerySeal(RowAuthenticator authenticator, SealOptions policy) {
        this(authenticator, policy, new RowInventory(authenticator, STORE, policy));
    }

    GallerySeal(RowAuthenticator authenticator, SealOptions policy, RowList inventory) {
        this.authenticator = authenticator;
        this.policy = policy;
        this.inventory = inventory;
        this.hash = new MultisetHash(authenticator, GalleryRowFormat.FACES);
    }

    /** A row as covered by its HMAC. */
    private record Row(long key, String ref, List<?> values, byte @Nullable [] mac) {}

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getLong("key"),
                ref(row.getString("owner"), row.getString("name")),
                GalleryRowFormat.values(row),
                row.getBytes("mac"));
    }

    private static String ref(String owner, String name) {
        return GalleryRowFormat.ref(owner, name);
    }

    /** True if a row verifies and is listed; raises the alarm otherwise. */
    boolean isVerified(GalleryDatabase store, ResultSet row) throws SQLException {
        var read = row(row);
        boolean holds = verifies(read) && inventory.lists(store.connection(), read.ref, read.mac);
        if (!holds) {
            policy.alarm().reportAlteredRow(TABLE, "row-" + read.key);
        }
        return holds;
    }

    private boolean verifies(Row row) {
        return authenticator.verify(row.mac, TABLE, row.values);
    }

    /** True if a gallery with that name is listed, present or not. */
    boolean lists(GalleryDatabase store, GalleryKey place) throws SQLException {
        return inventory.lists(store.connection(), ref(place.owner(), place.gallery()));
    }

    /** True if a gallery holds exactly the enrolled faces; verified once and cached. */
    boolean areFacesVerified(GalleryDatabase store, long gallery) throws SQLException {
        var known = checked.get(gallery);
        if (known == null) {
            var kept = faceSum(store, gallery);
            known = sum(store, gallery).equals(kept);
            checked.put(gallery, known);
            if (!known) {
                policy.alarm().reportAlteredRow(TABLE, "row-" + gallery);
            }
        }
        return known;
    }

    /** Number of faces of a gallery, and the hash over them. */
    record Sum(long count, BigInteger sum) {}

    /** What a face adds to the hash of its gallery. */
    BigInteger term(long gallery, ResultSet face) throws SQLException {
        return hash.term(face(gallery, face));
    }

    /** Raises the alarm for a gallery whose faces are not those that were enrolled. */
    void reportAlteredFaces(long gallery) {
        policy.alarm().reportAlteredRow(TABLE, "row-" + gallery);
    }

    /** The number of a row that is written now, as the inventory counts. */
    long nextVersion(GalleryDatabase store) throws SQLException {
        return inventory.next(store.connection());
    }

    /** The faces that a gallery's row says it has. */
    Sum faceSum(GalleryDatabase store, long gallery) throws SQLException {
        return store.select(
                        row -> {
                            var kept = row.getBytes(2);
                            return new Sum(row.getLong(1), hash.fromMaskedBytes(kept == null ? new byte[0] : kept));
                        },
                        "SELECT enrolled, enrolled_sum FROM gallery WHERE key = ?",
                        gallery)
                .getFirst();
    }

    private Sum sum(GalleryDatabase store, long gallery) throws SQLException {
        var sum = MultisetHash.emptyHash();
        var faces = store.select(row -> face(gallery, row), FACES, gallery);
        for (var face : faces) {
            sum = hash.plus(sum, face);
        }
        return new Sum(faces.size(), sum);
    }

    private static List<?> face(long gallery, ResultSet row) throws SQLException {
        long expires = row.getLong("expires");
        boolean never = row.wasNull();
        return GalleryRowFormat.face(gallery, row.getString("id"), never ? null : expires, row.getBytes("sealed"));
    }

    /** Updates the face hash for a face written in this transaction. */
    void recordAddition(GalleryDatabase store, long gallery, String id, @Nullable Long expires, byte[] sealed)
            throws SQLException {
        var kept = faceSum(store, gallery);
        writeFaceSum(
                store,
                gallery,
                kept.count + 1,
                hash.plus(kept.sum, GalleryRowFormat.face(gallery, id, expires, sealed)));
    }

    /** Updates the face hash before faces are deleted in this transaction. Skips altered galleries. */
    void recordRemoval(GalleryDatabase store, long gallery, String which, @Nullable Object value) throws SQLException {
        var rows = store.select(
                row -> isVerified(store, row), "SELECT " + COLUMNS + " FROM gallery WHERE key = ?", gallery);
        if (rows.isEmpty() || !rows.getFirst()) {
            return;
        }
        var kept = faceSum(store, gallery);
        long count = kept.count;
        var sum = kept.sum;
        for (var face : store.select(
                row -> face(gallery, row),
                "SELECT id, expires, sealed FROM face WHERE gallery = ? AND " + which,
                gallery,
                value)) {
            sum = hash.minus(sum, face);
            count--;
        }
        writeFaceSum(store, gallery, count, sum);
        seal(store, gallery);
    }

    private void writeFaceSum(GalleryDatabase store, long gallery, long count, BigInteger sum) throws SQLException {
        store.change(
                "UPDATE gallery SET enrolled = ?, enrolled_sum = ? WHERE key = ?",
                count,
                hash.toMaskedBytes(sum),
                gallery);
    }

    /** Writes the HMAC of a row written in this transaction and lists it. */
    void seal(GalleryDatabase store, long key) throws SQLException {
        store.change(
                "UPDATE gallery SET version = ?, enrolled = coalesce(enrolled, 0), enrolled_sum ="
                        + " coalesce(enrolled_sum, ?) WHERE key = ?",
                inventory.next(store.connection()),
                hash.toMaskedBytes(MultisetHash.emptyHash()),
                key);
        var row = store.select(GallerySeal::row, "SELECT " + COLUMNS + " FROM gallery WHERE key = ?", key)
                .getFirst();
        var mac = authenticator.computeMac(TABLE, row.values);
        store.change("UPDATE gallery SET mac = ? WHERE key = ?", mac, key);
        inventory.put(store.connection(), row.ref, mac);
    }

    /** Unlists a gallery that is deleted in this transaction. */
    void remove(GalleryDatabase store, GalleryKey place) throws SQLException {
        inventory.remove(store.connection(), ref(place.owner(), place.gallery()));
    }

    /** Requires that rows of an earlier version may be sealed as they are. */
    void requireAdoptable(GalleryDatabase store, Path file) throws SQLException, IOException {
        var keys = store.select(row -> row.getLong(1), "SELECT key FROM gallery");
        if (!keys.isEmpty() && !policy.adoptsOlder()) {
            throw new IOException(SealOptions.refusal(file));
        }
    }

    /** Initializes inside the transaction that opens the file. */
    void open(GalleryDatabase store, boolean unsealed) throws SQLException {
        var opening = inventory.open(store.connection());
        if (opening == RowInventory.Opening.COMPARE) {
            compare(store);
            return;
        }
        boolean listed = opening == RowInventory.Opening.ACCEPT && inventory.isIntact(store.connection());
        var stay = new HashSet<Long>();
        for (var row : all(store)) {
            boolean holds = unsealed || verifies(row);
            if (holds && (!listed || inventory.lists(store.connection(), row.ref, row.mac))) {
                stay.add(row.key);
            }
        }
        if (opening == RowInventory.Opening.ACCEPT) {
            inventory.reset(store.connection());
        }
        for (long key : stay) {
            var sum = sum(store, key);
            writeFaceSum(store, key, sum.count, sum.sum);
            seal(store, key);
        }
    }

    /** Begins an empty list, newer than any that is on record. */
    void begin(GalleryDatabase store) throws SQLException {
        inventory.reset(store.connection());
    }

    /** How many galleries are listed. */
    int listed(GalleryDatabase store) throws SQLException {
        return inventory.refs(store.connection()).size();
    }

    private static List<Row> all(GalleryDatabase store) throws SQLException {
        return store.select(GallerySeal::row, "SELECT " + COLUMNS + " FROM gallery");
    }

    /** Reports galleries that do not verify or are missing. */
    private void compare(GalleryDatabase store) throws SQLException {
        if (inventory.problem() != null) {
            return;
        }
        Set<String> listed = inventory.refs(store.connection());
        for (var row : all(store)) {
            listed.remove(row.ref);
            if (!verifies(row) || !inventory.lists(store.connection(), row.ref, row.mac)) {
                policy.alarm().reportAlteredRow(TABLE, "row-" + row.key);
            }
        }
        listed.forEach(
                gone -> policy.alarm().reportAlteredRow(TABLE, "removed-" + Integer.toHexString(gone.hashCode())));
    }

    /** The transaction's changes are on disk. */
    void markCommitted() {
        inventory.markCommitted();
    }

    /** True if no gallery is trusted because the inventory does not verify. */
    boolean isBroken() {
        return inventory.problem() != null;
    }

    /** Requires a verified inventory that is no older copy. */
    void requireVerified() {
        if (isBroken()) {
            throw new Fault.ProviderDown("The galleries were changed outside Facegate, so none is used. The"
                    + " gateway's log says what to do.");
        }
    }

    /** Version and HMAC prefix of the last trusted inventory; null if none. */
    @Nullable
    String root() {
        return inventory.root();
    }
}
