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
 * The settings that Quarkus runs by: those that were fixed when Facegate was built, and ours. The environment, system
 * properties, {@code .env} and files in the working folder, which Quarkus would read above both, are not read at all.
 */
public final class ServerSettings implements SmallRyeConfigBuilderCustomizer {
    private static final AtomicReference<@Nullable Map<String, String>> OURS = new AtomicReference<>();

    /** Below what Quarkus itself fixes or finds out, such as a port that was free; above all that was built in. */
    private static final int ORDINAL = 100_000;

    /** What defaults of Quarkus are made of; it is the JVM's, and no setting. */
    private static final List<String> OF_THE_JVM = List.of("java.io.tmpdir", "user.home", "user.dir");

    /** From now on these settings count, and none from outside. */
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

    /** The last: whatever adds sources has added them. */
    @Override
    public int priority() {
        return Integer.MAX_VALUE;
    }
}
