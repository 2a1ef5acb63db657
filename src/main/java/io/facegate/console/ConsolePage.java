package io.facegate.console;

import java.util.Locale;

/** A page of the console's main menu, in the menu's order. */
public enum ConsolePage {
    OVERVIEW(""),
    DECISIONS("/decisions"),
    WORK("/work"),
    POLICIES("/policies"),
    CALENDAR("/calendar"),
    TRY("/try"),
    ORGANISATIONS("/organisations"),
    REPORTS("/reports"),
    INTEGRITY("/integrity"),
    MINE("/mine");

    /** The address of the console, and of its overview. */
    static final String CONSOLE = "/console";

    private final String below;

    ConsolePage(String below) {
        this.below = below;
    }

    public String address() {
        return CONSOLE + below;
    }

    /** The key of its name in the messages. */
    String nameKey() {
        return "menu." + name().toLowerCase(Locale.ROOT);
    }

    /** True if this address, with its query, is the page itself or one below it. */
    boolean contains(String address) {
        var path = address.split("\\?", 2)[0];
        return this == OVERVIEW
                ? path.equals(CONSOLE) || path.equals(CONSOLE + '/')
                : path.equals(address()) || path.startsWith(address() + '/');
    }
}
