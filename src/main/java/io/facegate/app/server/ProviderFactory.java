package io.facegate.app.server;

import io.facegate.call.ResourceOwners;
import io.facegate.vendor.client.FileFollower;
import io.facegate.vendor.client.Provider;
import io.facegate.vendor.client.ProviderRouting;
import io.vertx.core.Vertx;
import java.util.LinkedHashMap;
import java.util.Objects;

/** Creates the configured providers. */
public final class ProviderFactory {
    private ProviderFactory() {}

    /** All configured providers, in their order. Follows the files with their credentials, and that of routes. */
    public static ProviderRouting open(
            GatewaySettings setup, Provider engine, ResourceOwners handles, Vertx vertx, FileFollower files) {
        var named = new LinkedHashMap<String, Provider>();
        for (var name : setup.providers().names()) {
            if (name.equals(ProviderSelection.LOCAL)) {
                named.put(name, engine);
            } else {
                var vendor = Objects.requireNonNull(setup.vendors().get(name), name);
                named.putAll(vendor.open(vertx, handles, setup.limits(), files));
            }
        }
        return new ProviderRouting(
                named, named.get(ProviderSelection.LOCAL), setup.providers().routes(files));
    }
}
