package io.facegate.integrity;

import io.facegate.call.Digests;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/**
 * Computes and verifies the HMAC-SHA256 of database rows under a key kept outside the database. The HMAC covers the
 * table name and every value with its type and length, so that distinct rows never encode alike and NULL differs from
 * the empty text.
 */
public final class RowAuthenticator {
    private final byte[] key;

    public RowAuthenticator(byte[] key) {
        this.key = key.clone();
    }

    /**
     * Derives an authenticator for one purpose from a shared key.
     *
     * @param purpose such as {@code facegate/registry/rows}
     */
    public static RowAuthenticator derived(byte[] key, String purpose) {
        return new RowAuthenticator(Digests.hmacSha256(key, purpose.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Returns the HMAC of a row.
     *
     * @param values null, numbers, texts, byte arrays, and lists of those for child rows
     */
    public byte[] of(String table, List<?> values) {
        var mac = Digests.newHmacSha256(key);
        add(mac, table);
        add(mac, values);
        return mac.doFinal();
    }

    /** Verifies the HMAC of a row in constant time. */
    public boolean holds(byte @Nullable [] claimed, String table, List<?> values) {
        return claimed != null && MessageDigest.isEqual(of(table, values), claimed);
    }

    private static void add(Mac mac, @Nullable Object value) {
        switch (value) {
            case null -> head(mac, '0', 0);
            case String text -> bytes(mac, 's', text.getBytes(StandardCharsets.UTF_8));
            case byte[] blob -> bytes(mac, 'b', blob);
            case Double real -> bytes(mac, 'r', eight(Double.doubleToRawLongBits(real)));
            case Number whole -> bytes(mac, 'n', eight(whole.longValue()));
            case List<?> list -> {
                head(mac, 'l', list.size());
                list.forEach(each -> add(mac, each));
            }
            default -> throw new IllegalArgumentException("A row holds a value of an unknown kind.");
        }
    }

    private static byte[] eight(long bits) {
        return ByteBuffer.allocate(Long.BYTES).putLong(bits).array();
    }

    private static void bytes(Mac mac, char kind, byte[] bytes) {
        head(mac, kind, bytes.length);
        mac.update(bytes);
    }

    private static void head(Mac mac, char kind, int length) {
        mac.update((byte) kind);
        mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(length).array());
    }
}
