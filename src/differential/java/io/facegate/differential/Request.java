package io.facegate.differential;

import java.util.List;
import java.util.Map;

/**
 * One request as both builds receive it, before it is signed.
 *
 * @param number its place in the run, from which the vendor's reply follows
 * @param operation the vendor's name of it, or what it was meant to be
 * @param target path and query, exactly as sent
 * @param headers names and values, exactly as sent; the credential comes later
 * @param mutations what was changed about a valid request, or nothing
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

    /** How the caller proves itself, rightly or wrongly. */
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

    /** Grouping of differences: what was asked, and whether it was asked as it should be. */
    String group() {
        return wire + '\t' + operation;
    }

    String describe() {
        return '#' + String.valueOf(number) + ' ' + method + ' ' + target + " by " + caller.organisation() + " ("
                + credential + ')' + (mutations.isEmpty() ? "" : ", changed: " + String.join("; ", mutations));
    }
}
