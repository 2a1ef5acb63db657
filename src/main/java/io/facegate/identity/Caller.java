package io.facegate.identity;

import io.facegate.call.PreconditionFailure;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who calls, for whom and why, proven.
 *
 * @param organisation whose credential it was
 * @param principals those it acts for, nearest first; empty when it acts for itself
 * @param purpose the one declared purpose, or null (then {@code doubt} says why)
 * @param places jurisdictions that apply to this call
 * @param context what was attested about this call
 * @param method {@code sigv4}, {@code jwt} or {@code api_key}
 * @param key the public id of the credential
 * @param doubt why the call must be refused whatever it asks, or null
 */
public record Caller(
        Organisation organisation,
        List<Organisation> principals,
        @Nullable String purpose,
        List<String> places,
        AttestedContext context,
        String method,
        String key,
        @Nullable PreconditionFailure doubt) {
    /** What a record of the ledger can list. */
    public static final int MOST_PRINCIPALS = 32;

    public Caller {
        principals = List.copyOf(principals);
        places = List.copyOf(places);
    }

    /** One about whose call nothing is attested. */
    public Caller(
            Organisation organisation,
            List<Organisation> principals,
            @Nullable String purpose,
            List<String> places,
            String method,
            String key,
            @Nullable PreconditionFailure doubt) {
        this(organisation, principals, purpose, places, AttestedContext.NONE, method, key, doubt);
    }

    /** Everyone whose call this is: each is judged, and any refusal refuses. */
    public List<Organisation> chain() {
        return Stream.concat(Stream.of(organisation), principals.stream()).toList();
    }
}
