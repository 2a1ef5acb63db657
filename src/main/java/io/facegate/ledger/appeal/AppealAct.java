package io.facegate.ledger.appeal;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A step of an appeal, which is an administrative act about a decision. */
public enum AppealAct {
    /** The refused caller appealed, or gave the information that was asked for. */
    FILED("appeal_file", "open"),
    /** An officer held that the appeal is right. */
    UPHELD("appeal_uphold", "upheld"),
    REJECTED("appeal_reject", "rejected"),
    /** An officer asked for more; the caller may file again. */
    NEEDS_INFORMATION("appeal_ask", "needs_information");

    private final String act;
    private final String state;

    AppealAct(String act, String state) {
        this.act = act;
        this.state = state;
    }

    /** The act in records. */
    public String act() {
        return act;
    }

    /** The state of an appeal after this step. */
    public String state() {
        return state;
    }

    /** True if the appeal is decided. */
    public boolean isFinal() {
        return this == UPHELD || this == REJECTED;
    }

    /** The answers of an officer. */
    public static List<AppealAct> answers() {
        return List.of(UPHELD, REJECTED, NEEDS_INFORMATION);
    }

    /** The answer with that outcome, or null. */
    public static @Nullable AppealAct fromOutcome(String outcome) {
        return answers().stream()
                .filter(answer -> answer.state.equals(outcome.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElse(null);
    }

    /** The step with that act, or null. */
    public static @Nullable AppealAct fromAct(String act) {
        return Arrays.stream(values())
                .filter(each -> each.act.equals(act))
                .findFirst()
                .orElse(null);
    }
}
