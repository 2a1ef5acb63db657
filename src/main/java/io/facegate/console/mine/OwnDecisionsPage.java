package io.facegate.console.mine;

import io.facegate.console.PageLanguage;
import io.facegate.ledger.reading.CheckedRecord;
import io.facegate.ledger.reading.VerifiedRecord;
import io.facegate.policy.vocabulary.WordTitles;
import io.facegate.usecase.ledger.DisplayText;
import io.facegate.usecase.ledger.RecordFields;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A page of the decisions on an organisation's own calls, newest first.
 *
 * @param found what concerns the organisation, also calls that others made for it, which are left out
 * @param most how many are found at once
 * @param start the index before which the page begins; null for the newest
 */
record OwnDecisionsPage(
        PageLanguage speech,
        String organisation,
        List<CheckedRecord> found,
        int most,
        @Nullable Long start) {
    private static final String BEFORE = "before";

    /** Where the page begins: before the record with that index; null for the newest, and for what is no number. */
    static @Nullable Long before(UriInfo address) {
        var text = address.getQueryParameters().getFirst(BEFORE);
        return text == null || !text.matches("[0-9]{1,18}") ? null : Long.valueOf(text);
    }

    /** Only calls of the organisation itself. */
    public List<OwnDecision> lines() {
        return found.stream()
                .map(record -> line(speech, organisation, record))
                .flatMap(Optional::stream)
                .toList();
    }

    /** The address of the older ones; empty if there are none. */
    public String older() {
        return found.size() < most
                ? ""
                : "/console/mine?" + BEFORE + '=' + found.getLast().index() + "#decisions";
    }

    /** True if this is not the newest page. */
    public boolean isOlderPage() {
        return start != null;
    }

    /** True if a record among them does not verify; whose it is cannot be told. */
    public boolean hasTampered() {
        return found.stream().anyMatch(record -> !(record instanceof VerifiedRecord));
    }

    /** A verified decision on an own call; empty if it is anything else. */
    static Optional<OwnDecision> line(PageLanguage speech, String organisation, CheckedRecord record) {
        if (!(record instanceof VerifiedRecord verified)) {
            return Optional.empty();
        }
        var fields = RecordFields.of(verified, DisplayText::forPage);
        if (!fields.organisation().equals(organisation)) {
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
                fields.sandbox(),
                reason(speech, fields)));
    }

    /** Why a call was refused, as its caller was told: the reason, and the rule; empty if it was not. */
    private static String reason(PageLanguage speech, RecordFields fields) {
        return fields.verdict().equals("refuse")
                ? Stream.of(speech.title(WordTitles.CODE, fields.code()), fields.rule())
                        .filter(part -> !part.isEmpty())
                        .map(DisplayText::forPage)
                        .collect(Collectors.joining(" · "))
                : "";
    }
}
