package io.facegate.call;

import java.util.List;

/**
 * An account at a vendor that the operator named: what calls are sent under, and where they are processed.
 *
 * @param name unique among the accounts of its vendor; on record, never a secret
 * @param processedIn the places in which the vendor processes what is sent to this account; empty if they are not known
 */
public record VendorAccount(String name, List<String> processedIn) {
    /** The name of the account that answers calls which no route names an account for. */
    public static final String DEFAULT = "default";

    private static final char SEPARATOR = '/';

    public VendorAccount {
        processedIn = List.copyOf(processedIn);
    }

    /** True if it answers the calls that no route names an account for. */
    public boolean isDefault() {
        return name.equals(DEFAULT);
    }

    /** Returns how routes, metrics and health name the provider at this account, such as {@code rekognition/eu}. */
    public String keyOf(String provider) {
        return isDefault() ? provider : provider + SEPARATOR + name;
    }

    /** Returns the provider in such a name. */
    public static String providerOf(String key) {
        int end = key.indexOf(SEPARATOR);
        return end < 0 ? key : key.substring(0, end);
    }

    /** True if the name is of a provider at an account other than the default one. */
    public static boolean namesAccount(String key) {
        return key.indexOf(SEPARATOR) >= 0;
    }
}
