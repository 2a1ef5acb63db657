package io.facegate.call;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/** Version and Git commit of this build, such as {@code 0.2.0+1c6d4af}; named in records, health, {@code --version}. */
public final class BuildInfo {
    /** The version plus the Git commit, {@code unknown} outside of Git; {@code -dirty} marks uncommitted changes. */
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

    /** Joins version and commit; a placeholder that the build did not fill in becomes unknown. */
    static String version(String version, String commit) {
        var known = commit.strip().matches("[0-9a-f]{7,40}(-dirty)?") ? commit.strip() : "unknown";
        return (version.matches("[0-9][0-9A-Za-z.-]{0,30}") ? version : "0") + '+' + known;
    }
}
