package io.facegate.console.mine;

import io.facegate.console.PageLanguage;
import io.facegate.identity.Organisation;
import io.facegate.ledger.reading.CheckedRecord;
import io.facegate.ledger.reading.VerifiedRecord;
import io.facegate.policy.vocabulary.WordTitles;
import io.facegate.registry.KeyEntry;
import io.facegate.usecase.ledger.DisplayText;
import io.facegate.usecase.ledger.RecordFields;
import io.facegate.usecase.registry.CheckedEntry;
import java.net.URI;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The page of a calling organisation.
 *
 * @param own the organisation, and whether its row verifies
 * @param keys its keys
 * @param found its newest decisions
 * @param here the gateway's address, as this browser knows it
 */
record MineView(
        PageLanguage speech,
        CheckedEntry<Organisation> own,
        List<CheckedEntry<KeyEntry>> keys,
        List<CheckedRecord> found,
        URI here,
        Instant now) {
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
                speech.title(WordTitles.ORGANISATION, organisation().type()));
    }

    public String state() {
        var verification = organisation().verification();
        return speech.say("mine.state." + organisation().state().code())
                + (verification == null || verification.until() == null
                        ? ""
                        : ", " + speech.fill("mine.until", moment(verification.until())));
    }

    public boolean served() {
        return organisation().findFailure(now) == null;
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
                        DisplayText.forPage(speech.title(WordTitles.PURPOSE, purpose)), purpose, dates(purpose)))
                .toList();
    }

    private String dates(String purpose) {
        var terms = organisation().terms(purpose);
        var from = terms.from() == null ? "" : speech.fill("mine.from", moment(terms.from()));
        var until = terms.until() == null ? "" : speech.fill("mine.until", moment(terms.until()));
        return from + (from.isEmpty() || until.isEmpty() ? "" : ", ") + until;
    }

    private String moment(@Nullable Instant at) {
        return speech.time("time.minutes", Objects.requireNonNull(at));
    }

    /** A key, without its secrets. */
    record KeyLine(String id, String label, String state, String purpose, String until) {}

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
                        + (request.sandbox() ? ' ' + speech.say("sandbox") : ""),
                one.altered()
                        ? speech.say("mine.key.altered")
                        : speech.say("mine.key." + one.entry().status(now)),
                purpose == null ? speech.say("mine.key.any") : speech.title(WordTitles.PURPOSE, purpose),
                expires == null ? speech.say("mine.key.never") : moment(expires));
    }

    /** Only calls of the organisation itself: not those that others made for it. */
    public List<OwnDecision> decisions() {
        return found.stream().map(this::decision).flatMap(Optional::stream).toList();
    }

    private Optional<OwnDecision> decision(CheckedRecord record) {
        if (!(record instanceof VerifiedRecord verified)) {
            return Optional.empty();
        }
        var fields = RecordFields.of(verified, DisplayText::forPage);
        if (!fields.organisation().equals(id())) {
            return Optional.empty();
        }
        var time = fields.time();
        return Optional.of(new OwnDecision(
                fields.id(),
                time == null ? "" : speech.time("time.whole", time),
                fields.purpose().isEmpty()
                        ? ""
                        : DisplayText.forPage(speech.title(WordTitles.PURPOSE, fields.purpose())),
                fields.capabilities().stream()
                        .map(code -> DisplayText.forPage(speech.title(WordTitles.CAPABILITY, code)))
                        .collect(Collectors.joining(", ")),
                fields.verdict().equals("refuse"),
                fields.sandbox()));
    }

    /** True if a record among the newest does not verify; whose it is cannot be told. */
    public boolean hasTampered() {
        return found.stream().anyMatch(record -> !(record instanceof VerifiedRecord));
    }

    public String origin() {
        var text = here.toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    public String host() {
        return String.valueOf(here.getHost());
    }

    public int port() {
        return here.getPort() > 0 ? here.getPort() : "https".equals(here.getScheme()) ? 443 : 80;
    }
}
