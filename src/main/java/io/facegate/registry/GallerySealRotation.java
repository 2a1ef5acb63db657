package io.facegate.registry;

import io.facegate.integrity.AesGcmCipher;
import io.facegate.integrity.GalleryRowFormat;
import io.facegate.integrity.MultisetHash;
import io.facegate.integrity.RowAuthenticator;
import io.facegate.registry.RegistryException.Unusable;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Seals the galleries that gateways share again, inside the transaction that repairs their registry. */
final class GallerySealRotation {
    private GallerySealRotation() {}

    private record Gallery(long key, String ref, List<?> values, byte @Nullable [] mac, long enrolled, byte[] sum) {
        boolean isSealedBy(RowAuthenticator authenticator) {
            return authenticator.verify(mac, GalleryRowFormat.TABLE, values);
        }
    }

    private record Face(
            long key, String id, byte[] sealed, @Nullable Long expires) {
        List<?> values(long gallery) {
            return GalleryRowFormat.face(gallery, id, expires, sealed);
        }
    }

    /**
     * Encrypts every face under a new key, and seals every gallery.
     *
     * @param list under the old key, with the newest head
     * @param coming under the new key
     * @throws Unusable if a gallery or its faces do not verify
     */
    static void seal(
            Connection connection, SecretCipher old, SecretCipher next, SharedRowList list, SharedRowList coming)
            throws SQLException {
        list.refresh(connection);
        var all = galleries(connection);
        boolean sound =
                list.problem() == null && all.size() == list.refs(connection).size();
        for (var gallery : all) {
            sound &= gallery.isSealedBy(old.rows())
                    && list.lists(connection, gallery.ref, gallery.mac)
                    && sum(connection, gallery.key, old.rows())
                            .equals(new MultisetHash(old.rows(), GalleryRowFormat.FACES).fromMaskedBytes(gallery.sum));
        }
        if (!sound) {
            throw new Unusable("Some " + SharedStore.GALLERIES.what()
                    + " do not verify, so nothing was sealed again. Run: facegate registry accept.");
        }
        coming.reset(connection);
        for (var gallery : all) {
            encrypt(connection, gallery.key, old.galleries(), next.galleries());
            seal(connection, gallery, next.rows(), coming);
        }
    }

    /** Seals the galleries that verify, with the faces that they have, and deletes the others. */
    static void accept(Connection connection, SecretCipher key, SharedRowList list) throws SQLException {
        boolean listed = list.isIntact(connection);
        var sound = new ArrayList<Gallery>();
        for (var gallery : galleries(connection)) {
            if (gallery.isSealedBy(key.rows()) && (!listed || list.lists(connection, gallery.ref, gallery.mac))) {
                sound.add(gallery);
            } else {
                SqlStatements.run(connection, "DELETE FROM gallery WHERE key = ?", gallery.key);
            }
        }
        list.reset(connection);
        for (var gallery : sound) {
            seal(connection, gallery, key.rows(), list);
        }
    }

    private static List<Gallery> galleries(Connection connection) throws SQLException {
        return SqlStatements.rows(
                connection,
                row -> new Gallery(
                        row.getLong("key"),
                        GalleryRowFormat.ref(row.getString("owner"), row.getString("name")),
                        GalleryRowFormat.values(row),
                        row.getBytes("mac"),
                        row.getLong("enrolled"),
                        row.getBytes("enrolled_sum")),
                "SELECT " + GalleryRowFormat.COLUMNS + " FROM gallery");
    }

    private static List<Face> faces(Connection connection, long gallery) throws SQLException {
        return SqlStatements.rows(
                connection,
                row -> new Face(row.getLong("key"), row.getString("id"), row.getBytes("sealed"), (Long)
                        row.getObject("expires")),
                "SELECT key, id, sealed, expires FROM face WHERE gallery = ?",
                gallery);
    }

    private static BigInteger sum(Connection connection, long gallery, RowAuthenticator authenticator)
            throws SQLException {
        var hash = new MultisetHash(authenticator, GalleryRowFormat.FACES);
        var sum = MultisetHash.emptyHash();
        for (var face : faces(connection, gallery)) {
            sum = hash.plus(sum, face.values(gallery));
        }
        return sum;
    }

    private static void encrypt(Connection connection, long gallery, AesGcmCipher old, AesGcmCipher next)
            throws SQLException {
        for (var face : faces(connection, gallery)) {
            var context = GalleryRowFormat.context(gallery, face.id);
            var plain = old.open(face.sealed, context);
            if (plain == null) {
                throw new Unusable("An enrolled face cannot be decrypted, so nothing was sealed again.");
            }
            SqlStatements.run(
                    connection, "UPDATE face SET sealed = ? WHERE key = ?", next.seal(plain, context), face.key);
        }
    }

    private static void seal(Connection connection, Gallery gallery, RowAuthenticator authenticator, SharedRowList list)
            throws SQLException {
        var hash = new MultisetHash(authenticator, GalleryRowFormat.FACES);
        SqlStatements.run(
                connection,
                "UPDATE gallery SET version = ?, enrolled = (SELECT count(*) FROM face WHERE face.gallery ="
                        + " gallery.key), enrolled_sum = ? WHERE key = ?",
                list.next(connection),
                hash.toMaskedBytes(sum(connection, gallery.key, authenticator)),
                gallery.key);
        var values = SqlStatements.rows(
                        connection,
                        GalleryRowFormat::values,
                        "SELECT " + GalleryRowFormat.COLUMNS + " FROM gallery WHERE key = ?",
                        gallery.key)
                .getFirst();
        var mac = authenticator.computeMac(GalleryRowFormat.TABLE, values);
        SqlStatements.run(connection, "UPDATE gallery SET mac = ? WHERE key = ?", mac, gallery.key);
        list.put(connection, gallery.ref, mac);
    }
}
