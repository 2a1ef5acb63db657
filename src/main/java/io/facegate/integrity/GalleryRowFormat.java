package io.facegate.integrity;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the HMACs of galleries and the sums over their faces cover, wherever they are kept. */
public final class GalleryRowFormat {
    /** Name of the table. */
    public static final String TABLE = "gallery";

    /** Columns that a reader must select first, in this order. */
    public static final String COLUMNS = "key, owner, name, created, purpose, mac, version, enrolled, enrolled_sum";

    /** Purpose of the sum over the faces of a gallery. */
    public static final String FACES = "face";

    private GalleryRowFormat() {}

    /** Name of a gallery in the list of all. */
    public static String ref(String owner, String name) {
        return TABLE + '/' + owner.length() + '/' + owner + '/' + name;
    }

    /** What the HMAC of a gallery's row covers. */
    public static List<?> values(ResultSet row) throws SQLException {
        var values = new ArrayList<@Nullable Object>();
        values.add(row.getLong("key"));
        values.add(row.getString("owner"));
        values.add(row.getString("name"));
        values.add(row.getLong("created"));
        values.add(row.getString("purpose"));
        long version = row.getLong("version");
        if (!row.wasNull()) {
            values.add(version);
            values.add(row.getLong("enrolled"));
            values.add(row.getBytes("enrolled_sum"));
        }
        return values;
    }

    /** What the sum covers of a face. */
    public static List<?> face(long gallery, String id, @Nullable Long expires, byte[] sealed) {
        return List.of(gallery, id, expires == null ? "" : expires, sealed);
    }

    /** What the encryption of a face is bound to. */
    public static String context(long gallery, String faceId) {
        return "face " + gallery + ' ' + faceId;
    }
}
