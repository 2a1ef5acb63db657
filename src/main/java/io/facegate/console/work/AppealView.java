package io.facegate.console.work;

import io.facegate.console.ConsoleVisitor;
import io.facegate.console.PageLanguage;
import io.facegate.ledger.appeal.Appeal;
import io.facegate.ledger.appeal.AppealAct;
import io.facegate.ledger.appeal.AppealStatement;
import io.facegate.ledger.reading.CommittedText;
import io.facegate.registry.Right;
import io.facegate.usecase.ledger.DisplayText;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An appeal on its page.
 *
 * @param against the decision that it is against
 * @param steps what was said, each text checked against its record
 * @param may whether the visitor may answer it now
 * @param next whom to tell next, after why the visitor may not answer it, if so
 */
record AppealView(
        PageLanguage speech,
        Appeal appeal,
        AppealedDecision against,
        List<AppealStatement> steps,
        RelativeTimes clock,
        boolean may,
        String next) {
    static AppealView of(
            PageLanguage speech, ConsoleVisitor visitor, WorkServices services, Appeal appeal, Instant now) {
        var appeals = services.appeals();
        var against = AppealedDecision.of(speech, appeals.decision(appeal).orElse(null), services.renderer());
        var why = !appeal.isOpen()
                ? "work.appeal.closed"
                : !visitor.isPerson() ? "work.local" : visitor.may(Right.ANSWER_APPEALS) ? "" : "work.appeal.stranger";
        return new AppealView(
                speech,
                appeal,
                against,
                appeals.statements(appeal),
                new RelativeTimes(speech, now),
                why.isEmpty(),
                next(speech, new NextStepSentences(speech, visitor, services), appeal, why));
    }

    private static String next(PageLanguage speech, NextStepSentences people, Appeal appeal, String why) {
        return switch (why) {
            case "" -> people.withRight(Right.CHANGE_ORGANISATIONS);
            case "work.appeal.stranger" -> speech.say(why) + ' ' + people.withRight(Right.ANSWER_APPEALS);
            case "work.appeal.closed" -> {
                var told = appeal.state().equals("upheld") ? people.withRight(Right.CHANGE_ORGANISATIONS) : "";
                yield speech.say(why) + ' ' + speech.say("work.appeal.next." + appeal.state()) + ' ' + told;
            }
            default -> speech.say(why);
        };
    }

    public String id() {
        return DisplayText.forPage(appeal.decision());
    }

    public String address() {
        return "/console/work/appeals/" + appeal.decision();
    }

    public String decision() {
        return "/console/decisions/" + appeal.decision();
    }

    public String state() {
        return speech.say("work.appeal." + appeal.state());
    }

    public String since() {
        return clock.since(appeal.filed().time());
    }

    public boolean isOpen() {
        return appeal.isOpen();
    }

    public boolean isTampered() {
        return steps.stream().anyMatch(AppealStatement::isTampered);
    }

    /**
     * A step, as the page shows it.
     *
     * @param person who said it; empty if nobody is named
     */
    record StepLine(String what, String when, String person, String text, boolean tampered) {}

    public List<StepLine> lines() {
        return steps.stream()
                .map(step -> new StepLine(
                        speech.say(
                                step.step().act() == AppealAct.FILED
                                        ? "work.appeal.filed"
                                        : "work.appeal." + step.step().act().state()),
                        speech.time("time.minutes", step.step().time()),
                        text(step.person()),
                        text(step.text()),
                        step.isTampered()))
                .toList();
    }

    private String text(@Nullable CommittedText kept) {
        return switch (kept) {
            case null -> "";
            case CommittedText.Verified(var text) -> DisplayText.forPage(text);
            case CommittedText.Tampered _ -> speech.say("work.text.tampered");
            case CommittedText.Absent _ -> speech.say("work.text.hidden");
        };
    }

    public String command() {
        return "facegate appeal answer " + appeal.decision()
                + " --by NAME --outcome upheld|rejected|needs_information --reason TEXT";
    }
}
