package io.facegate.engine.gallery;

import io.facegate.call.Digests;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says in the shared database how far the move of one folder's galleries came. It is a sealed row that changes with the
 * rows it speaks of, so that nothing that was taken, and perhaps erased since, is taken again.
 *
 * @param folder names the folder; it follows from the folder's key
 * @param content digest of what the folder has
 */
record GalleryMoveMark(GalleryKey folder, String content) {
    /** No organisation can have this name. */
    static final String OWNER = "(moved)";

    private static final int DIGEST = 32;

    /** The last gallery and the last face that were taken, by their keys in the folder's file. */
    record Progress(long gallery, long face) {
        static final Progress NONE = new Progress(Long.MIN_VALUE, Long.MIN_VALUE);
        static final Progress DONE = new Progress(Long.MAX_VALUE, Long.MAX_VALUE);
    }

    /** The mark of that folder's galleries. */
    static GalleryMoveMark of(GalleryDatabase own) {
        var id = own.cipher().rows().computeMac("moved", List.of("folder"));
        var name = GalleryKey.HIDDEN + HexFormat.of().formatHex(id, 0, DIGEST / 4);
        return new GalleryMoveMark(new GalleryKey(OWNER, name, null), own.read(() -> content(own)));
    }

    /** Without what expires: its rows may be gone after an interruption. */
    private static String content(GalleryDatabase own) throws SQLException {
        var digest = Digests.newSha256();
        own.select(
                row -> {
                    for (int at = 1; at <= 4; at++) {
                        var text = String.valueOf(row.getString(at)).getBytes(StandardCharsets.UTF_8);
                        digest.update(Digests.sha256(text));
                    }
                    var sealed = row.getBytes(5);
                    digest.update(Digests.sha256(sealed == null ? new byte[0] : sealed));
                    return digest;
                },
                "SELECT gallery.key, owner, name, id, sealed FROM gallery LEFT JOIN face ON face.gallery = gallery.key"
                        + " AND expires IS NULL ORDER BY gallery.key, face.key");
        return HexFormat.of().formatHex(digest.digest(), 0, DIGEST / 2);
    }

    /** How far the move came; null if the mark does not verify, or the folder is not as it was then. */
    @Nullable
    Progress read(GalleryStore shared) {
        var text = shared.purpose(folder);
        if (text == null) {
            return Progress.NONE;
        }
        var words = text.split(" ", -1);
        return words.length == 3 && words[0].equals(content)
                ? new Progress(Long.parseLong(words[1]), Long.parseLong(words[2]))
                : null;
    }

    /** Writes it, in the transaction that takes the rows. */
    void write(GalleryDatabase shared, Progress now) throws SQLException {
        var text = content + ' ' + now.gallery + ' ' + now.face;
        var there = shared.select(
                row -> row.getLong(1),
                "SELECT key FROM gallery WHERE owner = ? AND name = ?",
                folder.owner(),
                folder.gallery());
        long key;
        if (there.isEmpty()) {
            key = shared.insert(
                    "INSERT INTO gallery (key, owner, name, created, purpose) VALUES (?, ?, ?, ?, ?)",
                    folder.owner(),
                    folder.gallery(),
                    0L,
                    text);
        } else {
            key = there.getFirst();
            shared.change("UPDATE gallery SET purpose = ? WHERE key = ?", text, key);
        }
        shared.seal().seal(shared, key);
    }
}
