package io.facegate.policy.catalogue;

/** README of a policy folder: a generated table between two markers; the text around it is kept. */
public final class PackReadme {
    public static final String BEGIN = "<!-- table -->";
    public static final String END = "<!-- /table -->";

    private PackReadme() {}

    public static boolean hasMarkers(String page) {
        return page.contains(BEGIN) && page.indexOf(END) > page.indexOf(BEGIN);
    }

    /** Replaces the table between the markers. */
    public static String replaceTable(String page, String table) {
        var before = page.substring(0, page.indexOf(BEGIN) + BEGIN.length());
        return before + '\n' + table + page.substring(page.indexOf(END));
    }
}
