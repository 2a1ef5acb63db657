package io.facegate.app.cloud;

import io.facegate.app.Setup;
import io.facegate.call.handle.Handles;
import io.facegate.provider.Limits;
import io.facegate.provider.Provider;
import io.facegate.provider.Routing;
import io.facegate.provider.azure.AzureProvider;
import io.facegate.provider.azure.AzureResource;
import io.facegate.provider.azure.Service;
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
            for (var service : Service.values()) {
                vendors.put(service.code(), new AzureProvider(vertx, azure(setup, service), handles));
            }
        }
        return new Routing(vendors, setup.answering().local() ? engine : null);
    }

    private static Cloud amazon(Setup setup) {
        var set = setup.cloud();
        var endpoint = set.endpoint() == null ? null : URI.create(set.endpoint());
        return new Cloud(set.region(), endpoint, null, null, limits(setup));
    }

    private static AzureResource azure(Setup setup, Service service) {
        var set = Objects.requireNonNull(setup.azure());
        var resource = switch (service) {
            case FACE -> set.face();
            case VISION -> set.vision();
        };
        try {
            var key = Files.readString(resource.key()).strip();
            return new AzureResource(service, resource.endpoint(), key, set.owner(), null, limits(setup));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Limits limits(Setup setup) {
        return Limits.usual().within(setup.cloud().timeout());
    }
}
