package io.facegate.console;

import io.facegate.policy.vocabulary.Attribute;
import io.facegate.policy.vocabulary.Language;
import io.facegate.policy.vocabulary.MessageBundle;
import io.facegate.policy.vocabulary.WordTitles;
import io.facegate.registry.Right;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Language of a page: the chosen one, else the browser's preference.
 *
 * @param here the page's address, to return to after a change of language
 * @param visitor who logged in; null before
 */
public record PageLanguage(
        Language language, String here, @Nullable ConsoleVisitor visitor) {
    static final String COOKIE = "facegate-language";

    private static final String BUNDLE = "io.facegate.console.console";
    private static final Map<Language, MessageBundle> PHRASES = Map.of(
            Language.EN, new MessageBundle(BUNDLE, Language.EN), Language.FR, new MessageBundle(BUNDLE, Language.FR));
    private static final Map<Language, String> NAMES = Map.of(Language.EN, "English", Language.FR, "Français");

    /** The language of a page that nobody logged in to see. */
    public PageLanguage(Language language, String here) {
        this(language, here, null);
    }

    /** The language for a request. */
    public static PageLanguage fromRequest(ContainerRequestContext request) {
        var cookie = request.getCookies().get(COOKIE);
        var chosen = Language.fromCode(cookie == null ? null : cookie.getValue());
        var accepted = Language.fromAcceptLanguage(request.getHeaderString(HttpHeaders.ACCEPT_LANGUAGE));
        var address = request.getUriInfo().getRequestUri();
        var query = address.getRawQuery();
        return new PageLanguage(
                chosen == null ? accepted : chosen,
                address.getRawPath() + (query == null ? "" : '?' + query),
                ConsoleVisitor.find(request));
    }

    public String code() {
        return language.code();
    }

    public String say(String key) {
        return phrases().text(key);
    }

    /** True if there is a text with that key. */
    public boolean has(String key) {
        return phrases().has(key);
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

    public String fill(String key, Object value, Object other, Object third) {
        return phrases().format(key, value, other, third);
    }

    /** Display title of a vocabulary word. */
    public String title(String kind, String word) {
        return WordTitles.forLanguage(language).title(kind, word);
    }

    public String title(Attribute attribute) {
        return WordTitles.forLanguage(language).title(attribute);
    }

    /** The name, the hash and the key in a log's public key: a line breaks between them, if it must. */
    public List<String> keyParts(String key) {
        return List.of(key.split("(?<=\\+)", 3));
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

    /** The pages of the console that the visitor may open. */
    public List<MenuEntry> menu() {
        var who = visitor;
        return Arrays.stream(ConsolePage.values())
                .filter(one -> who != null && who.mayOpen(one))
                .map(one -> new MenuEntry(say(one.nameKey()), one.address(), one.contains(here)))
                .toList();
    }

    /** The person's roles, in words; empty for the local login. */
    public String roles() {
        return visitor == null
                ? ""
                : visitor.roles().map(role -> say("role." + role.word())).collect(Collectors.joining(", "));
    }

    /** The page that the visitor can always go back to. */
    public MenuEntry home() {
        var page = visitor == null || visitor.may(Right.READ_RECORDS)
                ? ConsolePage.DECISIONS
                : visitor.home().orElse(ConsolePage.DECISIONS);
        var name = page == ConsolePage.DECISIONS ? say("notice.list") : say(page.nameKey());
        return new MenuEntry(name, page.address(), false);
    }

    /** An entry of the main menu; {@code current} if the page belongs to it. */
    public record MenuEntry(String name, String address, boolean current) {}

    /** Another language, with the address that selects it. */
    public record Other(String code, String name, String address) {}
}
