package io.facegate.vendor.rekognition.client;

import io.facegate.call.Fault;
import io.facegate.catalogue.VendorApi;
import java.util.regex.Pattern;

/** Retry rules: the Rekognition operations that may be sent twice. */
final class RekognitionRetryRules {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]{1,64}");

    private RekognitionRetryRules() {}

    /** Returns true if the operation changes nothing; all others are sent once. */
    static boolean readOnly(String operation) {
        var known = VendorApi.REKOGNITION.operation(operation);
        return known != null && known.effect().readOnly();
    }

    /** Returns true if the text is a valid vendor name, safe for a header and a record. */
    static boolean name(String word) {
        return NAME.matcher(word).matches();
    }

    /** Returns the operation in a form safe for a header. */
    static String headerName(String operation) {
        if (!name(operation)) {
            throw new Fault.ProviderDown("The operation's name is not valid; nothing was sent.");
        }
        return operation;
    }
}
