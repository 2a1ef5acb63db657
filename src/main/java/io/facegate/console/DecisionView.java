package io.facegate.console;

import io.facegate.ledger.reading.Entry;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A decision as a page shows it. */
record DecisionView(Fields fields) {
    static DecisionView of(Entry entry) {
        return new DecisionView(Fields.of(entry));
    }

    public String address() {
        return "/console/decisions/" + URLEncoder.encode(fields.id(), StandardCharsets.UTF_8);
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

    public String day() {
        var time = fields.time();
        return time == null ? "" : Times.day(time);
    }

    public String seconds() {
        var time = fields.time();
        return time == null ? "" : Times.seconds(time);
    }

    public String when() {
        var time = fields.time();
        return time == null ? "" : Times.whole(time);
    }

    public String instant() {
        var time = fields.time();
        return time == null ? "" : time.toString();
    }

    public List<Fact> capabilities() {
        return fields.capabilities().stream()
                .map(code -> new Fact(CapabilityWords.of(code), code, Filters.only("capability", code)))
                .toList();
    }

    public String more(String name, String value) {
        return Filters.only(name, value);
    }

    /** A code, cut where a line may break. */
    public List<String> parts(String code) {
        return List.of(code.split("(?<=[_/.-])"));
    }

    /** A word, its code, and where more of the same is found. */
    record Fact(String words, String code, String more) {}
}
