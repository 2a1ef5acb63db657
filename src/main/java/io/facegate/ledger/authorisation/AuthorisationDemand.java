package io.facegate.ledger.authorisation;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.NavigableSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A permitted call that needs an authorisation after the fact.
 *
 * @param decision the id of its decision
 * @param time when it was made
 * @param grant how long after its filing the authorisation must be granted; null if no rule says so
 * @param duties what follows where it fails
 * @param isUntimed whether its time does not run out by itself: version 0.1 made the decision, which could not record
 *     any step about it, or a prune removed the earlier calls of its use
 */
public record AuthorisationDemand(
        String decision,
        Instant time,
        AuthorisedUse use,
        @Nullable Duration grant,
        Set<AuthorisationDuty> duties,
        boolean isUntimed) {
    private static final String EARLIER = "0.1.";

    public AuthorisationDemand {
        duties = Set.copyOf(duties);
    }

    /** The organisation that called. */
    public String organisation() {
        return use.organisation();
    }

    /** The purpose of the call; empty if it had none. */
    public String purpose() {
        return use.purpose();
    }

    /** The organisations that the call was made for, or the caller where it named none. */
    public Set<String> responsible() {
        return use.responsible();
    }

    /** Until when the authorisation must be filed. */
    public Instant due() {
        return use.due();
    }

    /** True if it was made when the time limit of its use was over. Earlier calls of the use then speak for it. */
    boolean isLate() {
        return !time.isBefore(due());
    }

    /**
     * The same after the prunes of a ledger. A late call has lapsed at once where its use had no earlier calls, and a
     * gateway records that. So if no lapse is on record before the next prune, there were earlier calls then.
     *
     * @param index of its decision
     * @param prunes the indexes of the records of prunes
     * @param lapse the index of the first record that its time ran out; null if there is none
     */
    AuthorisationDemand after(long index, NavigableSet<Long> prunes, @Nullable Long lapse) {
        var prune = prunes.higher(index);
        boolean removed = prune != null && (lapse == null || lapse > prune);
        return removed && isLate() ? new AuthorisationDemand(decision, time, use, grant, duties, true) : this;
    }

    /** The demand of a decision; null if it asks for no authorisation. */
    static @Nullable AuthorisationDemand read(JsonNode record) {
        var obligations = record.path("obligations");
        if (!record.path("kind").asText().equals("DECISION")
                || !obligations.path("authorisation_due").isTextual()
                || record.path("sandbox").isTextual()) {
            return null;
        }
        var duties = new HashSet<String>();
        obligations.path("duties").forEach(word -> duties.add(word.asText()));
        var organisation = record.path("organisation").path("id").asText();
        return new AuthorisationDemand(
                record.path("id").asText(),
                Instant.parse(record.path("time").asText()),
                new AuthorisedUse(
                        organisation,
                        record.path("purpose").asText(),
                        responsible(record, organisation),
                        Instant.parse(obligations.path("authorisation_due").asText())),
                length(obligations.path("authorisation_grant").asText()),
                AuthorisationDuty.among(duties),
                record.path("build").asText().startsWith(EARLIER));
    }

    private static Set<String> responsible(JsonNode record, String organisation) {
        var principals = new HashSet<String>();
        record.path("on_behalf_of").forEach(one -> principals.add(one.path("id").asText()));
        return principals.isEmpty() ? Set.of(organisation) : principals;
    }

    /** An unreadable length counts as none left, so that it cannot last for ever. */
    private static @Nullable Duration length(String text) {
        try {
            return text.isEmpty() ? null : Duration.parse(text);
        } catch (DateTimeException damaged) {
            return Duration.ZERO;
        }
    }
}
