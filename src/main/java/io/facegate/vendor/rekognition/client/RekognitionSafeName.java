package io.facegate.vendor.rekognition.client;

import io.facegate.call.Fault;
import java.util.regex.Pattern;

/** Names of operations and errors that are safe for a header and a record. */
final class RekognitionSafeName {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]{1,64}");

    private RekognitionSafeName() {}

    /** Returns true if the text is such a name. */
    static boolean isSafe(String word) {
        return NAME.matcher(word).matches();
    }

    /** Returns the operation in a form safe for a header. */
    static String requireSafe(String operation) {
        if (!isSafe(operation)) {
            throw new Fault.ProviderDown("The operation's name is not valid; nothing was sent.");
        }
        return operation;
    }
}
