package io.facegate.console.work;

import io.facegate.console.ConsoleVisitor;
import io.facegate.console.PageLanguage;
import io.facegate.ledger.authorisation.Authorisation;
import io.facegate.ledger.authorisation.AuthorisationAct;
import io.facegate.ledger.authorisation.AuthorisationDuty;
import io.facegate.ledger.authorisation.AuthorisationStatement;
import io.facegate.ledger.reading.CommittedText;
import io.facegate.registry.Right;
import io.facegate.usecase.ledger.DisplayText;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An authorisation after the fact on its page.
 *
 * @param against the decision that needs it
 * @param said what was done, each text checked against its record
 * @param steps what the visitor can record now
 * @param why the sentence that says why nothing can be; empty if something can
 */
record AuthorisationView(
        PageLanguage speech,
        Authorisation authorisation,
        AppealedDecision against,
        List<AuthorisationStatement> said,
        RelativeTimes clock,
        List<AuthorisationAct> steps,
        String why) {
    static AuthorisationView of(
            PageLanguage speech, ConsoleVisitor visitor, WorkServices services, Authorisation one, Instant now) {
        var use = services.authorisations();
        var possible = AuthorisationAct.ofPeople().stream()
                .filter(act -> one.objection(act, now) == null)
                .toList();
        var own = possible.stream()
                .filter(act -> visitor.may(act == AuthorisationAct.REJECT ? Right.STOP : Right.JUDGE_AUTHORISATIONS))
                .toList();
        var why = possible.isEmpty()
                ? "work.authorisation.closed"
                : !visitor.isPerson() ? "work.local" : own.isEmpty() ? "work.authorisation.stranger" : "";
        return new AuthorisationView(
                speech,
                one,
                AppealedDecision.of(speech, use.decision(one).orElse(null), services.renderer()),
                use.statements(one),
                new RelativeTimes(speech, now),
                visitor.isPerson() ? own : List.of(),
                why.isEmpty() ? "" : speech.say(why));
    }

    /** What a person has to do about it, in a few words. */
    static String need(PageLanguage speech, Authorisation one, Instant now) {
        return switch (one.at(now).state()) {
            case DUE -> speech.say("work.authorisation.need.due");
            case FILED -> speech.say("work.authorisation.need.filed");
            case GRANTED, REJECTED, LAPSED -> {
                var open = one.openDuties(now).stream()
                        .sorted()
                        .map(duty -> speech.say("work.authorisation.word." + duty.word()))
                        .collect(Collectors.joining(", "));
                yield open.isEmpty()
                        ? speech.say("work.authorisation.need.nothing")
                        : speech.fill("work.authorisation.need.open", open);
            }
        };
    }

    public String id() {
        return DisplayText.forPage(authorisation.decision());
    }

    public String address() {
        return "/console/work/authorisations/" + authorisation.decision();
    }

    public String decision() {
        return "/console/decisions/" + authorisation.decision();
    }

    public String state() {
        return speech.say(
                "work.authorisation." + authorisation.at(clock.now()).state().word());
    }

    /** Until when the next step must be made; empty if nothing runs out. */
    public String until() {
        var deadline = authorisation.at(clock.now()).deadline();
        return deadline == null ? "" : clock.until(deadline);
    }

    public String need() {
        return need(speech, authorisation, clock.now());
    }

    public String organisation() {
        return DisplayText.forPage(
                String.join(", ", new TreeSet<>(authorisation.demand().responsible())));
    }

    public boolean isTampered() {
        return said.stream().anyMatch(AuthorisationStatement::isTampered);
    }

    public List<String> duties() {
        return Stream.of(AuthorisationDuty.values())
                .filter(authorisation.demand().duties()::contains)
                .map(duty -> speech.say("work.authorisation.duty." + duty.word()))
                .toList();
    }

    public boolean mayFile() {
        return steps.contains(AuthorisationAct.FILE);
    }

    /** The answers of the second form. */
    public List<Answer> answers() {
        return steps.stream()
                .filter(act -> act != AuthorisationAct.FILE)
                .map(act -> new Answer(
                        act.word(),
                        speech.say("work.authorisation." + act.word()),
                        speech.say("work.authorisation." + act.word() + ".hint")))
                .toList();
    }

    /** Something that the visitor can record. */
    record Answer(String value, String label, String hint) {}

    /**
     * A step, as the page shows it.
     *
     * @param person who made it
     * @param text what was said; empty if nothing was
     */
    record StepLine(String what, String when, String person, String text, boolean tampered) {}

    public List<StepLine> lines() {
        return said.stream()
                .map(each -> new StepLine(
                        speech.say(
                                "work.authorisation.step." + each.step().act().word()),
                        speech.time("time.minutes", each.step().time()),
                        each.person() == null ? speech.say("work.authorisation.gateway") : text(each.person()),
                        text(each.text()),
                        each.isTampered()))
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
        return Stream.of(AuthorisationAct.FILE, AuthorisationAct.GRANT, AuthorisationAct.REJECT)
                .map(act -> "facegate authorisation " + act.word() + ' ' + authorisation.decision() + " --by NAME"
                        + (act == AuthorisationAct.FILE
                                ? " --reference TEXT --authority NAME --requested TIME"
                                : " --reason TEXT"))
                .collect(Collectors.joining("\n"));
    }
}
