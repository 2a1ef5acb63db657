package io.facegate.console;

import io.facegate.policy.vocabulary.Attribute;
import io.facegate.policy.vocabulary.Language;
import io.facegate.policy.vocabulary.MessageBundle;
import io.facegate.policy.vocabulary.WordTitles;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Language of a page: the chosen one, else the browser's preference.
 *
 * @param here the page's address, to return to after a change of language
 */
public record PageLanguage(Language language, String here) {
    static final String COOKIE = "facegate-language";

    private static final String BUNDLE = "io.facegate.console.console";
    private static final Map<Language, MessageBundle> PHRASES = Map.of(
            Language.EN, new MessageBundle(BUNDLE, Language.EN), Language.FR, new MessageBundle(BUNDLE, Language.FR));
    private static final Map<Language, String> NAMES = Map.of(Language.EN, "English", Language.FR, "Français");

    /** The language for a request. */
    public static PageLanguage fromRequest(ContainerRequestContext request) {
        var cookie = request.getCookies().get(COOKIE);
        var chosen = Language.fromCode(cookie == null ? null : cookie.getValue());
        var accepted = Language.fromAcceptLanguage(request.getHeaderString(HttpHeaders.ACCEPT_LANGUAGE));
        var address = request.getUriInfo().getRequestUri();
        var query = address.getRawQuery();
        return new PageLanguage(
                chosen == null ? accepted : chosen, address.getRawPath() + (query == null ? "" : '?' + query));
    }

    public String code() {
        return language.code();
    }

    public String say(String key) {
        return phrases().text(key);
    }

    /** Words that stand in one text, between bars. */
    public List<String> list(String key) {
        return List.of(say(key).split("\\|"));
    }

    public String fill(String key, Object value) {
        return phrases().format(key, value);
    }

    public String fill(String key, Object value, Object other) {
        return phrases().format(key, value, other);
    }

    /** Display title of a vocabulary word. */
    public String title(String kind, String word) {
        return WordTitles.forLanguage(language).title(kind, word);
    }

    public String title(Attribute attribute) {
        return WordTitles.forLanguage(language).title(attribute);
    }

    /** A moment in UTC, formatted by the pattern of that message key. */
    public String time(String key, Instant moment) {
        return phrases().time(key, moment);
    }

    private MessageBundle phrases() {
        return Objects.requireNonNull(PHRASES.get(language));
    }

    /** The other languages that the page is available in. */
    public List<Other> others() {
        var back = URLEncoder.encode(here, StandardCharsets.UTF_8);
        return Arrays.stream(Language.values())
                .filter(one -> one != language)
                .map(one -> new Other(
                        one.code(),
                        NAMES.getOrDefault(one, one.code()),
                        "/console/language/" + one.code() + "?to=" + back))
                .toList();
    }

    /** The console's main menu. */
    public List<MenuEntry> menu() {
        return Arrays.stream(ConsolePage.values())
                .map(one -> new MenuEntry(say(one.nameKey()), one.address(), one.contains(here)))
                .toList();
    }

    /** An entry of the main menu; {@code current} if the page belongs to it. */
    public record MenuEntry(String name, String address, boolean current) {}

    /** Another language, with the address that selects it. */
    public record Other(String code, String name, String address) {}
}
