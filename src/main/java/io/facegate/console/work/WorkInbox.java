package io.facegate.console.work;

import io.facegate.call.Fault;
import io.facegate.console.ConsoleVisitor;
import io.facegate.console.LastDay;
import io.facegate.console.PageLanguage;
import io.facegate.console.StopBanner;
import io.facegate.console.UpcomingEndLink;
import io.facegate.ledger.authorisation.Authorisation;
import io.facegate.policy.vocabulary.WordTitles;
import io.facegate.registry.HeldResponse;
import io.facegate.registry.Proposal;
import io.facegate.registry.RegistryException;
import io.facegate.registry.Right;
import io.facegate.registry.StopEntry;
import io.facegate.usecase.ledger.DisplayText;
import io.facegate.usecase.overview.UpcomingEnd;
import io.facegate.usecase.registry.CheckedEntry;
import io.facegate.usecase.registry.Proposals;
import io.facegate.usecase.registry.Reviews;
import io.facegate.usecase.registry.Stops;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** What waits for the visitor, or for somebody else whom the visitor may watch. Each part is bounded. */
final class WorkInbox {
    private static final Logger LOG = Logger.getLogger(WorkInbox.class);

    /** Most rows of a part. */
    static final int MOST = 100;

    /** Most rows of those that end first, of every kind. */
    static final int NEXT = 10;

    private final WorkServices services;
    private final PageLanguage speech;
    private final ConsoleVisitor visitor;
    private final Instant now;
    private final NextStepSentences next;

    WorkInbox(WorkServices services, PageLanguage speech, ConsoleVisitor visitor, Instant now) {
        this.services = services;
        this.speech = speech;
        this.visitor = visitor;
        this.now = now;
        this.next = new NextStepSentences(speech, visitor, services);
    }

    /** First what ends first of every kind, where two kinds or more have an end; then each kind by itself. */
    List<WorkSection> sections() {
        var kinds = kinds();
        var timed = kinds.stream()
                .filter(part -> part.rows().stream().anyMatch(row -> row.time().deadline() != null))
                .toList();
        if (timed.size() < 2) {
            return kinds;
        }
        var rows = endingFirst(speech, timed);
        var all = new ArrayList<WorkSection>();
        all.add(new WorkSection("next", speech.say("work.next"), rows, "", speech.say("work.next.note"), "", ""));
        all.addAll(kinds);
        return all;
    }

    /** The rows of these parts that end first; at most {@value #NEXT}. */
    static List<WorkRow> endingFirst(PageLanguage speech, List<WorkSection> parts) {
        return parts.stream()
                .flatMap(part -> part.rows().stream()
                        .filter(row -> row.time().deadline() != null)
                        .map(row -> row.ofKind(speech.say("work.one." + part.id()))))
                .sorted(Comparator.comparing(
                        row -> Objects.requireNonNull(row.time().deadline())))
                .limit(NEXT)
                .toList();
    }

    private List<WorkSection> kinds() {
        var all = new ArrayList<WorkSection>();
        if (visitor.may(Right.READ_REGISTRY)) {
            all.add(section("stops", this::stops));
        }
        if (visitor.may(Right.REVIEW) || visitor.may(Right.READ_RECORDS)) {
            all.add(section("reviews", this::reviews));
            var over = section(WorkSection.REVIEWED, this::reviewed);
            if (over.size() > 0) {
                all.add(over);
            }
        }
        if (visitor.may(Right.READ_REGISTRY)) {
            all.add(section("proposals", this::proposals));
        }
        if (visitor.may(Right.READ_RECORDS)) {
            all.add(section("authorisations", this::authorisations));
            all.add(section("appeals", this::appeals));
        }
        if (visitor.may(Right.READ_REGISTRY)) {
            all.add(section("ending", this::ending));
        }
        return all;
    }

    /** Rows, a sentence if there may be more than these, and one if something was changed outside Facegate. */
    private record Rows(List<WorkRow> rows, String note, String alarm) {
        Rows(List<WorkRow> rows, String note) {
            this(rows, note, "");
        }
    }

    private WorkSection section(String id, Supplier<Rows> read) {
        var title = speech.say("work." + id);
        var empty = speech.say("work." + id + ".none");
        try {
            var found = read.get();
            return new WorkSection(id, title, found.rows(), empty, found.note(), found.alarm(), "");
        } catch (Fault.LedgerTampered tampered) {
            return new WorkSection(id, title, List.of(), empty, "", "", speech.say("work.tampered"));
        } catch (RegistryException | Fault unreadable) {
            LOG.warnf(unreadable, "The part %s of the inbox was not shown", id);
            return new WorkSection(id, title, List.of(), empty, "", "", speech.say("work.unreadable"));
        }
    }

    /** Of those that stay out no row is made, however many they are. */
    private <T> Rows first(List<T> all, Function<T, WorkRow> row) {
        var rows = all.stream().limit(MOST).map(row).toList();
        return new Rows(rows, all.size() <= MOST ? "" : speech.fill("work.first", MOST, all.size()));
    }

    private Rows reviews() {
        var reviews = services.reviews(services.access(visitor.name(), null));
        var reviewed = reviews.reviewedBy(visitor.name());
        var altered = reviews.hasAltered();
        var rows = first(
                seen(reviews, reviewed)
                        .filter(held -> held.state() == HeldResponse.State.PENDING)
                        .sorted(Comparator.comparing(HeldResponse::expires))
                        .toList(),
                held -> row(held, reviewed.test(held)));
        return altered ? new Rows(rows.rows(), rows.note(), speech.say("work.review.altered")) : rows;
    }

    /** Answers that were released or rejected, as long as they are kept; the latest first. */
    private Rows reviewed() {
        var reviews = services.reviews(services.access(visitor.name(), null));
        return first(
                seen(reviews, reviews.reviewedBy(visitor.name()))
                        .filter(held -> held.state() != HeldResponse.State.PENDING)
                        .sorted(Comparator.comparing(WorkInbox::ended).reversed())
                        .toList(),
                held -> row(held, reviewedBy(held), since(ended(held))));
    }

    private Stream<HeldResponse> seen(Reviews reviews, Predicate<HeldResponse> reviewed) {
        return reviews.list(visitor.name()).stream()
                .filter(held -> visitor.may(Right.READ_RECORDS) || reviewed.test(held));
    }

    private WorkRow row(HeldResponse held, boolean reviewed) {
        var review = held.review();
        var state = speech.fill("work.review.state", review.approvals().size(), review.required());
        return row(held, state + ". " + next.ofReview(held, reviewed), until(held.expires()));
    }

    private WorkRow row(HeldResponse held, String state, WorkRow.Time time) {
        var purpose = held.call().purpose();
        return new WorkRow(
                "/console/work/reviews/" + held.id(),
                purpose == null
                        ? speech.say("work.review.nopurpose")
                        : DisplayText.forPage(speech.title(WordTitles.PURPOSE, purpose)),
                WorkRow.Detail.of(speech.title(WordTitles.PROVIDER, held.call().provider())
                        + ' '
                        + held.call().operation()),
                services.named(held.organisations()),
                state,
                time);
    }

    /** When a review was over. */
    private static Instant ended(HeldResponse held) {
        var rejection = held.review().rejection();
        return rejection == null ? held.review().approvals().getLast().approvedAt() : rejection.rejectedAt();
    }

    /** How a review ended, and by whom. */
    private String reviewedBy(HeldResponse held) {
        var rejection = held.review().rejection();
        return rejection == null
                ? speech.fill(
                        "work.reviewed.released",
                        held.review().approvals().stream()
                                .map(one -> DisplayText.forPage(one.reviewer()))
                                .collect(Collectors.joining(", ")))
                : speech.fill("work.reviewed.rejected", DisplayText.forPage(rejection.reviewer()));
    }

    private WorkRow.Time until(Instant end) {
        return new WorkRow.Time(clock().moment(end), clock().left(end), end);
    }

    private WorkRow.Time since(Instant begin) {
        return new WorkRow.Time(clock().moment(begin), clock().ago(begin), null);
    }

    private RelativeTimes clock() {
        return new RelativeTimes(speech, now);
    }

    private Rows stops() {
        return first(
                new Stops(services.access(visitor.name(), null))
                        .list().stream()
                                .filter(each -> each.altered() || each.entry().holds())
                                .toList(),
                this::row);
    }

    private WorkRow row(CheckedEntry<StopEntry> each) {
        var stop = each.entry();
        return new WorkRow(
                StopView.address(stop),
                each.altered() ? speech.say("stop.what.altered") : StopBanner.what(speech, stop),
                WorkRow.Detail.of(stop.id()),
                "",
                StopView.state(speech, stop) + ". " + (each.altered() ? "" : next.ofStop(stop)),
                since(stop.set().at()));
    }

    private Rows proposals() {
        return first(
                new Proposals(services.access(visitor.name(), null))
                        .list().stream()
                                .filter(one -> one.isOpen(now))
                                .sorted(Comparator.comparing(Proposal::expires))
                                .toList(),
                this::row);
    }

    private WorkRow row(Proposal one) {
        return new WorkRow(
                "/console/work/proposals/" + one.id(),
                speech.say(ProposalView.kindKey(one)),
                WorkRow.Detail.of(speech.fill("work.proposal.by", one.proposer())),
                organisation(one),
                state(one),
                until(one.expires()));
    }

    /** The organisation that a proposal changes, or grants an exemption to; empty if it is about something else. */
    private String organisation(Proposal one) {
        var changed = one.organisationAfter();
        var granted = one.exemptionAfter();
        if (changed == null && granted == null) {
            return "";
        }
        return services.named(
                List.of(changed == null ? Objects.requireNonNull(granted).organisation() : changed.id()));
    }

    private String state(Proposal one) {
        var status = one.status(now);
        var said = speech.say("work.proposal." + status);
        return status.equals("waiting")
                ? said + speech.say("colon") + speech.fill("work.proposal.needs", ProposalView.approvers(speech, one))
                        + ". " + next.ofProposal(one, ProposalView.isApprovableBy(visitor, one))
                : said;
    }

    private Rows authorisations() {
        return first(
                services.authorisations().waiting(visitor.name(), now).stream()
                        .sorted(Comparator.comparing(
                                one -> one.at(now).deadline(),
                                Comparator.nullsFirst(Comparator.<Instant>naturalOrder())))
                        .toList(),
                this::row);
    }

    private WorkRow row(Authorisation one) {
        var status = one.at(now);
        var until = status.deadline();
        return new WorkRow(
                "/console/work/authorisations/" + one.decision(),
                AuthorisationView.need(speech, one, now),
                WorkRow.Detail.ofDecision(one.decision()),
                services.named(new TreeSet<>(one.demand().responsible())),
                speech.say("work.authorisation." + status.state().word()),
                until == null ? new WorkRow.Time("", "", null) : until(until));
    }

    private Rows appeals() {
        var appeals = services.appeals();
        var open = appeals.open(MOST, visitor.name());
        var told = visitor.isPerson() && visitor.may(Right.ANSWER_APPEALS)
                ? speech.say("work.next.answer")
                : next.withRight(Right.ANSWER_APPEALS);
        var rows = open.appeals().stream()
                .sorted(Comparator.comparing(appeal -> appeal.filed().time()))
                .map(appeal -> new WorkRow(
                        "/console/work/appeals/" + appeal.decision(),
                        speech.say("work.appeal.against"),
                        WorkRow.Detail.ofDecision(appeal.decision()),
                        services.named(List.of(AppealedDecision.organisation(
                                speech, appeals.decision(appeal).orElse(null)))),
                        speech.say("work.appeal.open") + ". " + told,
                        since(appeal.filed().time())))
                .toList();
        return new Rows(rows, open.isPartial() ? speech.fill("work.appeal.partial", MOST) : "");
    }

    private Rows ending() {
        var found = services.ending(now);
        var rows = first(
                found.ends(),
                end -> new WorkRow(
                        UpcomingEndLink.of(end),
                        speech.say("work.ending." + end.kind().code()),
                        WorkRow.Detail.of(name(end)),
                        services.named(end.owner().isEmpty() ? List.of() : List.of(end.owner())),
                        "",
                        new WorkRow.Time(
                                LastDay.before(end.at()).words(speech), clock().daysLeft(end.at()), end.at())));
        return found.unknown().isEmpty() ? rows : new Rows(rows.rows(), rows.note() + ' ' + unknown(found.unknown()));
    }

    private String unknown(List<UpcomingEnd.Kind> kinds) {
        return speech.fill(
                "overview.ends.unknown",
                kinds.stream()
                        .map(kind -> speech.say("overview.ends." + kind.code()))
                        .collect(Collectors.joining(", ")));
    }

    private String name(UpcomingEnd end) {
        return end.kind() == UpcomingEnd.Kind.PURPOSE
                ? speech.title(WordTitles.PURPOSE, end.name())
                : DisplayText.forPage(end.name());
    }
}
