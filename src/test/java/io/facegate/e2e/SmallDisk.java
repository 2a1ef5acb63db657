package io.facegate.e2e;

import io.facegate.ledger.fault.Faults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/**
 * A disk of a few megabytes that can be filled and emptied. It is a file system in memory where this process may mount one;
 * elsewhere the C library says that there is no space left while the ballast is there.
 */
final class SmallDisk implements AutoCloseable {
    private static final byte[] BLOCK = new byte[4096];

    private final Path folder;
    private final boolean mounted;

    private SmallDisk(Path folder, boolean mounted) {
        this.folder = folder;
        this.mounted = mounted;
    }

    static SmallDisk at(Path folder, String size) throws IOException {
        Files.createDirectories(folder);
        return new SmallDisk(folder, run("mount", "-t", "tmpfs", "-o", "size=" + size, "none", folder.toString()));
    }

    private static boolean run(String... words) throws IOException {
        try {
            var process = new ProcessBuilder(words).redirectErrorStream(true).start();
            process.getInputStream().readAllBytes();
            return process.waitFor() == 0;
        } catch (IOException absent) {
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    Path folder() {
        return folder;
    }

    /** What a process that writes here needs in its environment. */
    Map<String, String> environment() throws IOException, InterruptedException {
        var environment = new HashMap<String, String>();
        if (!mounted) {
            environment.put("LD_PRELOAD", Faults.library().toString());
            environment.put("FAULT_FOLDER", folder.toRealPath().toString());
            environment.put("FAULT_FULL_WHILE", ballast().toAbsolutePath().toString());
        }
        return environment;
    }

    /** Takes what is left of the room; again, when something was freed meanwhile. */
    void fill() throws IOException {
        try (var out = Files.newOutputStream(ballast(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (mounted) {
                out.write(BLOCK);
            }
        } catch (IOException full) {
            if (Files.getFileStore(folder).getUsableSpace() > 0) {
                throw full;
            }
        }
    }

    void free() throws IOException {
        Files.delete(ballast());
    }

    private Path ballast() {
        return folder.resolve("ballast");
    }

    @Override
    public void close() throws IOException {
        if (mounted && !run("umount", folder.toString())) {
            run("umount", "-l", folder.toString());
        }
    }
}
