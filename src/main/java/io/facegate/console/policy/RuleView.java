package io.facegate.console.policy;

import io.facegate.ledger.narrative.NarratedRule;
import io.facegate.policy.language.Citation;
import io.facegate.policy.language.LegalStatus;
import io.facegate.policy.language.Rule;
import io.facegate.policy.language.RuleMode;
import io.facegate.policy.language.Validity;
import io.facegate.policy.vocabulary.Language;
import io.facegate.policy.vocabulary.WordTitles;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** View model of a rule. */
record RuleView(PolicySpeech speech, Rule rule, NarratedRule narrated, Instant now) {
    private static final long EARLIEST = 14 * 3_600_000L;
    private static final long LATEST = 12 * 3_600_000L;

    static RuleView of(PolicySpeech speech, Rule rule, Instant now) {
        return new RuleView(speech, rule, speech.prose().rule(rule), now);
    }

    public String id() {
        return rule.id();
    }

    public String name() {
        return rule.id().substring(rule.pack().length() + 1);
    }

    public String address() {
        return PolicySpeech.ruleAddress(rule.id());
    }

    public String decisions() {
        return PolicySpeech.decisionsAddress(rule.id());
    }

    public String effect() {
        return rule.effect().word();
    }

    public String effectTitle() {
        return speech.say("policy.effect." + rule.effect().word());
    }

    public String sentence() {
        return PolicySpeech.shown(narrated.sentence());
    }

    /** True if the sentence only counts conditions or exceptions, which the rule's own page lists. */
    public boolean refers() {
        return !narrated.alternatives().isEmpty() || !narrated.exceptions().isEmpty();
    }

    /** What the pack itself says, in its own language; empty if it says nothing. */
    public String text() {
        return PolicySpeech.shown(rule.ruleText().text());
    }

    /** What an English page says first: the words of the pack, which people wrote; else the sentence. */
    public boolean ownWords() {
        return speech.page().language() == Language.EN && !text().isEmpty();
    }

    /** The reason's code, if it refuses; else null. */
    public @Nullable String code() {
        return rule.ruleText().code().isEmpty() ? null : rule.ruleText().code();
    }

    public String codeTitle() {
        return speech.page().title(WordTitles.CODE, rule.ruleText().code());
    }

    public String appeal() {
        return PolicySpeech.shown(rule.ruleText().appeal());
    }

    public List<String> reviewEvidence() {
        var review = rule.ruleText().review();
        return review == null
                ? List.of()
                : review.evidence().stream()
                        .map(type -> speech.page().title(WordTitles.EVIDENCE, type))
                        .toList();
    }

    public String reviewText() {
        var review = rule.ruleText().review();
        return review == null ? "" : PolicySpeech.shown(review.text());
    }

    public List<NarratedRule.Part> parts() {
        return narrated.parts().stream()
                .map(part -> new NarratedRule.Part(
                        part.attribute(),
                        part.title(),
                        part.values().stream().map(PolicySpeech::shown).toList()))
                .toList();
    }

    public List<String> alternatives() {
        return narrated.alternatives().stream().map(PolicySpeech::shown).toList();
    }

    public List<String> exceptions() {
        return narrated.exceptions().stream().map(PolicySpeech::shown).toList();
    }

    public String condition() {
        return PolicySpeech.shown(narrated.when());
    }

    public List<String> obligations() {
        return narrated.obligations().stream().map(PolicySpeech::shown).toList();
    }

    public @Nullable SourceView source() {
        var citation = rule.ruleText().citation();
        return citation == null ? null : new SourceView(speech, citation);
    }

    /** What an officer must know before relying on the rule: it decides nothing, is disputed, or its source is unsure. */
    public List<String> flags() {
        var flags = new ArrayList<String>();
        if (rule.mode() != RuleMode.ENFORCE) {
            flags.add(speech.say("policy.mode." + rule.mode().word()));
        }
        var status = rule.validity().versionKnownAt(now.toEpochMilli()).status();
        if (status == LegalStatus.DISPUTED || status == LegalStatus.NEVER_ENACTED) {
            flags.add(speech.say("policy.status." + status.word()));
        }
        if (isUnsure(rule)) {
            flags.add(speech.say("policy.source.unsure.flag"));
        }
        return flags;
    }

    static boolean isUnsure(Rule rule) {
        var citation = rule.ruleText().citation();
        return citation != null && citation.evidence().equals("unsure");
    }

    /** Where a rule is in its time. */
    enum Phase {
        LATER,
        NOW,
        ENDED
    }

    /** Where a rule is in its time; one that refuses until its end is reviewed goes on, one that was never enacted has none. */
    static Phase phase(Rule rule, Instant now) {
        var version = rule.validity().versionKnownAt(now.toEpochMilli());
        boolean goesOn = rule.validity().review() || version.status() == LegalStatus.NEVER_ENACTED;
        var phase = phase(rule.validity(), version, now);
        return phase == Phase.ENDED && goesOn ? Phase.NOW : phase;
    }

    private static Phase phase(Validity validity, Validity.Version version, Instant now) {
        long early = now.toEpochMilli() + (validity.local() ? EARLIEST : 0);
        long late = now.toEpochMilli() - (validity.local() ? LATEST : 0);
        if (version.until() <= late) {
            return Phase.ENDED;
        }
        return version.from() > early ? Phase.LATER : Phase.NOW;
    }

    /** Since when, or until when, it holds. */
    public String holds() {
        return holds(speech, rule.validity(), rule.validity().versionKnownAt(now.toEpochMilli()), now);
    }

    private static String holds(PolicySpeech speech, Validity validity, Validity.Version version, Instant now) {
        if (version.status() == LegalStatus.NEVER_ENACTED) {
            return speech.say("policy.holds.never");
        }
        var from = version.from() == Long.MIN_VALUE ? null : speech.date(validity, version.from());
        var until = version.until() == Long.MAX_VALUE ? null : speech.date(validity, version.until());
        var phase = phase(validity, version, now);
        if (until != null && phase == Phase.ENDED) {
            return speech.page().fill(validity.review() ? "policy.holds.review" : "policy.holds.ended", until);
        }
        if (from != null && phase == Phase.LATER) {
            return until == null
                    ? speech.page().fill("policy.holds.begins", from)
                    : speech.page().fill("policy.holds.begins.until", from, until);
        }
        if (from != null) {
            return until == null
                    ? speech.page().fill("policy.holds.since", from)
                    : speech.page().fill("policy.holds.since.until", from, until);
        }
        return until == null ? speech.say("policy.holds.always") : speech.page().fill("policy.holds.until", until);
    }

    /** The event that would end it, in the words of the pack; empty if there is none. */
    public String endCondition() {
        return PolicySpeech.shown(rule.validity().condition());
    }

    public String statusTitle() {
        return speech.say("policy.status."
                + rule.validity().versionKnownAt(now.toEpochMilli()).status().word());
    }

    /** What was known of its dates by then, earliest first; empty if that had never changed. */
    public List<KnownView> history() {
        var versions = rule.validity().versions().stream()
                .filter(version -> version.known() <= now.toEpochMilli())
                .toList();
        if (versions.size() < 2) {
            return List.of();
        }
        return versions.stream()
                .map(version -> new KnownView(
                        version.known() == Long.MIN_VALUE
                                ? speech.say("policy.known.first")
                                : speech.page()
                                        .fill(
                                                "policy.known.since",
                                                speech.day(Instant.ofEpochMilli(version.known())
                                                        .atZone(ZoneOffset.UTC)
                                                        .toLocalDate())),
                        window(version),
                        speech.say("policy.status." + version.status().word())))
                .toList();
    }

    private String window(Validity.Version version) {
        var validity = rule.validity();
        var from = version.from() == Long.MIN_VALUE ? null : speech.date(validity, version.from());
        var until = version.until() == Long.MAX_VALUE ? null : speech.date(validity, version.until());
        if (from != null && until != null) {
            return speech.page().fill("policy.window.both", from, until);
        }
        if (from != null) {
            return speech.page().fill("policy.window.from", from);
        }
        return until == null
                ? speech.say("policy.window.always")
                : speech.page().fill("policy.window.until", until);
    }

    /** What was known of the dates from a day on. */
    record KnownView(String since, String holds, String status) {}

    /** A source. */
    record SourceView(PolicySpeech speech, Citation citation) {
        public String ref() {
            return PolicySpeech.shown(citation.ref());
        }

        public @Nullable String link() {
            return citation.webLink();
        }

        public String checked() {
            return speech.page().fill("policy.source.checked", speech.day(citation.checked()));
        }

        public String how() {
            return speech.say("policy.source." + citation.evidence());
        }
    }
}
