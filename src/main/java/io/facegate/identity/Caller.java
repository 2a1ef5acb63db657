package io.facegate.identity;

import io.facegate.call.PreconditionFailure;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The authenticated caller, its principals and its purpose.
 *
 * @param organisation owner of the credential
 * @param principals those it acts for, nearest first; empty if it acts for itself
 * @param purpose the one declared purpose, or null (then {@code doubt} says why)
 * @param places jurisdictions that apply to this call
 * @param context attested facts about this call
 * @param credential what the call was authenticated with
 * @param preconditionFailure why the call is refused whatever it asks, or null
 */
public record Caller(
        Organisation organisation,
        List<Organisation> principals,
        @Nullable String purpose,
        List<String> places,
        AttestedContext context,
        CallerCredential credential,
        @Nullable PreconditionFailure preconditionFailure) {
    /** Maximum that a ledger record can list. */
    public static final int MOST_PRINCIPALS = 32;

    public Caller {
        principals = List.copyOf(principals);
        places = List.copyOf(places);
    }

    /** A caller whose calls are sent. */
    public Caller(
            Organisation organisation,
            List<Organisation> principals,
            @Nullable String purpose,
            List<String> places,
            AttestedContext context,
            String method,
            String key,
            @Nullable PreconditionFailure preconditionFailure) {
        this(
                organisation,
                principals,
                purpose,
                places,
                context,
                new CallerCredential(method, key),
                preconditionFailure);
    }

    /** A caller without attested facts. */
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

    /** Returns a copy with other attested facts and places. */
    public Caller with(AttestedContext other, List<String> otherPlaces) {
        return new Caller(organisation, principals, purpose, otherPlaces, other, credential, preconditionFailure);
    }

    /** Returns a copy for whose call a fact is known besides; it counts together with attested values of that name. */
    public Caller withFact(String name, List<String> values) {
        return with(context.withFact(name, values), places);
    }

    /** Returns this caller as it calls on that API: refused if its key is not for it. */
    public Caller onWire(String word) {
        return preconditionFailure != null || credential.limits().allowsWire(word)
                ? this
                : new Caller(
                        organisation,
                        principals,
                        purpose,
                        places,
                        context,
                        credential,
                        PreconditionFailure.KEY_WIRE_NOT_ALLOWED);
    }

    /** Returns a copy whose calls are judged on their merits. */
    public Caller withoutPreconditionFailure() {
        return new Caller(organisation, principals, purpose, places, context, credential, null);
    }

    /** {@code sigv4}, {@code jwt}, {@code api_key} or {@code certificate}. */
    public String method() {
        return credential.method();
    }

    /** Public id of the credential. */
    public String key() {
        return credential.key();
    }

    /** The purposes that the credential and the request named, if they contradict each other; as they were sent. */
    public List<String> conflictingPurposes() {
        return credential.conflictingPurposes();
    }

    /** Returns a copy with the purposes that contradict each other. */
    public Caller withConflict(List<String> purposes) {
        return new Caller(
                organisation,
                principals,
                purpose,
                places,
                context,
                credential.withConflict(purposes),
                preconditionFailure);
    }

    /** True if its calls are answered by the embedded engine only; decisions do not depend on it. */
    public boolean sandbox() {
        return credential.sandbox();
    }

    /** The organisation and its principals: the policies judge each, and any refusal refuses the call. */
    public List<Organisation> delegationChain() {
        // Every call asks for it several times, and nearly every caller acts for itself.
        return principals.isEmpty()
                ? List.of(organisation)
                : Stream.concat(Stream.of(organisation), principals.stream()).toList();
    }
}
