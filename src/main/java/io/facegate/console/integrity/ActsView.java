package io.facegate.console.integrity;

import io.facegate.console.PageLanguage;
import io.facegate.usecase.overview.RecordedAct;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * View model of a list of acts.
 *
 * @param older the address of the next, older page, or null
 */
record ActsView(
        PageLanguage speech,
        RecordedAct act,
        List<ActRow> rows,
        @Nullable String older) {
    public String title() {
        return speech.say("integrity.act." + act.act());
    }

    public String text() {
        return speech.say("integrity.act." + act.act() + ".text");
    }
}
