package io.facegate.console;

import io.facegate.registry.Right;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A page of the console's main menu, in the menu's order, with the rights of which a visitor needs one. */
public enum ConsolePage {
    OVERVIEW("", Right.READ_RECORDS),
    DECISIONS("/decisions", Right.READ_RECORDS),
    WORK("/work", Right.READ_REGISTRY, Right.REVIEW),
    POLICIES("/policies", Right.READ_REGISTRY),
    CALENDAR("/calendar", Right.READ_REGISTRY),
    TRY("/try", Right.READ_REGISTRY),
    ORGANISATIONS("/organisations", Right.READ_REGISTRY),
    REPORTS("/reports", Right.READ_RECORDS),
    INTEGRITY("/integrity", Right.READ_RECORDS),
    MINE("/mine", Right.READ_OWN_ORGANISATION);

    /** The address of the console, and of its overview. */
    static final String CONSOLE = "/console";

    private final String below;

    @SuppressWarnings("ImmutableEnumChecker") // set by the constructor, immutable afterwards
    private final Set<Right> rights;

    ConsolePage(String below, Right... rights) {
        this.below = below;
        this.rights = Set.of(rights);
    }

    public String address() {
        return CONSOLE + below;
    }

    /** A visitor needs one of them. */
    public Set<Right> rights() {
        return rights;
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

    /** The page that an address belongs to; empty if it is no page's. */
    static Optional<ConsolePage> of(String address) {
        return Arrays.stream(values()).filter(page -> page.contains(address)).findFirst();
    }
}
