package io.facegate.vendor.client;

import io.facegate.call.Fault;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Status of vendors' credentials: which are missing or rejected, and why. Logs each change once. */
public final class VendorCredentials {
    private static final System.Logger LOG = System.getLogger(VendorCredentials.class.getName());

    private final Map<String, String> missing = new ConcurrentHashMap<>();
    private final Map<String, String> refused = new ConcurrentHashMap<>();

    /** Notes that the vendor answered a call, so it accepts the credentials. */
    void noteAccepted(String vendor) {
        if (missing.isEmpty() && refused.isEmpty()) {
            return;
        }
        boolean had = missing.remove(vendor) != null;
        had |= refused.remove(vendor) != null;
        if (had) {
            LOG.log(System.Logger.Level.INFO, "{0} accepts the credentials of the gateway again.", vendor);
        }
    }

    /** Notes that credentials exist; the vendor has not been asked. */
    void noteFound(String vendor) {
        if (missing.remove(vendor) != null) {
            LOG.log(System.Logger.Level.INFO, "Credentials for {0} were found.", vendor);
        }
    }

    /** Notes that no credentials were found. */
    void noteMissing(String vendor, Fault.ProviderDown down) {
        note(missing, vendor, down);
    }

    /** Notes a failed call if its credentials are the cause. */
    void noteFailed(String vendor, Fault.ProviderDown down) {
        note(refused, vendor, down);
    }

    private static void note(Map<String, String> troubles, String vendor, Fault.ProviderDown down) {
        var why = down.credentials();
        if (why == null) {
            return;
        }
        if (!down.isOwn()) {
            LOG.log(System.Logger.Level.WARNING, "A call to {0} failed: {1}", vendor, why);
        } else if (!Objects.equals(troubles.put(vendor, why), why)) {
            LOG.log(System.Logger.Level.ERROR, "No call to {0} can be answered: {1}", vendor, why);
        }
    }

    boolean isMissing(String vendor) {
        return missing.containsKey(vendor);
    }

    boolean isComplete() {
        return missing.isEmpty();
    }

    /** Returns the vendors that calls cannot be sent to, with the reason. */
    public Map<String, String> problems() {
        var all = new TreeMap<>(missing);
        all.putAll(refused);
        return all;
    }
}
