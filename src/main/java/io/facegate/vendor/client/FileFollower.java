package io.facegate.vendor.client;

import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.Supplier;

/** Follows files of secrets and settings, so that a running gateway uses what they hold now. */
public interface FileFollower {
    /** Reads each file once. */
    FileFollower ONCE = new FileFollower() {
        @Override
        public <T> Supplier<T> follow(String option, Path file, Function<Path, T> reader) {
            var read = reader.apply(file);
            return () -> read;
        }
    };

    /**
     * Reads a file now, and again when it changes.
     *
     * @param option that names the file, without dashes, or the environment's variable that does
     * @param reader throws {@link IllegalArgumentException} with a sentence for the operator, which repeats no secret,
     *     when the file cannot be used
     * @return what was read last; a file that cannot be used changes nothing
     */
    <T> Supplier<T> follow(String option, Path file, Function<Path, T> reader);
}
