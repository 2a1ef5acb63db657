package com.microsoft.aad.msal4j;

import java.util.Map;

/** What a machine in Azure tells its programs by environment variables: the library's own place for tests to say so. */
public final class Surroundings {
    private static final int SOON = 20;

    private Surroundings() {}

    /** From now on it is told these and no others; who is turned away asks again soon. */
    public static void tell(Map<String, String> variables) {
        ManagedIdentityApplication.setEnvironmentVariables(variables::get);
        ManagedIdentityRetryPolicy.setRetryDelayMs(SOON);
        IMDSRetryPolicy.setRetryDelayMs(SOON);
    }

    /** It is told its own again. */
    public static void forget() {
        ManagedIdentityApplication.setEnvironmentVariables(new EnvironmentVariables());
        ManagedIdentityRetryPolicy.resetToDefaults();
        IMDSRetryPolicy.resetToDefaults();
    }
}
