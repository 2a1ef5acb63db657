package io.facegate.identity;

/**
 * The credential that a call was authenticated with.
 *
 * @param method {@code sigv4}, {@code jwt}, {@code api_key} or {@code certificate}
 * @param key its public id
 * @param sandbox whether its calls are answered by the embedded engine only. Policies do not read this: a call of the
 *     sandbox is decided as the same call with another key
 */
public record CallerCredential(String method, String key, boolean sandbox) {
    /** A credential whose calls are sent. */
    public CallerCredential(String method, String key) {
        this(method, key, false);
    }
}
