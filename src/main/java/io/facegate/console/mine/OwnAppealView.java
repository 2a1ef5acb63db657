package io.facegate.console.mine;

import io.facegate.console.PageLanguage;
import io.facegate.usecase.ledger.DisplayText;
import io.facegate.usecase.ledger.MemberAppeals;
import org.jspecify.annotations.Nullable;

/**
 * A decision on one of the organisation's calls, with its appeal.
 *
 * @param verified whether the decision and its appeal verify; else what is known of the appeal is not shown
 * @param answer how the appeal stands; null if there is none
 * @param entered what was entered and not taken, so that it can be mended
 * @param result what became of what was filed
 */
record OwnAppealView(
        PageLanguage speech,
        OwnDecision decision,
        boolean verified,
        MemberAppeals.@Nullable Answer answer,
        Entered entered,
        Result result) {
    /** A decision that does not verify, so that its id alone is told. */
    static OwnAppealView unverified(PageLanguage speech, String id) {
        var decision = new OwnDecision(DisplayText.forPage(id), "", "", "", false, false, "");
        return new OwnAppealView(speech, decision, false, null, Entered.NOTHING, Result.NONE);
    }

    /** The text and the contact in the form. */
    record Entered(String text, String contact) {
        static final Entered NOTHING = new Entered("", "");
    }

    /**
     * What a form did.
     *
     * @param done what was done, or an empty text
     * @param problem why nothing was done, or an empty text
     */
    record Result(String done, String problem) {
        static final Result NONE = new Result("", "");
    }

    /** The address of the form. */
    public String address() {
        return "/console/mine/decisions/" + decision.id() + "/appeal";
    }

    public String state() {
        return answer == null ? "" : speech.say("work.appeal." + answer.state());
    }

    public String filed() {
        return answer == null ? "" : speech.time("time.minutes", answer.filed());
    }

    /** When it was answered; empty if it was not. */
    public String answered() {
        var at = answer == null ? null : answer.answered();
        return at == null ? "" : speech.time("time.minutes", at);
    }

    /** The officer's reason; empty if there is none. */
    public String reason() {
        var text = answer == null ? null : answer.reason();
        return text == null ? "" : DisplayText.forPage(text);
    }

    /** True if the member can file a text now. */
    public boolean open() {
        return verified && decision.refused() && (answer == null || answer.isAsked());
    }

    public int longestText() {
        return MemberAppeals.LONGEST_TEXT;
    }

    public int longestContact() {
        return MemberAppeals.LONGEST_CONTACT;
    }
}
