package io.facegate.console;

import io.facegate.policy.vocabulary.Language;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which of our own terms a page uses without explaining them, as a reader finds them: by the words alone. */
final class PageTerms {
    private static final String BOX = "<details class=\"terms\" id=\"terms\"";

    private PageTerms() {}

    /** The terms, by the names of their messages. */
    static List<String> unexplained(String page) {
        int box = page.lastIndexOf(BOX);
        var main = page.substring(Math.max(0, page.indexOf("<main")), box < 0 ? page.length() : box);
        var text =
                main.replaceAll("(?s)<(option|datalist)\\b[^>]*>.*?</\\1>", " ").replaceAll("<[^>]*>", " ");
        var explained = box < 0 ? "" : page.substring(box, page.indexOf("</details>", box));
        var speech = new PageLanguage(page.contains("<html lang=\"fr\"") ? Language.FR : Language.EN, "");
        return TermBox.TERMS.stream()
                .filter(key -> pattern(speech, key).matcher(text).find())
                .filter(key -> !explained.contains(">" + speech.say("term." + key) + "</dd>"))
                .toList();
    }

    private static Pattern pattern(PageLanguage speech, String key) {
        var words = Stream.concat(
                        Stream.of(speech.say("term." + key + ".word")), speech.list("term." + key + ".forms").stream())
                .map(Pattern::quote)
                .collect(Collectors.joining("|"));
        return Pattern.compile(
                "(?<![\\p{L}\\p{N}_/.-])(?:" + words + ")(?![\\p{L}\\p{N}_/-])",
                Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }
}
