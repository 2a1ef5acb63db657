package io.facegate.console;

import io.facegate.ledger.reading.VerifiedRecord;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.policy.vocabulary.WordTitles;
import io.facegate.usecase.ledger.DisplayText;
import io.facegate.usecase.ledger.RecordFields;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** View model of a decision. */
public record DecisionView(PageLanguage speech, RecordFields fields) {
    public static DecisionView of(PageLanguage speech, VerifiedRecord entry) {
        return new DecisionView(speech, RecordFields.of(entry, DisplayText::forPage));
    }

    public String address() {
        return ConsolePage.DECISIONS.address() + '/' + URLEncoder.encode(fields.id(), StandardCharsets.UTF_8);
    }

    public String id() {
        return fields.id();
    }

    public boolean permitted() {
        return fields.verdict().equals("permit");
    }

    public boolean refused() {
        return fields.verdict().equals("refuse");
    }

    /** True if the caller gets the answer only once people approved it. */
    public boolean reviewRequired() {
        return permitted() && fields.reviewRequired();
    }

    /** True if the call was made with a key of the sandbox. */
    public boolean sandbox() {
        return fields.sandbox();
    }

    public String day() {
        var time = fields.time();
        return time == null ? "" : speech.time("time.day", time);
    }

    public String seconds() {
        var time = fields.time();
        return time == null ? "" : speech.time("time.seconds", time);
    }

    public String when() {
        var time = fields.time();
        return time == null ? "" : speech.time("time.whole", time);
    }

    public String instant() {
        var time = fields.time();
        return time == null ? "" : time.toString();
    }

    public List<Fact> capabilities() {
        return fields.capabilities().stream()
                .map(code -> fact(WordTitles.CAPABILITY, code, ListFilters.only("capability", code)))
                .toList();
    }

    public Fact purpose() {
        return fact(WordTitles.PURPOSE, fields.purpose(), ListFilters.only("purpose", fields.purpose()));
    }

    public String provider() {
        return speech.title(WordTitles.PROVIDER, fields.provider());
    }

    public String code() {
        return speech.title(WordTitles.CODE, fields.code());
    }

    /** How the caller authenticated. */
    public String method() {
        return CodedFilters.method(speech, fields.method());
    }

    public Fact organisation() {
        var id = fields.organisation();
        return new Fact(typed(fields.organisationType()), id, ListFilters.only("organisation", id));
    }

    /** The organisations that the call was made for, each with its type if recorded. */
    public List<Fact> principals() {
        return fields.onBehalfOf().stream()
                .map(link -> new Fact(typed(link.type()), link.id(), ""))
                .toList();
    }

    private String typed(String type) {
        return type.isEmpty() ? "" : speech.title(WordTitles.ORGANISATION, type);
    }

    public List<Fact> evidence() {
        return fields.evidence().stream()
                .map(type -> fact(WordTitles.EVIDENCE, type, ListFilters.only("evidence", type)))
                .toList();
    }

    /** Attested facts of the call and of the organisations, as {@code name=value}. */
    public List<Fact> attested() {
        return fields.attested().stream().map(this::attested).toList();
    }

    private Fact attested(String fact) {
        int cut = Math.max(0, fact.indexOf('='));
        var attribute = Attribute.fromFact(fact.substring(0, cut));
        if (attribute == null) {
            return new Fact("", fact, "");
        }
        var value = fact.substring(cut + 1);
        var said = attribute.words() == null ? value : speech.title(attribute.word(), value);
        return new Fact(speech.title(attribute) + speech.say("colon") + said, fact, "");
    }

    private Fact fact(String kind, String code, String more) {
        return new Fact(speech.title(kind, code), code, more);
    }

    public String more(String name, String value) {
        return ListFilters.only(name, value);
    }

    /** Splits a code where a line may break. */
    public List<String> parts(String code) {
        return List.of(code.split("(?<=[_/.-])"));
    }

    /** A word, its code, and a link to more records with it. */
    public record Fact(String words, String code, String more) {}
}
