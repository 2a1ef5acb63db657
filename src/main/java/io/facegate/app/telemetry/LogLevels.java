package io.facegate.app.telemetry;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The levels of the log by component. A component is a part of the program, {@code io.facegate.COMPONENT}: libraries are
 * none, so that no level makes them write requests, credentials or pictures.
 *
 * @param levels by component; a component without one logs from {@code info} on
 */
record LogLevels(Map<String, String> levels) {
    static final List<String> COMPONENTS = List.of(
            "admin",
            "app",
            "call",
            "catalogue",
            "cli",
            "console",
            "engine",
            "gateway",
            "http",
            "identity",
            "integrity",
            "json",
            "ledger",
            "policy",
            "registry",
            "usecase",
            "vendor");

    /** Errors are always written. */
    private static final List<String> LEVELS = List.of("error", "warn", "info", "debug");

    private static final String OPTION = "--log-level: ";

    /** Why these texts are no levels, or null. */
    static @Nullable String problem(List<String> texts) {
        var seen = new HashMap<String, String>();
        for (var text : texts) {
            int cut = text.indexOf('=');
            var component = cut < 0 ? text : text.substring(0, cut);
            if (!COMPONENTS.contains(component)) {
                return OPTION + "there is no component '" + component + "'. The components are: "
                        + String.join(", ", COMPONENTS) + '.';
            }
            if (cut < 0 || !LEVELS.contains(level(text, cut))) {
                return OPTION + component + " takes one of these levels: " + String.join(", ", LEVELS) + ", such as "
                        + component + "=debug.";
            }
            if (seen.put(component, text) != null) {
                return OPTION + component + " is given twice.";
            }
        }
        return null;
    }

    /** Reads levels that have no problem. */
    static LogLevels parse(List<String> texts) {
        var levels = new TreeMap<String, String>();
        texts.forEach(text -> {
            int cut = text.indexOf('=');
            levels.put(text.substring(0, cut), level(text, cut));
        });
        return new LogLevels(levels);
    }

    private static String level(String text, int cut) {
        return text.substring(cut + 1).toLowerCase(Locale.ROOT);
    }

    /** The same as settings of Quarkus. */
    Map<String, String> settings() {
        var all = new TreeMap<String, String>();
        levels.forEach((component, level) -> all.put(
                "quarkus.log.category.\"io.facegate." + component + "\".level", level.toUpperCase(Locale.ROOT)));
        return all;
    }
}
