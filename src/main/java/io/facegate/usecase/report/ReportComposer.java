package io.facegate.usecase.report;

import io.facegate.call.Digests;
import io.facegate.call.VendorAccount;
import io.facegate.policy.vocabulary.Language;
import io.facegate.policy.vocabulary.WordTitles;
import io.facegate.usecase.ledger.DemoLog;
import io.facegate.usecase.ledger.DisplayText;
import io.facegate.usecase.report.ReportDocument.Section;
import io.facegate.usecase.report.ReportDocument.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a transparency report in words. */
public final class ReportComposer {
    private static final List<String> REVIEW_ACTS = List.of(
            "review_approve",
            "review_reject",
            "review_expire",
            "appeal_file",
            "appeal_uphold",
            "appeal_reject",
            "appeal_ask");
    private static final List<String> OUTCOMES =
            List.of("ok", "held", "released", "vendor_error", "fault", "not_forwarded", "unknown");
    private static final List<String> RECORD_ACTS = List.of(
            "prune",
            "erase",
            "clock_accept",
            "ledger_accept",
            "registry_altered",
            "registry_accept",
            "break_glass",
            "policies_rejected");

    /** The filters of the list that are not named as the kind of words that they take. */
    private static final Map<String, String> FILTERS = Map.of(WordTitles.ORGANISATION, "type");

    private final TransparencyReport report;

    private final ReportWords words;

    private ReportComposer(TransparencyReport report, Language language) {
        this.report = report;
        this.words = new ReportWords(language, report.basis().isVerified() ? "" : ReportWords.UNVERIFIED);
    }

    /** The report in words. */
    public static ReportDocument compose(TransparencyReport report, Language language) {
        return new ReportComposer(report, language).document();
    }

    private ReportDocument document() {
        var sections = new ArrayList<Section>();
        var state = new ReliabilitySections(report, words);
        sections.add(state.state());
        sections.addAll(state.altered());
        sections.addAll(state.verified());
        sections.add(calls());
        report.volumes().forEach(one -> sections.add(volume(one)));
        sections.add(refusals());
        sections.add(exemptions());
        sections.add(reviews());
        sections.add(approvals());
        sections.add(outcomes());
        sections.add(gaps());
        sections.add(comparisons());
        var used = policyTables();
        sections.add(policies(used));
        sections.add(state.again());
        if (!used.isEmpty()) {
            sections.add(section("appendix", used));
        }
        return new ReportDocument(
                words.language(), words.fill("title", words.period(report.period())), lead(), state(report), sections);
    }

    /** The period, and whose log it is; a demo's is said to be one. */
    private String lead() {
        var days = words.fill(
                "lead",
                words.day(report.period().first()),
                words.day(report.period().last()),
                words.time(report.made()));
        var log = report.basis().position().log();
        return days
                + (log.isEmpty() ? "" : ' ' + words.fill("lead.log", DisplayText.forPage(log)))
                + (DemoLog.isNamed(log) ? ' ' + words.say("lead.demo") : "");
    }

    /** How far a report can be relied on. */
    static ReportDocument.State state(TransparencyReport report) {
        var shortfalls = report.shortfalls();
        if (shortfalls.stream().anyMatch(one -> one.reason().isDamage())) {
            return ReportDocument.State.WRONG;
        }
        return shortfalls.isEmpty() && report.basis().isVerified()
                ? ReportDocument.State.COMPLETE
                : ReportDocument.State.PARTIAL;
    }

    private Section section(String id, List<Table> tables) {
        return section(id, List.of(), tables);
    }

    /** A section; one without rows says so. */
    private Section section(String id, List<String> items, List<Table> tables) {
        var text = new ArrayList<String>();
        text.add(words.say("section." + id + ".text"));
        if (tables.isEmpty()) {
            text.add(words.say("section." + id + ".empty"));
        }
        return new Section(id, words.say("section." + id), text, items, tables);
    }

    private Section calls() {
        var calls = report.calls();
        var table = new TableWriter(words, "calls").text("what").number("calls");
        table.linkedRow(words.say("calls.decided"), 0, filters(), calls.decided());
        table.linkedRow(words.say("calls.permitted"), 1, filters("outcome", "permit"), calls.permitted());
        table.linkedRow(words.say("calls.refused"), 1, filters("outcome", "refuse"), calls.refused());
        table.row(words.say("calls.questions"), calls.questions());
        table.linkedRow(words.say("calls.sandbox"), 0, sandbox(), calls.sandbox());
        return section("calls", table.tables());
    }

    /** What shows the calls of the period in the list of decisions. */
    private Map<String, String> filters(String... more) {
        var filters = new LinkedHashMap<String, String>();
        filters.put("from", report.period().first().toString());
        filters.put("until", report.period().last().toString());
        filters.put("sandbox", "no");
        for (int place = 0; place < more.length; place += 2) {
            filters.put(more[place], more[place + 1]);
        }
        return filters;
    }

    private Map<String, String> sandbox() {
        return filters("sandbox", "yes");
    }

    private Section volume(Breakdown volume) {
        var table = new TableWriter(words, volume.kind())
                .text(volume.kind())
                .number("calls")
                .number("permitted")
                .number("refused");
        for (var row : volume.rows()) {
            table.linkedRow(
                    words.title(volume.kind(), row.code()),
                    row.depth(),
                    list(volume.kind(), row.code()),
                    row.calls(),
                    row.permitted(),
                    row.refused());
        }
        return section(volume.kind(), table.tables());
    }

    /** The filters of the list with the calls of a row. Calls without a word have such a list for purposes only. */
    private Map<String, String> list(String kind, String code) {
        if (code.isEmpty()) {
            return kind.equals(WordTitles.PURPOSE) ? filters(kind, "none") : Map.of();
        }
        return filters(FILTERS.getOrDefault(kind, kind), code);
    }

    private Section refusals() {
        var table = new TableWriter(words, "refusals")
                .text("rule")
                .text("sentence")
                .text("source")
                .number("calls");
        for (var rule : report.refusals()) {
            table.linkedRow(
                    DisplayText.forPage(rule.rule()),
                    0,
                    filters("outcome", "refuse", "rule", rule.rule()),
                    rule.sentence() == null ? words.say("refusals.unknown") : shown(rule.sentence()),
                    shown(rule.source()),
                    rule.calls());
        }
        return section("refusals", table.tables());
    }

    private static @Nullable String shown(@Nullable String text) {
        return text == null ? null : DisplayText.forPage(text);
    }

    private Section exemptions() {
        var table = new TableWriter(words, "exemptions")
                .text("exemption")
                .number("calls")
                .number("permitted")
                .number("refused");
        for (var row : report.tallies().exemptions().rows()) {
            table.linkedRow(
                    words.title("exemption", row.code()),
                    0,
                    row.code().isEmpty() ? Map.of() : filters("exemption", row.code()),
                    row.calls(),
                    row.permitted(),
                    row.refused());
        }
        var events = report.tallies().events();
        var items = List.of(
                words.fill("exemptions.granted", words.number(events.count("grant_add"))),
                words.fill("exemptions.revoked", words.number(events.count("grant_revoke"))));
        return section("exemptions", items, table.tables());
    }

    private Section reviews() {
        var table = new TableWriter(words, "reviews").text("what").number("times");
        long held = report.tallies().outcomes().getOrDefault("held", 0L);
        if (held > 0) {
            table.row(words.say("reviews.held"), held);
        }
        acts(table, REVIEW_ACTS);
        return section("reviews", table.tables());
    }

    /** How many people it took to permit more. */
    private Section approvals() {
        var table =
                new TableWriter(words, "approvals").text("from").text("until").text("approvals");
        for (var use : report.tallies().events().approvals()) {
            table.row(
                    use.from() == null ? words.say("approvals.begin") : words.time(use.from()),
                    use.until() == null ? words.say("policies.current") : words.time(use.until()),
                    words.say("approvals." + (use.people() == null ? "unknown" : use.people())));
        }
        var text = List.of(words.say("section.approvals.text"));
        return new Section("approvals", words.say("section.approvals"), text, List.of(), table.tables());
    }

    private void acts(TableWriter table, List<String> names) {
        for (var act : names) {
            long count = report.tallies().events().count(act);
            if (count > 0) {
                table.row(words.say("act." + act), count);
            }
        }
    }

    private Section outcomes() {
        var ends = new TableWriter(words, "outcomes").text("outcome").number("calls");
        report.tallies().outcomes().entrySet().stream()
                .sorted(Comparator.comparingInt(end -> rank(end.getKey())))
                .forEach(end -> ends.row(
                        words.sayOr("status." + end.getKey(), DisplayText.forPage(end.getKey())), end.getValue()));
        if (report.calls().unended() > 0) {
            ends.row(words.say("status.none"), report.calls().unended());
        }
        var codes = new TableWriter(words, "faults").text("fault").number("calls");
        report.tallies().faultCodes().forEach((code, count) -> codes.row(words.title("code", code), count));
        var tables = new ArrayList<>(ends.tables());
        tables.addAll(codes.tables());
        return section("outcomes", held(), tables);
    }

    /** How answers that were held and those that were fetched relate; nothing if there were none. */
    private List<String> held() {
        long held = report.tallies().outcomes().getOrDefault("held", 0L);
        long fetched = report.tallies().outcomes().getOrDefault("released", 0L);
        return held + fetched == 0
                ? List.of()
                : List.of(words.fill("outcomes.held", words.number(held), words.number(fetched)));
    }

    /** The place of an outcome in its table; one that is not known comes last. */
    private static int rank(String status) {
        int place = OUTCOMES.indexOf(status);
        return place < 0 ? OUTCOMES.size() : place;
    }

    private Section gaps() {
        var events = report.tallies().events();
        var gaps = new TableWriter(words, "gaps")
                .text("from")
                .text("until")
                .text("length")
                .text("why")
                .number("unrecorded");
        for (var gap : events.gaps()) {
            var from = gap.from();
            gaps.row(
                    words.time(from),
                    words.time(gap.until()),
                    from == null ? null : length(Duration.between(from, gap.until())),
                    words.say("gap." + gap.kind().name().toLowerCase(Locale.ROOT)),
                    gap.calls());
        }
        var acts = new TableWriter(words, "records").text("what").number("times");
        if (events.clockChanges() > 0) {
            acts.row(words.say("gaps.clock"), events.clockChanges());
        }
        acts(acts, RECORD_ACTS);
        var tables = new ArrayList<>(gaps.tables());
        tables.addAll(acts.tables());
        return section("gaps", tables);
    }

    private String length(Duration time) {
        if (time.toSeconds() <= 0) {
            return words.say("length.none");
        }
        if (time.toMinutes() == 0) {
            return words.fill("length.seconds", time.toSeconds());
        }
        return time.toDays() > 0
                ? words.fill("length.days", time.toDays(), time.toHoursPart())
                : time.toHours() > 0
                        ? words.fill("length.hours", time.toHours(), time.toMinutesPart())
                        : words.fill(
                                "length.minutes", Math.max(0, time.toMinutes()), Math.max(0, time.toSecondsPart()));
    }

    private Section comparisons() {
        var table = new TableWriter(words, "comparisons")
                .text("time")
                .text("vendor")
                .number("runs")
                .number("around")
                .number("undecided")
                .number("unread")
                .text("trail");
        for (var one : report.tallies().events().comparisons()) {
            table.row(
                    words.time(one.time()),
                    vendor(one.vendor()),
                    one.runs(),
                    one.around(),
                    one.undecided(),
                    one.unread(),
                    brief(one.trail()));
        }
        return section("comparisons", table.tables());
    }

    /** The vendor's title, and its account as it is. */
    private String vendor(String key) {
        var vendor = VendorAccount.providerOf(key);
        var shown = words.sayOr("vendor." + vendor, DisplayText.forPage(vendor));
        return shown + DisplayText.forPage(key.substring(vendor.length()));
    }

    /** Says where the long list of policies stands. */
    private Section policies(List<Table> used) {
        var text = words.say("section.policies." + (used.isEmpty() ? "empty" : "text"));
        return new Section("policies", words.say("section.policies"), List.of(text), List.of(), List.of());
    }

    private List<Table> policyTables() {
        var table = new TableWriter(words, "policies")
                .text("from")
                .text("until")
                .text("policies")
                .text("gateway")
                .text("version");
        for (var use : report.tallies().events().policies()) {
            table.row(
                    words.time(use.from()),
                    use.until() == null ? words.say("policies.current") : words.time(use.until()),
                    brief(use.digest()),
                    gateway(use),
                    shown(use.version()));
        }
        var decided = new TableWriter(words, "decided").text("policies").number("calls");
        report.tallies().decisionsByPolicies().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(set -> decided.row(brief(set.getKey()), set.getValue()));
        var tables = new ArrayList<>(table.tables());
        tables.addAll(decided.tables());
        return tables;
    }

    /** The name of the gateway, and its run, because a gateway starts more than once. */
    private static String gateway(PolicyUse use) {
        var name = use.gateway();
        return name == null ? brief(use.run()) : DisplayText.forPage(name) + " (" + brief(use.run()) + ')';
    }

    private static String brief(String digest) {
        return DisplayText.forPage(Digests.shorten(digest));
    }
}
