package io.facegate.app.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The page that shows the table of one run, between two markers. */
public final class Page {
    public static final String BEGIN = "<!-- table -->";
    public static final String END = "<!-- /table -->";

    private Page() {}

    public static boolean hasMarkers(Path page) throws IOException {
        if (!Files.isWritable(page)) {
            return false;
        }
        var text = Files.readString(page);
        return text.contains(BEGIN) && text.indexOf(END) > text.indexOf(BEGIN);
    }

    /** Replaces what stands between the markers. */
    public static void put(Path page, String table) throws IOException {
        var text = Files.readString(page);
        var before = text.substring(0, text.indexOf(BEGIN) + BEGIN.length());
        var after = text.substring(text.indexOf(END));
        Files.writeString(page, before + '\n' + table + after);
    }
}
