package io.facegate.ledger.authorisation;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A kind of step of an authorisation, which is an administrative act about a decision. */
public enum AuthorisationAct {
    /** Somebody filed the request with the authority. */
    FILE("authorisation_file"),
    /** The authority granted it. Takes another person than the one who filed. */
    GRANT("authorisation_grant"),
    /** The authority rejected it. */
    REJECT("authorisation_reject"),
    /** One officer asked to end a stop. */
    REQUEST_LIFT("authorisation_release"),
    /** Another officer agreed; the use may go on. */
    CONFIRM_LIFT("authorisation_confirm"),
    /** Somebody confirmed that results were deleted. */
    CONFIRM_DELETION("authorisation_purge"),
    /** The gateway found that the time ran out. */
    LAPSE("authorisation_lapse"),
    /** The gateway suspended the organisation. */
    SUSPEND("authorisation_suspend");

    private final String act;

    AuthorisationAct(String act) {
        this.act = act;
    }

    /** The act in records. */
    public String act() {
        return act;
    }

    /** The word in commands and paths. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** True if a person does it, and no gateway. */
    public boolean isOfPerson() {
        return this != LAPSE && this != SUSPEND;
    }

    /** The steps that people make. */
    public static List<AuthorisationAct> ofPeople() {
        return Arrays.stream(values()).filter(AuthorisationAct::isOfPerson).toList();
    }

    /** The step of people with that word, or null. */
    public static @Nullable AuthorisationAct fromWord(String word) {
        return ofPeople().stream()
                .filter(one -> one.word().equals(word))
                .findFirst()
                .orElse(null);
    }

    /** The step with that act, or null. */
    public static @Nullable AuthorisationAct fromAct(String act) {
        return Arrays.stream(values())
                .filter(one -> one.act.equals(act))
                .findFirst()
                .orElse(null);
    }
}
