package io.facegate.usecase.notice;

import io.facegate.policy.vocabulary.Language;
import io.facegate.policy.vocabulary.MessageBundle;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/**
 * The words of a mail that tells of a notice: its sentence, and the address of a page of the console. It holds nothing
 * that the notice does not.
 */
public final class NoticeMail {
    private static final Map<String, String> PAGES = Map.of(
            "reminder.authorisation", "/console/work",
            "reminder.review", "/console/work",
            "reminder.appeal", "/console/work",
            "reminder.proposal", "/console/work",
            "reminder.end", "/console",
            "reminder.log", "/console/integrity",
            "registry.break_glass", "/console/integrity");

    private static final Set<String> TYPES = Set.of(
            "authorisation.rejected",
            "authorisation.lapsed",
            "reminder.authorisation",
            "reminder.review",
            "reminder.appeal",
            "reminder.proposal",
            "reminder.end",
            "reminder.log",
            "registry.break_glass");

    private final MessageBundle phrases;
    private final URI console;

    /** @param console the address of the console's host */
    public NoticeMail(Language language, URI console) {
        this.phrases = new MessageBundle("io.facegate.usecase.notice.notice", language);
        this.console = console;
    }

    /** The subject, which holds nothing but words of the program. */
    public String subject(Notice notice) {
        return phrases.text("subject." + (TYPES.contains(notice.type()) ? notice.type() : "reminder"));
    }

    /** The body, as plain text. */
    public String body(Notice notice) {
        return plain(notice.text())
                + "\n\n"
                + phrases.format("mail.page", console.resolve(page(notice)))
                + "\n\n"
                + phrases.format("mail.notice", plain(notice.id()), notice.time())
                + "\n";
    }

    private static String page(Notice notice) {
        var decision = notice.data().get("decision");
        return decision == null
                ? PAGES.getOrDefault(notice.type(), "/console")
                : "/console/decisions/" + URLEncoder.encode(decision.toString(), StandardCharsets.UTF_8);
    }

    /** Without line breaks, and without characters that change how others are shown. */
    private static String plain(String text) {
        return text.replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]", " ");
    }
}
