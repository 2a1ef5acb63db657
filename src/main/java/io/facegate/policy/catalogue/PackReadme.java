package io.facegate.policy.catalogue;

/** The page of a policy folder: a table between two markers, and what somebody wrote above and below. */
public final class PackReadme {
    public static final String BEGIN = "<!-- table -->";
    public static final String END = "<!-- /table -->";

    private PackReadme() {}

    public static boolean hasMarkers(String page) {
        return page.contains(BEGIN) && page.indexOf(END) > page.indexOf(BEGIN);
    }

    /** The page with another table between its markers. */
    public static String with(String page, String table) {
        var before = page.substring(0, page.indexOf(BEGIN) + BEGIN.length());
        return before + '\n' + table + page.substring(page.indexOf(END));
    }
}
