package io.facegate.identity;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An exemption that was granted to one organisation. It permits nothing by itself: rules may ask for it.
 *
 * @param capability the code of what it is for, such as {@code identify}
 * @param places where it counts, with everything inside them, such as {@code US-OR}
 * @param until the sunset: from this moment on it counts for nothing
 * @param evidence reference of what it rests on
 * @param grantedBy id of the person who granted it
 */
public record ExemptionGrant(
        String id,
        String organisation,
        String capability,
        String purpose,
        List<String> places,
        Instant from,
        Instant until,
        String evidence,
        String grantedBy) {
    public ExemptionGrant {
        places = List.copyOf(places);
    }

    /** Its word in policies: the capability in one word. */
    public String word() {
        return capability.replace('.', '_');
    }

    /** True if it counts for a call of that purpose at these places now. Where the place is not known, it does not. */
    boolean counts(@Nullable String declared, List<String> here, Instant now) {
        return purpose.equals(declared)
                && !now.isBefore(from)
                && now.isBefore(until)
                && !here.isEmpty()
                && here.stream().allMatch(this::covers);
    }

    /** True if it counts for calls of this caller that name one of its places. */
    public boolean countsAtOneOf(Caller caller, Instant now) {
        return caller.places().stream().anyMatch(place -> counts(caller.purpose(), List.of(place), now));
    }

    private boolean covers(String place) {
        return places.stream()
                .anyMatch(granted -> place.equals(granted)
                        || place.startsWith(granted + '/')
                        || (!granted.contains("-") && place.startsWith(granted + '-')));
    }
}
