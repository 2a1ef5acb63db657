package io.facegate.differential;

import java.util.List;
import java.util.Map;

/**
 * A request as both builds receive it, before it is signed.
 *
 * @param number its place in the run, which determines the vendor's reply
 * @param operation the vendor's name of the operation; for a mutated request, of the original operation
 * @param target path and query, exactly as sent
 * @param headers names and values, exactly as sent; the credential is added later
 * @param mutations the changes made to a valid request, or empty
 */
record Request(
        int number,
        String wire,
        String operation,
        String method,
        String target,
        List<Map.Entry<String, String>> headers,
        byte[] body,
        Caller caller,
        Credential credential,
        List<String> mutations) {

    /** Kind of credential, valid or not. */
    enum Credential {
        SIGV4,
        API_KEY,
        BEARER_KEY,
        TOKEN,
        EXPIRED_TOKEN,
        NONE,
        UNKNOWN_KEY,
        WRONG_SECRET,
        OTHER_DAY,
        BOTH
    }

    /** Group of its differences: wire and operation. */
    String group() {
        return wire + '\t' + operation;
    }

    String describe() {
        return '#' + String.valueOf(number) + ' ' + method + ' ' + target + " by " + caller.organisation() + " ("
                + credential + ')' + (mutations.isEmpty() ? "" : ", changed: " + String.join("; ", mutations));
    }
}
