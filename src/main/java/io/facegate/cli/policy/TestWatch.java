package io.facegate.cli.policy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Watch mode: repeats a task whenever a YAML file of a folder changes, until standard input ends. Compares names, sizes
 * and times. Stops by itself after half a day without a change.
 */
final class TestWatch {
    private static final Duration LONGEST = Duration.ofHours(12);

    private final Path folder;
    private final InputStream in;
    private final Duration poll;

    TestWatch(Path folder, InputStream in, Duration poll) {
        this.folder = folder;
        this.in = in;
        this.poll = poll;
    }

    /** Returns the last result of the task. */
    <T> T run(Supplier<T> once) {
        var ended = new CountDownLatch(1);
        Thread.ofVirtual().start(() -> readOut(ended));
        T result;
        String seen;
        do {
            seen = state();
            result = once.get();
        } while (changes(seen, ended));
        return result;
    }

    private void readOut(CountDownLatch ended) {
        try {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        } catch (IOException error) {
            // unreadable input counts as ended
        } finally {
            ended.countDown();
        }
    }

    /** Waits for a change to settle. False if the input ends or nothing changes for too long. */
    private boolean changes(String seen, CountDownLatch ended) {
        long last = System.nanoTime() + LONGEST.toNanos();
        var before = seen;
        try {
            while (System.nanoTime() < last) {
                if (ended.await(poll.toMillis(), TimeUnit.MILLISECONDS)) {
                    return false;
                }
                var now = state();
                if (now.equals(before) && !now.equals(seen)) {
                    return true;
                }
                before = now;
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    private String state() {
        var files = new TreeMap<String, String>();
        try (var entries = Files.list(folder)) {
            for (var file :
                    entries.filter(path -> path.toString().endsWith(".yaml")).toList()) {
                files.put(file.toString(), Files.size(file) + " " + Files.getLastModifiedTime(file));
            }
        } catch (IOException error) {
            return "unreadable: " + files;
        }
        return files.toString();
    }
}
