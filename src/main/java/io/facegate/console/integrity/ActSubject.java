package io.facegate.console.integrity;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.call.Digests;
import io.facegate.console.ConsolePage;
import io.facegate.console.PageLanguage;
import io.facegate.usecase.ledger.AuditedRecords.DecisionStanding;
import io.facegate.usecase.ledger.DisplayText;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What an act was about, in words, with a link where there is a page of it.
 *
 * @param words what kind of thing it was; empty if only the code tells
 * @param code as the record says it; empty if the words say all
 * @param address of its page, or an empty text
 * @param tampered true for a decision whose record does not verify
 */
record ActSubject(String words, String code, String address, boolean tampered) {
    /** Subjects that a list can be asked for. */
    static final String ASKED = "[A-Za-z0-9._/-]{1,128}";

    /** That of a record which does not verify. */
    static final ActSubject NOTHING = new ActSubject("", "", "");

    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern PLACE = Pattern.compile("record/([1-9][0-9]{0,17})");
    private static final Pattern ORGANISATION = Pattern.compile("organisation/([A-Za-z0-9._-]{1,128})(/.*)?");
    private static final Pattern REPORT = Pattern.compile("report&(from=.*)");

    /** How much of each end of an id is shown beside a link to its page. */
    private static final int END = 8;

    /** Pages that a view names by a word. */
    private static final Map<String, String> PAGES = Map.of(
            "overview", ConsolePage.OVERVIEW.address(),
            "counts", ConsolePage.OVERVIEW.address(),
            "integrity", ConsolePage.INTEGRITY.address(),
            "integrity/verify", ConsolePage.INTEGRITY.address(),
            "appeals", ConsolePage.WORK.address() + "#appeals",
            "authorisations", ConsolePage.WORK.address() + "#authorisations",
            "reviews", ConsolePage.WORK.address() + "#reviews");

    private ActSubject(String words, String code, String address) {
        this(words, code, address, false);
    }

    /** A subject without a page. */
    ActSubject(String words, String code) {
        this(words, code, "", false);
    }

    /** The code as it is shown: an id that has a page, which shows it whole, by its two ends. */
    public String shown() {
        return isShortened() ? code.substring(0, END) + '…' + code.substring(code.length() - END) : code;
    }

    public boolean isShortened() {
        return !address.isEmpty() && ID.matcher(code).matches();
    }

    /**
     * Reads the subject of a record.
     *
     * @param subject safe to show
     * @param decisions tells whether a decision with that id is on record
     */
    static ActSubject of(PageLanguage speech, String subject, Function<String, DecisionStanding> decisions) {
        if (ID.matcher(subject).matches()) {
            var standing = decisions.apply(subject);
            return standing == DecisionStanding.NONE
                    ? new ActSubject("", subject, "")
                    : new ActSubject(
                            speech.say("integrity.about.decision"),
                            subject,
                            ConsolePage.DECISIONS.address() + '/' + subject,
                            standing == DecisionStanding.TAMPERED);
        }
        var page = PAGES.get(subject);
        return page == null
                ? place(speech, subject).or(() -> organisation(speech, subject)).orElseGet(() -> other(speech, subject))
                : new ActSubject(speech.say("integrity.about." + subject.replace('/', '.')), "", page);
    }

    /** The gateway that started: its name, its run and its version. */
    static ActSubject ofStart(PageLanguage speech, JsonNode start) {
        var name = DisplayText.forPage(start.path("gateway").asText());
        var run = DisplayText.forPage(start.path("boot").asText());
        return new ActSubject(
                name.isEmpty()
                        ? speech.say("integrity.about.gateway")
                        : speech.fill("integrity.about.gateway.name", name),
                speech.fill(
                        "integrity.about.gateway.run",
                        Digests.shorten(run),
                        DisplayText.forPage(start.path("subject").asText())),
                "");
    }

    private static Optional<ActSubject> place(PageLanguage speech, String subject) {
        return find(PLACE, subject)
                .map(number -> new ActSubject(
                        speech.fill("tampered.record", Long.valueOf(number)), "", IntegrityResource.RECORDS + number));
    }

    private static Optional<ActSubject> organisation(PageLanguage speech, String subject) {
        return find(ORGANISATION, subject)
                .map(id -> new ActSubject(
                        speech.say("integrity.about.organisation"),
                        id,
                        ConsolePage.ORGANISATIONS.address() + '/' + id));
    }

    private static ActSubject other(PageLanguage speech, String subject) {
        var query = new RecordedQueryWords(speech);
        return find(REPORT, subject)
                .map(period -> new ActSubject(
                        speech.say("integrity.about.report") + speech.say("colon") + query.criteria(period),
                        "",
                        ConsolePage.REPORTS.address()))
                .or(() -> query.read(subject))
                .orElseGet(() -> new ActSubject("", subject));
    }

    private static Optional<String> find(Pattern pattern, String subject) {
        var found = pattern.matcher(subject);
        return found.matches() ? Optional.of(found.group(1)) : Optional.empty();
    }
}
