package io.facegate.call;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/** Which build this is, such as {@code 0.2.0+1c6d4af}: records, health and {@code --version} name it. */
public final class BuildInfo {
    /**
     * The version, and the commit that it was built from, or {@code unknown} where it was not built from Git. A commit with
     * {@code -dirty} had changes that were not committed.
     */
    public static final String VERSION = read();

    private BuildInfo() {}

    private static String read() {
        try (InputStream in = BuildInfo.class.getResourceAsStream("/facegate-build.properties")) {
            var said = new Properties();
            if (in != null) {
                said.load(new java.io.InputStreamReader(in, StandardCharsets.UTF_8));
            }
            return version(said.getProperty("version", ""), said.getProperty("commit", ""));
        } catch (IOException unreadable) {
            throw new IllegalStateException("The program's own files cannot be read.", unreadable);
        }
    }

    /** What the build did not fill in is not known. */
    static String version(String version, String commit) {
        var known = commit.strip().matches("[0-9a-f]{7,40}(-dirty)?") ? commit.strip() : "unknown";
        return (version.matches("[0-9][0-9A-Za-z.-]{0,30}") ? version : "0") + '+' + known;
    }
}
