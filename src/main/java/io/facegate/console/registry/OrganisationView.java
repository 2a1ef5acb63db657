package io.facegate.console.registry;

import io.facegate.console.ConsolePage;
import io.facegate.console.LastDay;
import io.facegate.console.PageLanguage;
import io.facegate.console.QuotaTable;
import io.facegate.identity.Organisation;
import io.facegate.identity.RegisteredResource;
import io.facegate.policy.vocabulary.WordTitles;
import io.facegate.usecase.ledger.DisplayText;
import io.facegate.usecase.ledger.KeyLastUsed;
import io.facegate.usecase.registry.OrganisationProfile;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the page of an organisation shows. */
record OrganisationView(PageLanguage speech, OrganisationProfile profile, Instant now) {
    /** What a page shows in place of a date or word that there is not. */
    private String none() {
        return speech.say("none");
    }

    private Organisation one() {
        return profile.organisation();
    }

    public OrganisationRow head() {
        return OrganisationRow.of(speech, one(), false, now);
    }

    public String permissions() {
        return address(one().id()) + "/permissions";
    }

    private static String address(String id) {
        return ConsolePage.ORGANISATIONS.address() + '/' + URLEncoder.encode(id, StandardCharsets.UTF_8);
    }

    /** The address of the list of its decisions. */
    public String decisions(String outcome) {
        return ConsolePage.DECISIONS.address() + "?organisation="
                + URLEncoder.encode(one().id(), StandardCharsets.UTF_8)
                + (outcome.isEmpty() ? "" : "&outcome=" + outcome) + "&sandbox=no";
    }

    /** Name and value of what is on file, in the order of reading. */
    public List<Fact> facts() {
        var facts = new ArrayList<Fact>();
        add(facts, "type", speech.title(WordTitles.ORGANISATION, one().type()), null);
        add(facts, "places", String.join(", ", head().places()), null);
        var parent = one().relations().parent();
        if (parent != null) {
            add(facts, "parent", DisplayText.forPage(parent), address(parent));
        }
        for (var other : one().relations().actsFor().stream().sorted().toList()) {
            add(facts, "acts.for", DisplayText.forPage(other), address(other));
        }
        add(facts, "contact", text(one().relations().contact()), null);
        var verification = one().verification();
        if (verification != null) {
            add(facts, "verified.by", text(verification.by()), null);
            add(facts, "verified.on", day(verification.on()), null);
            add(facts, "verified.kind", text(verification.kind().replace('_', ' ')), null);
            add(facts, "verified.reference", text(verification.reference()), null);
            add(facts, "verified.until", verification.until() == null ? "" : lastDay(verification.until()), null);
        } else {
            add(facts, "verified.by", speech.say("organisation.verified.none"), null);
        }
        new TreeMap<>(one().facts())
                .forEach((fact, values) ->
                        facts.add(new Fact(speech.title("attribute", fact), text(String.join(", ", values)), null)));
        return facts;
    }

    private void add(List<Fact> to, String key, String value, @Nullable String address) {
        to.add(new Fact(speech.say("organisation." + key), value.isEmpty() ? none() : value, address));
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : DisplayText.forPage(value);
    }

    private String day(@Nullable Instant moment) {
        if (KeyLastUsed.UNKNOWN.equals(moment)) {
            return speech.say("mine.key.unknown");
        }
        return moment == null ? none() : speech.time("time.day", moment);
    }

    private String lastDay(@Nullable Instant end) {
        return end == null ? none() : LastDay.before(end).words(speech);
    }

    private String orNone(@Nullable String value) {
        return value == null || value.isEmpty() ? none() : DisplayText.forPage(value);
    }

    public List<List<String>> purposes() {
        var rows = new ArrayList<List<String>>();
        new TreeMap<>(one().purposeTerms())
                .forEach((purpose, terms) -> rows.add(List.of(
                        speech.title(WordTitles.PURPOSE, purpose),
                        orNone(terms.evidence()),
                        orNone(terms.basis()),
                        day(terms.from()),
                        lastDay(terms.until()))));
        return rows;
    }

    public List<List<String>> exemptions() {
        return profile.exemptions().stream()
                .map(grant -> List.of(
                        DisplayText.forPage(grant.id()),
                        speech.title(WordTitles.CAPABILITY, grant.capability()),
                        speech.title(WordTitles.PURPOSE, grant.purpose()),
                        DisplayText.forPage(String.join(", ", grant.places())),
                        day(grant.from()) + " – " + lastDay(grant.until()),
                        orNone(grant.evidence()),
                        orNone(grant.grantedBy())))
                .toList();
    }

    public List<List<String>> evidence() {
        return profile.evidence().stream()
                .map(entry -> List.of(
                        speech.title(WordTitles.EVIDENCE, entry.type()),
                        orNone(entry.id()),
                        day(entry.from()),
                        lastDay(entry.until())))
                .toList();
    }

    public List<List<String>> keys() {
        return profile.keys().stream()
                .map(key -> List.of(
                        orNone(key.id()) + (key.sandbox() ? " (" + speech.say("sandbox") + ')' : ""),
                        key.purpose() == null
                                ? speech.say("organisation.key.every")
                                : speech.title(WordTitles.PURPOSE, key.purpose()),
                        orNone(String.join(", ", key.principals())),
                        lastDay(key.expires()),
                        day(key.lastCall())))
                .toList();
    }

    public List<String> resources() {
        return one().resources().stream()
                .map(RegisteredResource::format)
                .map(DisplayText::forPage)
                .sorted()
                .toList();
    }

    public QuotaTable quotas() {
        return new QuotaTable(speech, profile.quotas());
    }

    /** A number of calls; with a star if nobody verified it. */
    public String number(long calls) {
        return speech.fill("organisation.number", calls) + (profile.calls().verified() ? "" : "*");
    }

    public String last() {
        return day(profile.calls().last());
    }

    public List<AppealLine> appeals() {
        return profile.calls().appeals().stream()
                .map(appeal -> new AppealLine(
                        appeal.decision(),
                        ConsolePage.DECISIONS.address() + '/' + appeal.decision(),
                        speech.say("organisation.appeal." + appeal.state()),
                        day(appeal.latest().time())))
                .toList();
    }

    /** Something on file. */
    record Fact(String name, String value, @Nullable String address) {}

    /** An appeal against one of its decisions. */
    record AppealLine(String decision, String address, String state, String time) {}
}
