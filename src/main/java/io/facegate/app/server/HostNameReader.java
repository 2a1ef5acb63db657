package io.facegate.app.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The host name of the machine, container or pod, as it knows itself: nobody on the network is asked. */
final class HostNameReader {
    private static final Path KERNEL = Path.of("/proc/sys/kernel/hostname");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,62}[A-Za-z0-9])?");
    private static final String LOCALHOST = "localhost";

    private HostNameReader() {}

    /** The name; null if there is none that tells this machine from others. */
    static @Nullable String read() {
        return read(KERNEL, System.getenv());
    }

    /** @param kernel the file in which Linux says it; other systems say it in the environment, if at all */
    static @Nullable String read(Path kernel, Map<String, String> environment) {
        return Stream.of(
                        firstLine(kernel),
                        environment.getOrDefault("HOSTNAME", ""),
                        environment.getOrDefault("COMPUTERNAME", ""))
                .map(String::strip)
                .filter(name -> NAME.matcher(name).matches() && !isLocalhost(name))
                .findFirst()
                .orElse(null);
    }

    private static String firstLine(Path file) {
        try {
            return Files.readString(file).lines().findFirst().orElse("");
        } catch (IOException unreadable) {
            return "";
        }
    }

    private static boolean isLocalhost(String name) {
        var lower = name.toLowerCase(Locale.ROOT);
        return lower.equals(LOCALHOST) || lower.startsWith(LOCALHOST + '.');
    }
}
