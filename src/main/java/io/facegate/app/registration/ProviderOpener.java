package io.facegate.app.registration;

import io.facegate.call.ResourceOwners;
import io.facegate.vendor.client.FileFollower;
import io.facegate.vendor.client.Provider;
import io.facegate.vendor.client.VendorLimits;
import io.vertx.core.Vertx;
import java.util.Map;

/** Opens the providers of one vendor as its options say. */
@FunctionalInterface
public interface ProviderOpener {
    /**
     * Returns its providers by their words in policies, the first choice first.
     *
     * @param files follows the files with their credentials
     */
    Map<String, Provider> open(Vertx vertx, ResourceOwners owners, VendorLimits limits, FileFollower files);
}
