package io.facegate.identity;

import java.util.List;

/**
 * The credential that a call was authenticated with.
 *
 * @param method {@code sigv4}, {@code jwt}, {@code api_key} or {@code certificate}
 * @param key its public id
 * @param sandbox whether its calls are answered by the embedded engine only. Policies do not read this: a call of the
 *     sandbox is decided as the same call with another key
 * @param conflictingPurposes the purposes that the credential and the request named, if they contradict each other; as
 *     they were sent
 * @param limits what the key may be used for; a token has none
 */
public record CallerCredential(
        String method, String key, boolean sandbox, List<String> conflictingPurposes, KeyLimits limits) {
    public CallerCredential {
        conflictingPurposes = List.copyOf(conflictingPurposes);
    }

    /** A credential whose calls are sent. */
    public CallerCredential(String method, String key) {
        this(method, key, false);
    }

    /** A credential without a contradiction. */
    public CallerCredential(String method, String key, boolean sandbox) {
        this(method, key, sandbox, List.of(), KeyLimits.NONE);
    }

    /** The credential that is a key. */
    static CallerCredential of(String method, CallerKey key) {
        return new CallerCredential(method, key.id(), key.sandbox(), List.of(), key.limits());
    }

    /** Returns a copy with the purposes that contradict each other. */
    public CallerCredential withConflict(List<String> purposes) {
        return new CallerCredential(method, key, sandbox, purposes, limits);
    }
}
