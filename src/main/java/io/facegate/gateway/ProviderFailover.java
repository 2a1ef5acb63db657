package io.facegate.gateway;

import io.facegate.call.Fault;
import io.facegate.call.SimilarityScale;
import io.facegate.vendor.client.PlannedCall;

/** Tells when another provider may be tried, and how many vendors share the time of a call. */
final class ProviderFailover {
    private ProviderFailover() {}

    /** True if a vendor answers, over the network; the embedded engine takes none of the vendors' time. */
    static boolean isVendor(PlannedCall way) {
        return !way.call().engine().equals(SimilarityScale.LOCAL.provider());
    }

    /** True if the fault is the provider's, so that another one may succeed. */
    static boolean isProviderFault(Fault fault) {
        return fault instanceof Fault.ProviderDown
                || fault instanceof Fault.CircuitOpen
                || (fault instanceof Fault.Overloaded && !(fault instanceof Fault.QuotaExceeded));
    }
}
