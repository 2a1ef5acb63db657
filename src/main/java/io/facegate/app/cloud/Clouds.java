package io.facegate.app.cloud;

import io.facegate.app.Setup;
import io.facegate.call.handle.Handles;
import io.facegate.provider.Limits;
import io.facegate.provider.Provider;
import io.facegate.provider.Routing;
import io.facegate.provider.azure.Access;
import io.facegate.provider.azure.AzureProvider;
import io.facegate.provider.azure.AzureResource;
import io.facegate.provider.azure.Service;
import io.facegate.provider.azure.entra.Issuer;
import io.facegate.provider.rekognition.Cloud;
import io.facegate.provider.rekognition.RekognitionProvider;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Opens whoever answers permitted calls. */
public final class Clouds {
    private Clouds() {}

    /** The vendors that are named for their own wires, the engine for all others, if it is named too. */
    public static Provider open(Setup setup, Provider engine, Handles handles, Vertx vertx) {
        Map<String, Provider> vendors = new HashMap<>();
        if (setup.answering().rekognition()) {
            vendors.put("rekognition", RekognitionProvider.of(vertx, amazon(setup), handles));
        }
        if (setup.answering().azure()) {
            var set = Objects.requireNonNull(setup.azure());
            // One token serves both.
            var tokens = set.entra() == null ? null : Issuer.of(set.entra());
            for (var service : Service.values()) {
                var resource = service == Service.FACE ? set.face() : set.vision();
                var access = tokens == null ? key(resource) : tokens;
                var azure = new AzureResource(service, resource.endpoint(), access, set.owner(), null, limits(setup));
                vendors.put(service.code(), new AzureProvider(vertx, azure, handles));
            }
        }
        return new Routing(vendors, setup.answering().local() ? engine : null);
    }

    private static Cloud amazon(Setup setup) {
        var set = setup.cloud();
        var endpoint = set.endpoint() == null ? null : URI.create(set.endpoint());
        return new Cloud(set.region(), endpoint, null, null, limits(setup));
    }

    private static Access key(AzureOptions.Resource resource) {
        try {
            return Access.key(
                    Files.readString(Objects.requireNonNull(resource.key())).strip());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Limits limits(Setup setup) {
        return Limits.usual().within(setup.cloud().timeout());
    }
}
