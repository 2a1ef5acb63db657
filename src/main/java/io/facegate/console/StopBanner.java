package io.facegate.console;

import io.facegate.policy.vocabulary.WordTitles;
import io.facegate.registry.StopEntry;
import io.facegate.usecase.ledger.DisplayText;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Whether each page says that something is stopped, and what.
 *
 * @param stops those that hold, the first first
 */
public record StopBanner(Supplier<List<StopEntry>> stops) {
    /** Most stops that are named. */
    private static final int NAMED = 3;

    public boolean isShown() {
        return !stops.get().isEmpty();
    }

    /** The sentence of the banner. */
    public String text(PageLanguage speech) {
        var all = stops.get();
        var named = new ArrayList<String>();
        all.stream().limit(NAMED).forEach(stop -> named.add(describe(speech, stop)));
        if (all.size() > NAMED) {
            named.add(speech.fill("stop.more", all.size() - NAMED));
        }
        return speech.fill("stop.mark", String.join("; ", named));
    }

    private static String describe(PageLanguage speech, StopEntry stop) {
        return stop.isVerified()
                ? speech.fill(
                        "stop.since",
                        what(speech, stop),
                        speech.time("time.minutes", stop.set().at()))
                : speech.say("stop.what.altered");
    }

    /** What is stopped, in a few words. */
    public static String what(PageLanguage speech, StopEntry stop) {
        var word = DisplayText.forPage(stop.target().word());
        return switch (stop.target().kind()) {
            case ALL -> speech.say("stop.what.all");
            case VENDOR -> speech.fill("stop.what.vendor", speech.title(WordTitles.PROVIDER, word));
            case CAPABILITY -> speech.fill("stop.what.capability", speech.title(WordTitles.CAPABILITY, word), word);
        };
    }
}
