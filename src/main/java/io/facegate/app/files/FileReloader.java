package io.facegate.app.files;

import io.facegate.call.FatalErrors;
import io.facegate.call.Fault;
import io.facegate.vendor.client.FileFollower;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads files of secrets and settings again within seconds of a change. What a file holds now is used once two looks
 * found the same, it was read as a whole and the change is on record. A file that cannot be used changes nothing.
 */
public final class FileReloader implements FileFollower, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(FileReloader.class.getName());
    private static final Duration INTERVAL = Duration.ofSeconds(2);

    private final ChangeRecorder recorder;
    private final List<FollowedFile<?>> files = new CopyOnWriteArrayList<>();
    private @Nullable Thread thread;

    /** Puts changes of files on record. */
    @FunctionalInterface
    public interface ChangeRecorder {
        /**
         * Records that a file has changed and will be used.
         *
         * @param option that names the file, without dashes, or the environment's variable that does
         * @param digest SHA-256 of the file; it may be a secret's, so it must not be written down
         * @throws Fault.LedgerDown if it cannot be recorded now
         */
        void record(String option, byte[] digest);
    }

    public FileReloader(ChangeRecorder recorder) {
        this.recorder = recorder;
    }

    @Override
    public <T> Supplier<T> follow(String option, Path file, Function<Path, T> reader) {
        var followed = new FollowedFile<>(option, file, reader);
        files.add(followed);
        return followed;
    }

    /** Watches the files from now on. */
    public void start() {
        if (!files.isEmpty()) {
            thread = Thread.ofVirtual().name("files").start(this::watch);
        }
    }

    private void watch() {
        try {
            while (true) {
                Thread.sleep(INTERVAL);
                look();
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** Looks at each file once. */
    void look() {
        for (var file : files) {
            try {
                file.look();
            } catch (Fault.LedgerDown down) {
                LOG.log(System.Logger.Level.DEBUG, "The change of a file waits for the ledger.");
            } catch (RuntimeException | Error unexpected) {
                FatalErrors.rethrow(unexpected);
                LOG.log(
                        System.Logger.Level.ERROR,
                        "The file of " + shown(file.option) + " cannot be watched. Trying on.",
                        unexpected);
            }
        }
    }

    /** The options and variables whose files cannot be used as they are now; what they held before is used. */
    public List<String> rejected() {
        var all = new TreeSet<String>();
        files.stream().filter(file -> file.rejected != null).forEach(file -> all.add(shown(file.option)));
        return List.copyOf(all);
    }

    /** What is in use of the files that an option names, one for each account. */
    public List<Object> inUse(String option) {
        return files.stream()
                .filter(file -> file.option.equals(option))
                .<Object>map(FollowedFile::get)
                .toList();
    }

    /** An option has dashes; a variable of the environment has none. */
    private static String shown(String option) {
        return Character.isUpperCase(option.charAt(0)) ? option : "--" + option;
    }

    @Override
    public void close() {
        if (thread != null) {
            thread.interrupt();
        }
    }

    /** A file, what it held when it was last used, and the digest of that. */
    private final class FollowedFile<T> implements Supplier<T> {
        private final String option;
        private final Path file;
        private final Function<Path, T> reader;
        private byte @Nullable [] used;
        private byte @Nullable [] seen;
        private volatile T value;
        private volatile byte @Nullable [] rejected;

        FollowedFile(String option, Path file, Function<Path, T> reader) {
            this.option = option;
            this.file = file;
            this.reader = reader;
            this.used = BoundedFileReader.digest(file);
            this.seen = used;
            this.value = reader.apply(file);
        }

        @Override
        public T get() {
            return value;
        }

        void look() {
            var now = BoundedFileReader.digest(file);
            boolean isSettled = MessageDigest.isEqual(now, seen);
            seen = now;
            if (MessageDigest.isEqual(now, used)) {
                rejected = null;
                return;
            }
            if (!isSettled) {
                // Somebody may be writing it.
                return;
            }
            if (now == null) {
                reject(new byte[0], "it is gone, no regular file, larger than 1 MiB, or cannot be read");
                return;
            }
            try {
                var next = reader.apply(file);
                // A file that was written meanwhile is read again at the next look.
                if (MessageDigest.isEqual(now, BoundedFileReader.digest(file))) {
                    use(next, now);
                }
            } catch (IllegalArgumentException unusable) {
                reject(now, Objects.toString(unusable.getMessage(), "it cannot be read"));
            }
        }

        private void use(T next, byte[] digest) {
            recorder.record(option, digest);
            value = next;
            used = digest;
            rejected = null;
            LOG.log(System.Logger.Level.INFO, "The file of {0} has changed and is in use: {1}", shown(option), file);
        }

        private void reject(byte[] digest, String why) {
            if (!MessageDigest.isEqual(digest, rejected)) {
                LOG.log(
                        System.Logger.Level.ERROR,
                        "The file of {0} cannot be used, so what it held before stays in use: {1}",
                        shown(option),
                        why);
            }
            rejected = digest;
        }
    }
}
