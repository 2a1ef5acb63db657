package io.facegate.console.integrity;

import io.facegate.call.Digests;
import io.facegate.console.PageLanguage;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a search, an export or a comparison was about, in words, as the subject of its record tells. */
final class RecordedQueryWords {
    /** A value that the record does not hold. */
    private static final String NOT_HELD = "*";

    private static final Pattern SEARCH = Pattern.compile("[a-z_]+=.*");
    private static final Pattern HASHED = Pattern.compile("list/([0-9a-f]{64})");
    private static final Pattern TAKEN = Pattern.compile("([a-z0-9_.-]{1,40})/([0-9a-f]{64})");
    private static final Pattern NEWEST = Pattern.compile("newest=(\\d{1,12})(&follow)?");
    private static final Pattern BLOCK = Pattern.compile("entries/(\\d{1,18})");
    private static final Pattern REPLAY = Pattern.compile("replay&(.*)");
    private static final Pattern ASKED = Pattern.compile("reconcile&([a-z0-9-]{1,32})((?:&.*)?)&principals=[a-z_]+");
    private static final Pattern COMPARED = Pattern.compile("([a-z0-9-]{1,32})(?:/([a-z0-9-]{1,24}))?"
            + "&([0-9a-f]{32}|[0-9a-f]{64})&round=(\\d{1,12})&undecided=(\\d{1,12})&unread=(\\d{1,12})"
            + "(?:&calls=\\d{1,12})?");

    /** Criteria whose name in a record is another than that of their filter. */
    private static final Map<String, String> FILTERS = Map.of(
            "verdict", "outcome", "jurisdiction", "place", "provider", "vendor", "word", "words", "matched", "rule");

    private final PageLanguage speech;

    RecordedQueryWords(PageLanguage speech) {
        this.speech = speech;
    }

    /** The words, and what of the record stands behind them as it is; empty for any other subject. */
    Optional<ActSubject> read(String subject) {
        return find(NEWEST, subject)
                .map(found -> words("newest" + (found.group(2) == null ? "" : ".follow"), number(found, 1)))
                .or(() -> find(BLOCK, subject).map(found -> words("block", number(found, 1))))
                .or(() -> find(HASHED, subject).map(found -> new ActSubject(say("list"), shorten(found, 1))))
                .or(() -> find(TAKEN, subject).map(found -> new ActSubject(found.group(1), shorten(found, 2))))
                .or(() -> find(ASKED, subject)
                        .map(found ->
                                with(speech.fill("integrity.about.compare", vendor(found)), criteria(found.group(2)))))
                .or(() -> find(COMPARED, subject).map(this::compared))
                .or(() -> find(REPLAY, subject).map(found -> with(say("replay"), criteria(found.group(1)))))
                .or(() -> SEARCH.matcher(subject).matches() || subject.equals("all")
                        ? Optional.of(with(say("list"), criteria(subject)))
                        : Optional.empty());
    }

    /** What a period or a search asks for, in words; empty if it asks for everything. */
    String criteria(String subject) {
        var all = new ArrayList<String>();
        for (var part : subject.split("&(?=[a-z_]+=)", -1)) {
            int at = part.indexOf('=');
            var name = at < 0 ? "" : part.substring(part.startsWith("&") ? 1 : 0, at);
            if (!name.isEmpty() && !part.equals("kind=DECISION")) {
                all.add(criterion(name, part.substring(at + 1).replace('&', ' ')));
            }
        }
        return String.join(", ", all);
    }

    private String criterion(String name, String value) {
        var held = value.equals(NOT_HELD) ? say("hidden") : value.replace("T00:00:00Z", "");
        return name(name) + ' ' + held;
    }

    private String name(String name) {
        var filter = "filter." + FILTERS.getOrDefault(name, name);
        if (speech.has("integrity.about.by." + name)) {
            return say("by." + name);
        }
        if (!speech.has(filter)) {
            return name.replace('_', ' ');
        }
        var title = speech.say(filter);
        return title.substring(0, 1).toLowerCase(Locale.ROOT) + title.substring(1);
    }

    private ActSubject compared(Matcher found) {
        var account = found.group(2) == null ? "" : ' ' + found.group(2);
        return new ActSubject(
                speech.fill("integrity.about.compared", vendor(found) + account, number(found, 4), number(found, 5)),
                shorten(found, 3));
    }

    private ActSubject with(String words, String criteria) {
        return new ActSubject(criteria.isEmpty() ? words : words + speech.say("colon") + criteria, "");
    }

    private ActSubject words(String key, Object value) {
        return new ActSubject(speech.fill("integrity.about." + key, value), "");
    }

    private String say(String key) {
        return speech.say("integrity.about." + key);
    }

    private String vendor(Matcher found) {
        var word = "vendor." + found.group(1);
        return speech.has("integrity.about." + word) ? say(word) : found.group(1);
    }

    private static long number(Matcher found, int group) {
        return Long.parseLong(found.group(group));
    }

    private static String shorten(Matcher found, int group) {
        return Digests.shorten(found.group(group)) + '…';
    }

    private static Optional<Matcher> find(Pattern pattern, String subject) {
        var found = pattern.matcher(subject);
        return found.matches() ? Optional.of(found) : Optional.empty();
    }
}
