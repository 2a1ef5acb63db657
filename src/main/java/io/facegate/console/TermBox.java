package io.facegate.console;

import io.facegate.policy.vocabulary.Language;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import java.text.Collator;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Explains Facegate's own terms at the end of each page, in a box that is closed at first. Which terms a page uses is known only
 * once it is rendered, so the box is put into the rendered page.
 */
final class TermBox {
    /** The terms that are explained, by the names of their messages. */
    static final List<String> TERMS = List.of(("breakglass capability checkpoint commitment digest disputed evidence"
                    + " exemption gap gateway held hold index invariant leaf ledger obligation oblige pack permit"
                    + " provider quota receipt refuse registry root sandbox shadow similarity tampered unknown unsure"
                    + " warn witness")
            .split(" "));

    /** Where a page has its box. Values cannot add a second one, because they are escaped. */
    private static final String PLACE = "<template id=\"terms\"></template>";

    /** What may be chosen is no part of what a page says. */
    private static final Pattern CHOICES = Pattern.compile("<(option|datalist)\\b[^>]*+>.*?</\\1>", Pattern.DOTALL);

    private static final Pattern TAG = Pattern.compile("<[^>]*+>");
    private static final String FRENCH = "<html lang=\"fr\"";

    /** The texts by which a term is found in a page, by language and term. */
    private static final Map<Language, Map<String, List<String>>> FORMS =
            Stream.of(Language.values()).collect(Collectors.toMap(one -> one, TermBox::forms));

    private TermBox() {}

    /** A term with its explanation. */
    record Term(String key, String word, String text) {}

    /** The page with the explanations of the terms that it uses. */
    static String explain(String page) {
        int place = page.lastIndexOf(PLACE);
        if (place < 0) {
            return page;
        }
        var language = page.contains(FRENCH) ? Language.FR : Language.EN;
        var speech = new PageLanguage(language, "");
        var found = used(page.substring(0, place), language).stream()
                .map(key -> new Term(key, speech.say("term." + key + ".word"), speech.say("term." + key)))
                .sorted(Comparator.comparing(Term::word, Collator.getInstance(language.locale())))
                .toList();
        var box = found.isEmpty() ? "" : Templates.terms(speech, found).render();
        return page.substring(0, place) + box + page.substring(place + PLACE.length());
    }

    private static List<String> used(String page, Language language) {
        var main = page.substring(Math.max(0, page.indexOf("<main")));
        var text = TAG.matcher(CHOICES.matcher(main).replaceAll(" "))
                .replaceAll(" ")
                .toLowerCase(Locale.ROOT);
        var forms = Objects.requireNonNull(FORMS.get(language));
        return TERMS.stream()
                .filter(key -> Objects.requireNonNull(forms.get(key)).stream().anyMatch(form -> contains(text, form)))
                .toList();
    }

    /** True if the form stands in the text as whole words, and not as part of a code or an address. */
    private static boolean contains(String text, String form) {
        for (int at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + 1)) {
            int end = at + form.length();
            boolean begins = at == 0 || !(isPart(text.charAt(at - 1)) || text.charAt(at - 1) == '.');
            if (begins && (end == text.length() || !isPart(text.charAt(end)))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isPart(char sign) {
        return Character.isLetterOrDigit(sign) || "_/-".indexOf(sign) >= 0;
    }

    private static Map<String, List<String>> forms(Language language) {
        var speech = new PageLanguage(language, "");
        return TERMS.stream()
                .collect(Collectors.toMap(
                        key -> key,
                        key -> Stream.concat(
                                        Stream.of(speech.say("term." + key + ".word")),
                                        speech.list("term." + key + ".forms").stream())
                                .map(form -> form.toLowerCase(Locale.ROOT))
                                .toList()));
    }

    /** The box's template, type-checked at build time. */
    @CheckedTemplate(basePath = "console")
    static final class Templates {
        private Templates() {}

        static native TemplateInstance terms(PageLanguage s, List<Term> found);
    }
}
