package io.facegate.console.work;

import io.facegate.console.ConsoleVisitor;
import io.facegate.console.PageLanguage;
import io.facegate.console.StopBanner;
import io.facegate.registry.Right;
import io.facegate.registry.StopEntry;
import io.facegate.usecase.ledger.DisplayText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stop on its page.
 *
 * @param why the sentence that says why the visitor can do nothing; empty if the visitor can
 */
record StopView(PageLanguage speech, StopEntry stop, RelativeTimes clock, String why) {
    static final String REQUEST = "request-lift";
    static final String CONFIRM = "confirm-lift";

    static StopView of(
            PageLanguage speech, ConsoleVisitor visitor, StopEntry stop, boolean altered, RelativeTimes clock) {
        var why = refusal(visitor, stop, altered);
        return new StopView(speech, stop, clock, why.isEmpty() ? "" : speech.say(why));
    }

    /** The key of why the visitor can do nothing; empty if nothing stands against it. */
    private static String refusal(ConsoleVisitor visitor, StopEntry stop, boolean altered) {
        if (altered) {
            return "work.stop.altered";
        }
        if (!stop.holds()) {
            return "work.stop.closed";
        }
        if (!visitor.isPerson()) {
            return "work.local";
        }
        if (!visitor.may(Right.LIFT_STOPS)) {
            return "work.stop.stranger";
        }
        var requested = stop.requested();
        return requested != null && requested.by().equals(visitor.name()) ? "work.stop.own" : "";
    }

    public String id() {
        return DisplayText.forPage(stop.id());
    }

    public String address() {
        return address(stop);
    }

    static String address(StopEntry stop) {
        return "/console/work/stops/" + stop.id();
    }

    public String what() {
        return StopBanner.what(speech, stop);
    }

    public String state() {
        return state(speech, stop);
    }

    static String state(PageLanguage speech, StopEntry stop) {
        return speech.say("work.stop." + stop.status());
    }

    /** The step that is next: {@code request-lift} or {@code confirm-lift}. */
    public String step() {
        return stop.requested() == null ? REQUEST : CONFIRM;
    }

    public String question() {
        return speech.say("work.stop." + step());
    }

    public String hint() {
        return speech.say("work.stop." + step() + ".hint");
    }

    public boolean isOpen() {
        return stop.holds();
    }

    public String command() {
        return "facegate stop " + step() + ' ' + id() + " --by NAME --reason TEXT";
    }

    /** What was done, in order. */
    public List<StepLine> lines() {
        var all = new ArrayList<StepLine>();
        add(all, "set", stop.set());
        add(all, REQUEST, stop.requested());
        add(all, CONFIRM, stop.lifted());
        return all;
    }

    private void add(List<StepLine> all, String what, StopEntry.@Nullable Step step) {
        if (step != null) {
            all.add(new StepLine(
                    speech.say("work.stop.step." + what),
                    clock.since(step.at()),
                    DisplayText.forPage(step.by()),
                    DisplayText.forPage(step.reason())));
        }
    }

    /** One step, as the page shows it. */
    record StepLine(String what, String when, String person, String reason) {}
}
