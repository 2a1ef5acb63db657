package io.facegate.policy.proof.change;

import java.time.LocalDateTime;

/**
 * Why decisions change at a moment although no policy does.
 *
 * @param rule {@code pack/rule}
 * @param when the date as the rule writes it, in its zone or at the place of use; else in UTC
 * @param local true if it is the local time of the place of use
 * @param by who overrides the rule; else empty
 */
public record ChangeReason(Kind kind, String rule, LocalDateTime when, boolean local, String by) {
    /** What happens to the rule. */
    public enum Kind {
        KNOWN,
        BEGINS,
        ENDS,
        OVERRIDE_BEGINS,
        OVERRIDE_ENDS,
        MEMBERSHIP
    }

    /** The reason in a few words, starting with the rule's id. */
    public String text() {
        var place = local ? " at " + when + " at the place of use" : "";
        return switch (kind) {
            case KNOWN -> rule + ": what was known of it changes";
            case BEGINS -> rule + " begins" + place;
            case ENDS -> rule + " ends" + place;
            case OVERRIDE_BEGINS -> rule + ": " + by + " overrides it from now on";
            case OVERRIDE_ENDS -> rule + ": the override by " + by + " ends";
            case MEMBERSHIP -> rule + ": a country joins or leaves a group";
        };
    }
}
