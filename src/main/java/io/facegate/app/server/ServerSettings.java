package io.facegate.app.server;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.SmallRyeConfigBuilderCustomizer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The Quarkus configuration: values fixed at build time, and Facegate's own. The environment, system properties,
 * {@code .env} and files in the working folder, which Quarkus would rank above both, are not read at all.
 */
public final class ServerSettings implements SmallRyeConfigBuilderCustomizer {
    private static final AtomicReference<@Nullable Map<String, String>> OURS = new AtomicReference<>();

    /** Priority below what Quarkus fixes or finds out itself, such as a free port, and above all built-in values. */
    private static final int ORDINAL = 100_000;

    /** JVM properties that Quarkus defaults refer to; they are not settings. */
    private static final List<String> OF_THE_JVM = List.of("java.io.tmpdir", "user.home", "user.dir");

    /** Sets the configuration; no external setting counts any more. */
    public static void use(Map<String, String> settings) {
        var all = new HashMap<>(settings);
        OF_THE_JVM.forEach(name -> all.put(name, System.getProperty(name, "")));
        OURS.set(Map.copyOf(all));
    }

    @Override
    public void configBuilder(SmallRyeConfigBuilder builder) {
        var ours = OURS.get();
        if (ours != null) {
            builder.setAddDefaultSources(false)
                    .setAddSystemSources(false)
                    .setAddPropertiesSources(false)
                    .setAddDiscoveredSources(false)
                    .withSources(new PropertiesConfigSource(ours, "Facegate's options", ORDINAL));
        }
    }

    /** Runs last, after everything that adds configuration sources. */
    @Override
    public int priority() {
        return Integer.MAX_VALUE;
    }
}
