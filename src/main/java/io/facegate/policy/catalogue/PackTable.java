package io.facegate.policy.catalogue;

import io.facegate.policy.language.Citation;
import java.util.List;
import java.util.stream.Collectors;

/** Markdown table of the packs of a folder. */
public final class PackTable {
    private static final int SHOWN = 3;
    private static final String HEAD = """
        | pack | binds | status | holds | mode | rules, cases | citation | checked | last checked |
        |---|---|---|---|---|---|---|---|---|
        """;

    private PackTable() {}

    /** The table, followed by a line with totals. */
    public static String render(List<PackRow> rows) {
        int rules = rows.stream().mapToInt(row -> row.pack().rules().size()).sum();
        int cases = rows.stream().mapToInt(PackRow::cases).sum();
        return HEAD
                + rows.stream().map(PackTable::line).collect(Collectors.joining())
                + "\n" + rows.size() + (rows.size() == 1 ? " pack, " : " packs, ") + rules + " rules, " + cases
                + " cases that ask about a pack.\n";
    }

    private static String line(PackRow row) {
        var pack = row.pack();
        return "| [`" + pack.id() + "`](" + pack.id() + ".yaml) | "
                + String.join(
                        " | ",
                        cell(pack.binds()),
                        cell(row.status()),
                        firstFew(row.windows().stream().map(PackTable::cell).toList()),
                        cell(row.modes()),
                        pack.rules().size() + ", " + row.cases(),
                        firstFew(row.citations().stream().map(PackTable::link).toList()),
                        cell(row.evidence()),
                        row.verificationDates())
                + " |\n";
    }

    private static String firstFew(List<String> parts) {
        var shown = String.join("<br>", parts.stream().limit(SHOWN).toList());
        return parts.size() > SHOWN ? shown + "<br>and " + (parts.size() - SHOWN) + " more" : shown;
    }

    private static String link(Citation citation) {
        var ref = cell(citation.ref());
        return citation.url() == null ? ref : "[" + ref + "](" + address(citation.url()) + ")";
    }

    private static String address(String url) {
        return url.replace(" ", "%20")
                .replace("(", "%28")
                .replace(")", "%29")
                .replace("|", "%7C")
                .replace("<", "%3C");
    }

    /** Escapes a text for a Markdown table cell. */
    private static String cell(String text) {
        var escaped = new StringBuilder();
        text.replaceAll("\\s+", " ").codePoints().forEach(letter -> {
            if ("\\`*_[]<>|&".indexOf(letter) >= 0 && !(letter == '_' || letter == '&')) {
                escaped.append('\\');
            }
            escaped.appendCodePoint(letter);
        });
        return escaped.toString();
    }
}
