package io.facegate.console;

import io.facegate.ledger.audit.AuditState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * View model of the records that the check of the whole log found altered: the first by their numbers, each with its
 * page, and how many more there are.
 *
 * @param named how many are named at most
 */
public record AlteredRecordsView(PageLanguage speech, AuditState.Finding found, int named) {
    /** How many a banner names. */
    public static final int IN_BANNER = 20;

    private static final String PAGE = ConsolePage.INTEGRITY.address() + "/records/";

    /** A record, and what stands before its number in a list in words. */
    public record Link(String before, String number, String address) {}

    /** How many there are, before the list. */
    public String words() {
        return speech.fill("integrity.mark.many", found.count());
    }

    /** What the check found, for a section of its own. */
    public String text() {
        return speech.fill("integrity.altered.text", found.count());
    }

    /** How many the check keeps by number. */
    public String bound() {
        return speech.fill("integrity.altered.bound", AuditState.Finding.NAMED);
    }

    public List<Link> links() {
        var links = new ArrayList<Link>();
        var shown = found.indices().stream().limit(named).toList();
        for (int i = 0; i < shown.size(); i++) {
            boolean last = i == shown.size() - 1 && more() == null;
            var before = i == 0 ? " " : last ? speech.say("and") : ", ";
            var number = Long.toString(shown.get(i) + 1);
            links.add(new Link(before, number, PAGE + number));
        }
        return links;
    }

    /** How many more there are, or null. */
    public @Nullable String more() {
        long rest = found.count() - Math.min(named, found.indices().size());
        return rest <= 0 ? null : speech.fill("integrity.altered.more", rest);
    }
}
