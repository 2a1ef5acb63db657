package io.facegate.ledger.store;

import io.facegate.integrity.SharedSaltStore.Entry;
import io.facegate.ledger.record.RecordField;
import io.facegate.ledger.record.Salt;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The bytes that a shared database keeps, encrypted, for one salt. */
final class SaltCodec {
    private static final int VERSION = 1;

    private SaltCodec() {}

    static Entry entry(Salt salt) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            write(out, salt.bytes());
            write(out, salt.commitment().getBytes(StandardCharsets.UTF_8));
            var value = salt.value();
            out.writeBoolean(value != null);
            if (value != null) {
                write(out, value.getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return new Entry(salt.record(), salt.field().key(), bytes.toByteArray());
    }

    /** The salt; one that fits no commitment if the content was altered, so that its words are not shown. */
    static Salt salt(Entry entry) {
        var field = RecordField.valueOf(entry.field().toUpperCase(Locale.ROOT));
        try (var in = new DataInputStream(new ByteArrayInputStream(entry.content()))) {
            if (in.readByte() != VERSION) {
                throw new IOException("another version");
            }
            var bytes = read(in);
            var commitment = text(in);
            return new Salt(entry.record(), field, bytes, commitment, in.readBoolean() ? text(in) : null);
        } catch (IOException altered) {
            return altered(entry.record(), field);
        }
    }

    private static Salt altered(String record, RecordField field) {
        return new Salt(record, field, new byte[0], "", "");
    }

    private static void write(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(read(in), StandardCharsets.UTF_8);
    }

    private static byte[] read(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException("a part is cut off");
        }
        return in.readNBytes(length);
    }
}
