package io.facegate.bench.gateway.report;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;

/** The machine that the benchmark ran on. */
public record Machine(
        LocalDate date,
        int cores,
        String processor,
        long memoryMib,
        String kernel,
        String java,
        String fileSystem,
        double load) {
    /** Describes this machine: the file system of {@code folder}, and the load average of the last minute. */
    public static Machine here(Path folder) throws IOException {
        return new Machine(
                LocalDate.now(ZoneOffset.UTC),
                Runtime.getRuntime().availableProcessors(),
                fact("/proc/cpuinfo", "model name", System.getProperty("os.arch")),
                memory(),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vm.name") + " " + Runtime.version(),
                Files.getFileStore(folder).type(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private static long memory() throws IOException {
        var told = fact("/proc/meminfo", "MemTotal", "0").replaceAll("[^0-9]", "");
        return Long.parseLong(told) / 1024;
    }

    private static String fact(String file, String name, String otherwise) throws IOException {
        var path = Path.of(file);
        if (!Files.isReadable(path)) {
            return otherwise;
        }
        return Files.readAllLines(path).stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse(otherwise);
    }

    /** All of it in one sentence. */
    public String sentence() {
        return String.format(
                Locale.ROOT,
                "%s: %d cores of %s, %,d MiB of memory, %s, %s, data on %s, load %.1f before the run",
                date,
                cores,
                processor,
                memoryMib,
                kernel,
                java,
                fileSystem,
                load);
    }
}
