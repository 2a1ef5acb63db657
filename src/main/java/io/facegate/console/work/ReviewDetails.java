package io.facegate.console.work;

import io.facegate.console.ConsoleVisitor;
import io.facegate.console.PageLanguage;
import io.facegate.policy.vocabulary.WordTitles;
import io.facegate.registry.HeldResponse;
import io.facegate.registry.HeldResponse.State;
import io.facegate.registry.RegistryException;
import io.facegate.registry.Right;
import io.facegate.usecase.ledger.DisplayText;
import io.facegate.usecase.registry.Organisations;
import io.facegate.usecase.registry.Reviews;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A held answer on its page.
 *
 * @param callers whose answer it is, and whom to ask there
 * @param may whether the visitor may decide it now
 * @param why the sentence that says why not; empty if the visitor may
 * @param tell the sentence that names who else can approve it
 */
record ReviewDetails(
        PageLanguage speech,
        Reviews.Shown shown,
        String callers,
        RelativeTimes clock,
        boolean may,
        String why,
        String tell) {
    static ReviewDetails of(PageLanguage speech, WorkServices services, String id, Instant now) {
        var visitor = Objects.requireNonNull(speech.visitor());
        var access = services.access(visitor.name(), null);
        var reviews = services.reviews(access);
        var organisations = new Organisations(access);
        var shown = reviews.show(id, visitor.name());
        var why = refusal(visitor, reviews, shown.held());
        var callers = shown.held().organisations().stream()
                .map(one -> caller(speech, organisations, one))
                .collect(Collectors.joining(", "));
        return new ReviewDetails(
                speech,
                shown,
                callers,
                new RelativeTimes(speech, now),
                why.isEmpty(),
                why.isEmpty() ? "" : speech.say(why),
                shown.held().state() == State.PENDING
                        ? new NextStepSentences(speech, visitor, services).others(shown.held())
                        : "");
    }

    /** The name and the contact that are registered; only the id if there is none, or if its row was changed. */
    private static String caller(PageLanguage speech, Organisations organisations, String id) {
        try {
            var found = organisations.show(id).getFirst();
            if (found.altered()) {
                return DisplayText.forPage(id);
            }
            var name = DisplayText.forPage(found.entry().name());
            var contact = found.entry().relations().contact();
            return contact == null ? name : speech.fill("work.review.contact", name, DisplayText.forPage(contact));
        } catch (RegistryException gone) {
            return DisplayText.forPage(id);
        }
    }

    /** The key of why the visitor may not decide; empty if nothing stands against it. */
    private static String refusal(ConsoleVisitor visitor, Reviews reviews, HeldResponse held) {
        if (held.state() != State.PENDING) {
            return "work.review.done";
        }
        if (!visitor.isPerson()) {
            return "work.local";
        }
        if (!visitor.may(Right.REVIEW) || !reviews.reviewedBy(visitor.name()).test(held)) {
            return "work.review.stranger";
        }
        return held.review().approvals().stream()
                        .anyMatch(given -> given.reviewer().equals(visitor.name()))
                ? "work.review.again"
                : "";
    }

    private HeldResponse held() {
        return shown.held();
    }

    /** True if it waits for reviewers. */
    public boolean waits() {
        return held().state() == State.PENDING;
    }

    public String title() {
        return speech.say(waits() ? "work.review.title" : "work.review.title.over");
    }

    /** Who ended the review, for a reviewer who came too late; empty if it is not known. */
    String late() {
        var review = held().review();
        var rejection = review.rejection();
        if (rejection != null) {
            return speech.fill("work.review.late.rejected", DisplayText.forPage(rejection.reviewer()));
        }
        return review.approvals().isEmpty()
                ? ""
                : speech.fill(
                        "work.review.late.approved",
                        DisplayText.forPage(review.approvals().getLast().reviewer()));
    }

    public String id() {
        return held().id();
    }

    public String address() {
        return "/console/work/reviews/" + id();
    }

    public String decision() {
        return "/console/decisions/" + id();
    }

    /** A reviewer alone does not read decisions. */
    public boolean mayReadDecision() {
        var visitor = speech.visitor();
        return visitor != null && visitor.may(Right.READ_RECORDS);
    }

    public String state() {
        return speech.say("work.review." + held().state().name().toLowerCase(Locale.ROOT));
    }

    public List<String> organisations() {
        return held().organisations().stream().map(DisplayText::forPage).toList();
    }

    public String purpose() {
        var purpose = held().call().purpose();
        return purpose == null
                ? speech.say("work.review.nopurpose")
                : DisplayText.forPage(speech.title(WordTitles.PURPOSE, purpose));
    }

    public String call() {
        return DisplayText.forPage(
                held().call().provider() + ' ' + held().call().operation());
    }

    public String results() {
        var results = held().results();
        return results.isPresent()
                ? speech.fill("work.review.matches", results.getAsInt())
                : speech.say("work.review.noresults");
    }

    /** The word before the similarities. */
    public String similar() {
        return speech.say(shown.scores().size() == 1 ? "work.review.scores.one" : "work.review.scores");
    }

    /** How to compare what is not shown here. */
    public String ask() {
        return speech.fill("work.review.hint", callers);
    }

    /** What an approval of the visitor would do. */
    public String next() {
        int own = held().review().approvals().size() + 1;
        int all = held().review().required();
        return speech.fill(own >= all ? "work.review.approve.last" : "work.review.approve.hint", own, all);
    }

    /** Similarities in percent, the highest first. */
    public String scores() {
        return String.join(
                " · ",
                shown.scores().stream()
                        .sorted((one, other) -> Double.compare(other, one))
                        .map(score -> String.format(Locale.ROOT, "%.1f %%", score * 100))
                        .toList());
    }

    public String progress() {
        return speech.fill(
                "work.review.state",
                held().review().approvals().size(),
                held().review().required());
    }

    /** What was done, what the visitor does now, and what others do then. */
    public List<Step> steps() {
        var steps = new ArrayList<Step>();
        var given = held().review().approvals();
        given.forEach(one -> steps.add(new Step(false, approved(one))));
        if (held().state() == State.APPROVED) {
            steps.add(new Step(false, speech.say("work.review.step.released")));
        }
        if (waits()) {
            if (may) {
                steps.add(new Step(true, speech.say("work.review.step.you")));
            }
            int others = held().review().required() - given.size() - (may ? 1 : 0);
            if (others > 0) {
                var text = speech.fill("work.review.step." + (may ? "others" : "reviewers"), others);
                steps.add(new Step(!may, text + ' ' + tell));
            }
            steps.add(new Step(false, speech.say("work.review.step.release")));
        }
        return steps;
    }

    private String approved(HeldResponse.Approval given) {
        return speech.fill(
                "work.review.step.approved",
                DisplayText.forPage(given.reviewer()),
                speech.time("time.minutes", given.approvedAt()));
    }

    /** A step of the review; {@code now} if it is the next one to take. */
    record Step(boolean now, String text) {}

    public String rejection() {
        var rejection = held().review().rejection();
        if (rejection == null) {
            return "";
        }
        var reason = rejection.reason();
        return DisplayText.forPage(rejection.reviewer()) + ", " + speech.time("time.minutes", rejection.rejectedAt())
                + (reason == null ? "" : ": " + DisplayText.forPage(reason));
    }

    public String since() {
        return clock.since(held().created());
    }

    public String until() {
        return clock.until(held().expires());
    }

    public String command() {
        return "facegate review approve " + id() + " --by NAME --reason TEXT\nfacegate review reject " + id()
                + " --by NAME --reason TEXT";
    }
}
