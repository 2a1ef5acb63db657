package io.facegate.usecase.ledger;

import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Text of a record made safe to show: its control characters and invisible marks must have no effect. */
public final class DisplayText {
    private static final Pattern CONTROLS = Pattern.compile("[\\p{C}\\x{2028}\\x{2029}]");
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\x{2028}\\x{2029}&&[^\\n]]");

    private DisplayText() {}

    /** For a terminal, as one line. A stranger's ledger may contain escape sequences; each character becomes "?". */
    public static String forTerminal(String line) {
        return CONTROLS.matcher(line).replaceAll("?");
    }

    /** For a page: controls and bidirectional marks become visible codes. Line breaks stay. */
    public static String forPage(String text) {
        return UNSEEN.matcher(text)
                .replaceAll(unseen ->
                        unseen.group().chars().mapToObj("\\\\u%04x"::formatted).collect(Collectors.joining()));
    }
}
