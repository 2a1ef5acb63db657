package io.facegate.console.integrity;

import io.facegate.console.PageLanguage;
import io.facegate.usecase.overview.RecordedAct;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * View model of a list of acts.
 *
 * @param about the subject that all have, or null if the list is of all
 * @param older the address of the next, older page, or null
 * @param newest the address of the newest page, or null if this is it
 */
record ActsView(
        PageLanguage speech,
        RecordedAct act,
        List<ActRow> rows,
        @Nullable String about,
        @Nullable String older,
        @Nullable String newest) {
    public String title() {
        return speech.say("integrity.act." + act.act());
    }

    public String text() {
        return speech.say("integrity.act." + act.act() + ".text");
    }

    /** The address of the same list about everything. */
    public String all() {
        return IntegrityResource.ACTS + act.act();
    }
}
