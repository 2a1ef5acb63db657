package io.facegate.ledger.authorisation;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What follows where an authorisation is rejected or its time runs out, as a rule's duty words say. */
public enum AuthorisationDuty {
    /** Calls that need the authorisation are refused. */
    STOP,
    /** Results are deleted. */
    PURGE,
    /** The organisation is suspended. */
    SUSPEND;

    /** The word in records and answers. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The word of the obligation {@code duties} that asks for it. */
    public String dutyWord() {
        return word() + "_on_rejection";
    }

    static Set<AuthorisationDuty> among(Set<String> duties) {
        return Arrays.stream(values())
                .filter(one -> duties.contains(one.dutyWord()))
                .collect(Collectors.toUnmodifiableSet());
    }
}
