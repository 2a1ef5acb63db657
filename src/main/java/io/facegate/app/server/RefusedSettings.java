package io.facegate.app.server;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Rejects external settings of Quarkus, its configuration and Vert.x. None of them is read ({@link ServerSettings}).
 * One that changes more than logging or the banner may be meant to restrict access, and its author must learn that it
 * has no effect. So the gateway refuses to start with it.
 */
public final class RefusedSettings {
    /** Matches normalized names: all but letters and digits are dots, and a profile name may come first. */
    private static final Pattern FOREIGN = Pattern.compile(
            "(\\.[a-z0-9.]*\\.)?(quarkus|smallrye|io\\.smallrye|mp\\.(config|jwt|health|metrics|openapi|fault\\.tolerance))\\..+");

    /** Settings that are read from system properties only. */
    private static final Pattern OF_VERTX = Pattern.compile("vertx\\..+|io\\.netty\\.bootstrap\\.extensions");

    /** Settings that affect only what is shown or how Facegate is built. */
    private static final Pattern HARMLESS = Pattern.compile(
            "(\\.[a-z0-9.]*\\.)?quarkus\\.(log|banner|application|analytics|build|builder|container\\.image|devservices|dev|live\\.reload|native|package|platform|test)\\..*");

    private final List<String> refused = new ArrayList<>();
    private final List<String> ignored = new ArrayList<>();

    private RefusedSettings() {}

    /**
     * Looks for such settings in every place where Quarkus would.
     *
     * @param environment the environment variables; Kubernetes service variables are skipped
     * @param properties the names of system properties
     * @param folder the working folder
     */
    public static RefusedSettings find(Map<String, String> environment, Collection<String> properties, Path folder) {
        var found = new RefusedSettings();
        var services = KubernetesVariables.in(environment);
        environment.keySet().stream()
                .filter(name -> !services.describe(name))
                .sorted()
                .forEach(name -> found.sort(name, "environment variable " + name));
        for (var name : properties) {
            if (OF_VERTX.matcher(name.toLowerCase(Locale.ROOT)).matches()) {
                found.refused.add("system property " + name);
            } else {
                found.sort(name, "system property " + name);
            }
        }
        found.read(folder.resolve(".env"));
        found.readAll(folder.resolve("config"));
        return found;
    }

    /** Why the gateway must not start, or null. */
    public @Nullable String problem() {
        return refused.isEmpty()
                ? null
                : "Only the options of facegate serve are read, so these settings of Quarkus have no effect: "
                        + String.join(", ", refused) + ". Remove them; docs/config.md lists the options.";
    }

    /** Harmless settings that are present but not read, each with its source. */
    public List<String> ignored() {
        return List.copyOf(ignored);
    }

    private void sort(String name, String where) {
        var plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", ".");
        if (HARMLESS.matcher(plain).matches()) {
            ignored.add(where);
        } else if (FOREIGN.matcher(plain).matches()) {
            refused.add(where);
        }
    }

    private void readAll(Path folder) {
        try (var files = Files.newDirectoryStream(folder, "application*.properties")) {
            for (var file : files) {
                read(file);
            }
        } catch (IOException none) {
            // Quarkus does not read it either.
        }
    }

    private void read(Path file) {
        if (!Files.isRegularFile(file)) {
            return;
        }
        try (Reader reader = Files.newBufferedReader(file)) {
            var properties = new Properties();
            properties.load(reader);
            properties.stringPropertyNames().stream().sorted().forEach(name -> sort(name, name + " in " + file));
        } catch (IOException | IllegalArgumentException unreadable) {
            ignored.add(file + " (unreadable)");
        }
    }
}
