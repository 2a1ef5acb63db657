package io.facegate.app.server;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The result of reading the TLS files again.
 *
 * @param digest of the files that were read
 * @param problem why the certificate before stays, or null
 */
record TlsReload(String digest, @Nullable String problem) {
    /** Files that change all the time are left for a later look. */
    private static final int MOST = 5;

    /**
     * Checks the files and has the server read them, until what it read is what was checked.
     *
     * @param read has the server read the files; false if it could not
     */
    static TlsReload of(TlsFiles files, BooleanSupplier read) {
        var before = files.digest();
        for (int times = 0; times < MOST; times++) {
            var problem = files.problem();
            if (problem == null && !read.getAsBoolean()) {
                problem = "its files could not be read.";
            }
            var after = files.digest();
            if (after.equals(before)) {
                return new TlsReload(after, problem);
            }
            before = after;
        }
        return new TlsReload(before, "its files change all the time.");
    }
}
