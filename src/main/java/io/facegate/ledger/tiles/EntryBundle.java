package io.facegate.ledger.tiles;

import io.facegate.ledger.note.VerificationException;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Entry bundle: records one after the other, each prefixed by its length in two bytes. */
public final class EntryBundle {
    private static final int LONGEST = 0xffff;

    private EntryBundle() {}

    public static byte[] encode(List<byte[]> records) {
        var all = new ByteArrayOutputStream();
        for (var record : records) {
            if (record.length > LONGEST) {
                throw new IllegalArgumentException("A record is longer than an entry bundle can hold.");
            }
            all.write(record.length >>> 8);
            all.write(record.length);
            all.writeBytes(record);
        }
        return all.toByteArray();
    }

    /** Parses the records of a bundle. */
    public static List<byte[]> records(byte[] bundle) throws VerificationException {
        var found = new ArrayList<byte[]>();
        for (int at = 0; at < bundle.length; ) {
            int length = at + 1 < bundle.length ? ((bundle[at] & 0xff) << 8) | (bundle[at + 1] & 0xff) : LONGEST;
            if (at + 2 + length > bundle.length) {
                throw new VerificationException("its bundle is cut off or its length was changed");
            }
            found.add(Arrays.copyOfRange(bundle, at + 2, at + 2 + length));
            at += 2 + length;
        }
        return found;
    }
}
