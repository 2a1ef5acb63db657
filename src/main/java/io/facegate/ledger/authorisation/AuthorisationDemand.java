package io.facegate.ledger.authorisation;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A permitted call that needs an authorisation after the fact.
 *
 * @param decision the id of its decision
 * @param purpose of the call; empty if it had none
 * @param due until when the authorisation must be filed
 * @param grant how long after that it must be granted; null if no rule says so
 * @param responsible the organisations that the call was made for, or the caller where it named none
 * @param duties what follows where it fails
 */
public record AuthorisationDemand(
        String decision,
        String organisation,
        String purpose,
        Instant due,
        @Nullable Duration grant,
        Set<String> responsible,
        Set<AuthorisationDuty> duties) {
    public AuthorisationDemand {
        responsible = Set.copyOf(responsible);
        duties = Set.copyOf(duties);
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
                organisation,
                record.path("purpose").asText(),
                Instant.parse(obligations.path("authorisation_due").asText()),
                length(obligations.path("authorisation_grant").asText()),
                responsible(record, organisation),
                AuthorisationDuty.among(duties));
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

    /** True if both are of one use, as far as records tell: the same organisation, purpose and time limit. */
    public boolean isSameUse(AuthorisationDemand other) {
        return organisation.equals(other.organisation)
                && purpose.equals(other.purpose)
                && due.equals(other.due)
                && responsible.equals(other.responsible);
    }
}
