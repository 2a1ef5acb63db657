package io.facegate.bench.gateway.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A documentation page with a benchmark table between two markers.
 *
 * @param name the name in the markers
 */
public record ReportPage(String name) {
    /** The table of {@code facegate bench}. */
    public static final ReportPage TABLE = new ReportPage("table");

    public String begin() {
        return "<!-- " + name + " -->";
    }

    public String end() {
        return "<!-- /" + name + " -->";
    }

    public boolean hasMarkers(Path page) throws IOException {
        if (!Files.isWritable(page)) {
            return false;
        }
        var text = Files.readString(page);
        return text.contains(begin()) && text.indexOf(end()) > text.indexOf(begin());
    }

    /** Replaces the text between the markers. */
    public void put(Path page, String table) throws IOException {
        var text = Files.readString(page);
        var before = text.substring(0, text.indexOf(begin()) + begin().length());
        var after = text.substring(text.indexOf(end()));
        Files.writeString(page, before + '\n' + table + after);
    }
}
