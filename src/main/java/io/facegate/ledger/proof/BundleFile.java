package io.facegate.ledger.proof;

import io.facegate.ledger.note.VerificationException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipFile;

/** Reader of a bundle's ZIP file, as any unzip program would read it; its contents are untrusted. */
final class BundleFile {
    private static final long MOST = 512L << 20;

    private BundleFile() {}

    /** Reads all files; one that cannot be unpacked in full is cut at the error. */
    static Map<String, byte[]> read(Path path) throws VerificationException, IOException {
        var files = new LinkedHashMap<String, byte[]>();
        long left = MOST;
        try (var zip = new ZipFile(path.toFile())) {
            for (var entry : zip.stream().toList()) {
                byte[] bytes;
                try (var in = zip.getInputStream(entry)) {
                    bytes = upTo(in, left);
                }
                left -= bytes.length;
                if (left <= 0) {
                    throw new VerificationException("it is larger than any bundle: " + (MOST >> 20) + " MiB unpacked");
                }
                if (files.put(entry.getName(), bytes) != null) {
                    throw new VerificationException("it has two files " + entry.getName());
                }
            }
        }
        return files;
    }

    private static byte[] upTo(InputStream in, long most) {
        var out = new ByteArrayOutputStream();
        var some = new byte[1 << 13];
        try {
            for (int n = in.read(some); n >= 0 && out.size() < most; n = in.read(some)) {
                out.write(some, 0, n);
            }
        } catch (IOException damaged) {
            // Missing bytes are found when the file is compared with the signed data.
        }
        return out.toByteArray();
    }
}
