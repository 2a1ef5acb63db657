package io.facegate.console.mine;

import io.facegate.console.PageLanguage;
import io.facegate.console.QuotaTable;
import io.facegate.identity.Organisation;
import io.facegate.policy.vocabulary.WordTitles;
import io.facegate.registry.KeyEntry;
import io.facegate.usecase.ledger.DisplayText;
import io.facegate.usecase.ledger.KeyLastUsed;
import io.facegate.usecase.registry.ApplicableQuotas;
import io.facegate.usecase.registry.CheckedEntry;
import io.facegate.usecase.registry.RegistrationCheck;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The page of a calling organisation.
 *
 * @param own the organisation, and whether its row verifies
 * @param keys its keys
 * @param used when each was last used
 * @param decisions a page of the decisions on its calls
 * @param counted the quotas that count its calls
 */
record MineView(
        Page page,
        CheckedEntry<Organisation> own,
        List<CheckedEntry<KeyEntry>> keys,
        Map<String, Instant> used,
        OwnDecisionsPage decisions,
        ApplicableQuotas counted) {
    /**
     * How and when it is shown.
     *
     * @param here the gateway's address, as this browser knows it
     */
    record Page(PageLanguage speech, URI here, Instant now) {}

    private PageLanguage speech() {
        return page.speech;
    }

    private Instant now() {
        return page.now;
    }

    private Organisation organisation() {
        return own.entry();
    }

    public boolean altered() {
        return own.altered();
    }

    public String name() {
        return DisplayText.forPage(organisation().name());
    }

    public String id() {
        return organisation().id();
    }

    public String type() {
        return DisplayText.forPage(
                speech().title(WordTitles.ORGANISATION, organisation().type()));
    }

    public String state() {
        var verification = organisation().verification();
        return speech().say("mine.state." + organisation().state().code())
                + (verification == null || verification.until() == null
                        ? ""
                        : ", " + speech().fill("mine.until", moment(verification.until())));
    }

    public boolean served() {
        return organisation().findFailure(now()) == null;
    }

    public List<String> places() {
        return organisation().jurisdictions().stream().map(DisplayText::forPage).toList();
    }

    /** A registered purpose, with its dates. */
    record PurposeLine(String words, String code, String dates) {}

    public List<PurposeLine> purposes() {
        return organisation().purposes().stream()
                .sorted()
                .map(purpose -> new PurposeLine(
                        DisplayText.forPage(speech().title(WordTitles.PURPOSE, purpose)), purpose, dates(purpose)))
                .toList();
    }

    private String dates(String purpose) {
        var terms = organisation().terms(purpose);
        var from = terms.from() == null ? "" : speech().fill("mine.from", moment(terms.from()));
        var until = terms.until() == null ? "" : speech().fill("mine.until", moment(terms.until()));
        return from + (from.isEmpty() || until.isEmpty() ? "" : ", ") + until;
    }

    private String moment(@Nullable Instant at) {
        return speech().time("time.minutes", Objects.requireNonNull(at));
    }

    /** A key, without its secrets. */
    record KeyLine(
            String id, String label, String state, String purpose, String until, String lastUse, Change change) {}

    /**
     * Whether and how a key can be changed.
     *
     * @param seen when it ends, as the form sends it back
     */
    record Change(boolean rotatable, boolean revocable, String seen) {}

    /** When a key ends, as a form sends it back. */
    static String end(KeyEntry key) {
        var expires = key.request().expires();
        return key.isRevoked() ? "revoked" : expires == null ? "never" : expires.toString();
    }

    /** A choice in the form of a new key. */
    record Choice(String value, String words) {}

    /** The APIs that a key can be for. */
    public List<Choice> wires() {
        return RegistrationCheck.wireWords().stream()
                .map(word -> new Choice(word, KeyForm.WIRE + word))
                .toList();
    }

    public List<Integer> overlaps() {
        return KeyForm.OVERLAPS;
    }

    /** The last day that a new key may have, and the one that is proposed. */
    public String latest() {
        return day(Duration.ofDays(364));
    }

    public String proposed() {
        return day(Duration.ofDays(90));
    }

    public String today() {
        return day(Duration.ZERO);
    }

    private String day(Duration ahead) {
        return now().plus(ahead).atZone(ZoneOffset.UTC).toLocalDate().toString();
    }

    public QuotaTable quotas() {
        return new QuotaTable(speech(), counted);
    }

    public List<ClientSetup> clients() {
        return ClientSetup.all(origin());
    }

    public List<String> otherClients() {
        return ClientSetup.others(origin());
    }

    public List<KeyLine> keyLines() {
        return keys.stream()
                .sorted(Comparator.comparing(
                                (CheckedEntry<KeyEntry> one) -> one.entry().created())
                        .reversed())
                .map(this::line)
                .toList();
    }

    private KeyLine line(CheckedEntry<KeyEntry> one) {
        var request = one.entry().request();
        var purpose = request.purpose();
        var expires = request.expires();
        return new KeyLine(
                one.entry().id(),
                (request.label() == null ? "" : DisplayText.forPage(request.label()))
                        + (request.sandbox() ? ' ' + speech().say("sandbox") : ""),
                one.altered()
                        ? speech().say("mine.key.altered")
                        : speech().say("mine.key." + one.entry().status(now())),
                (purpose == null ? speech().say("mine.key.any") : speech().title(WordTitles.PURPOSE, purpose))
                        + (request.limits().wires().isEmpty()
                                ? ""
                                : ", " + String.join(", ", request.limits().wires())),
                expires == null ? speech().say("mine.key.never") : moment(expires),
                lastUse(one.entry()),
                new Change(
                        !one.altered()
                                && one.entry().isOpen(now())
                                && one.entry().isOfMember(),
                        !one.altered() && !one.entry().isRevoked(),
                        end(one.entry())));
    }

    private String lastUse(KeyEntry key) {
        var last = used.get(key.id());
        if (last == null) {
            return speech().say("mine.key.unused");
        }
        if (last.equals(KeyLastUsed.UNKNOWN)) {
            return speech().say("mine.key.unknown");
        }
        boolean isLong = Duration.between(last, now()).compareTo(KeyLastUsed.LONG) > 0;
        return moment(last) + (isLong ? ", " + speech().fill("mine.key.idle", KeyLastUsed.LONG.toDays()) : "");
    }

    public String origin() {
        var text = page.here.toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    public String host() {
        return String.valueOf(page.here.getHost());
    }

    public int port() {
        return page.here.getPort() > 0 ? page.here.getPort() : "https".equals(page.here.getScheme()) ? 443 : 80;
    }
}
