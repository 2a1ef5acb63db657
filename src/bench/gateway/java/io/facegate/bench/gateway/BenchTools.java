package io.facegate.bench.gateway;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** External programs that the benchmark needs. */
enum BenchTools {
    NGINX("nginx", "nginx-light"),
    HAPROXY("haproxy", "haproxy"),
    WRK("wrk", "wrk");

    private final String program;
    private final String debian;

    BenchTools(String program, String debian) {
        this.program = program;
        this.debian = debian;
    }

    /** Path of the program. */
    String path() {
        var found = find();
        if (found == null) {
            throw new IllegalStateException(program + " is not installed");
        }
        return found.toString();
    }

    private @Nullable Path find() {
        var folders = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/usr/local/sbin";
        return Stream.of(folders.split(":"))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }

    /** The Debian command that installs the missing programs, or null if none is missing. */
    static @Nullable String missing() {
        var packages = Arrays.stream(values())
                .filter(tool -> tool.find() == null)
                .map(tool -> tool.debian)
                .collect(Collectors.joining(" "));
        return packages.isEmpty() ? null : "sudo apt-get install " + packages;
    }
}
