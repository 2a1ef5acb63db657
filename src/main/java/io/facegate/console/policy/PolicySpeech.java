package io.facegate.console.policy;

import io.facegate.call.Digests;
import io.facegate.console.ConsolePage;
import io.facegate.console.PageLanguage;
import io.facegate.policy.language.Validity;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.usecase.ledger.DisplayText;
import io.facegate.usecase.policy.PolicyProse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.Collator;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The words of pages about policies: rules in sentences, dates, addresses. */
record PolicySpeech(PageLanguage page, PolicyProse prose) {
    private static final int BRIEF = 2;

    static PolicySpeech of(PageLanguage page) {
        return new PolicySpeech(page, new PolicyProse(page.language()));
    }

    String say(String key) {
        return page.say(key);
    }

    /** A text of a policy file or of the registry, safe to show. */
    static String shown(@Nullable String text) {
        return text == null ? "" : DisplayText.forPage(text);
    }

    static String packAddress(String pack) {
        return ConsolePage.POLICIES.address() + '/' + encode(pack);
    }

    static String ruleAddress(String rule) {
        int cut = rule.indexOf('/');
        return packAddress(rule.substring(0, cut)) + '/' + encode(rule.substring(cut + 1));
    }

    static String decisionsAddress(String rule) {
        return ConsolePage.DECISIONS.address() + "?rule=" + encode(rule);
    }

    static String calendarAddress(LocalDate day) {
        return ConsolePage.CALENDAR.address() + "?on=" + day;
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    static String shortened(String digest) {
        return Digests.shorten(digest);
    }

    Collator order() {
        return Collator.getInstance(page.language().locale());
    }

    String day(LocalDate day) {
        return page.time("policy.day", day.atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    /** A day for a narrow column. */
    String shortDay(LocalDate day) {
        return page.time("policy.date", day.atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    String moment(Instant moment) {
        return page.time("time.policy", moment);
    }

    /** A date as a rule writes it, with its zone; the time only where it is not midnight. */
    String date(LocalDateTime written, boolean local, @Nullable Validity validity) {
        var key = written.toLocalTime().equals(LocalTime.MIDNIGHT) ? "policy.day" : "policy.daytime";
        var said = page.time(key, written.toInstant(ZoneOffset.UTC));
        return said + ' ' + zone(local, validity);
    }

    private String zone(boolean local, @Nullable Validity validity) {
        if (local) {
            return say("policy.zone.local");
        }
        var zone = validity == null ? null : validity.zone();
        return '('
                + (zone == null || zone.getId().equals("UTC")
                        ? "UTC"
                        : zone.getDisplayName(TextStyle.FULL, page.language().locale()))
                + ')';
    }

    /** One of the dates of a validity. */
    String date(Validity validity, long moment) {
        return date(validity.written(moment), validity.local(), validity);
    }

    /** The first two values of an attribute, and how many more. */
    String brief(List<String> values, Attribute attribute) {
        int cut = values.size() <= BRIEF + 1 ? values.size() : BRIEF;
        var first = String.join(say("semicolon"), values.subList(0, cut));
        var more = cut == values.size() ? "" : say("semicolon") + page.fill("change.more", values.size() - cut);
        return attribute == Attribute.EVIDENCE ? page.title(attribute) + say("colon") + first + more : first + more;
    }

    /** Chooses a message by a number. */
    String count(String key, long count) {
        return page.fill(key, count);
    }
}
