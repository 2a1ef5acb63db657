package io.facegate.console;

import io.facegate.usecase.overview.UpcomingEnd;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Where the console shows something that ends soon. */
public final class UpcomingEndLink {
    private UpcomingEndLink() {}

    /** The page that shows it, at the part where it stands. */
    public static String of(UpcomingEnd end) {
        return switch (end.kind()) {
            case RULE -> ConsolePage.CALENDAR.address();
            case PERSON_CERTIFICATE -> ConsolePage.WORK.address() + "#ending";
            case CERTIFICATE -> ConsolePage.INTEGRITY.address();
            case VERIFICATION -> organisation(end, "file");
            case PURPOSE -> organisation(end, "purposes");
            case EVIDENCE -> organisation(end, "evidence");
            case KEY -> organisation(end, "keys");
            case EXEMPTION -> organisation(end, "exemptions");
        };
    }

    private static String organisation(UpcomingEnd end, String part) {
        var all = ConsolePage.ORGANISATIONS.address();
        return end.owner().isEmpty()
                ? all
                : all + '/' + URLEncoder.encode(end.owner(), StandardCharsets.UTF_8) + '#' + part;
    }
}
