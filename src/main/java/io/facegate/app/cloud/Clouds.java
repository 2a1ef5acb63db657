package io.facegate.app.cloud;

import io.facegate.app.Setup;
import io.facegate.call.handle.Handles;
import io.facegate.provider.Limits;
import io.facegate.provider.Provider;
import io.facegate.provider.Routing;
import io.facegate.provider.azure.AzureFace;
import io.facegate.provider.azure.AzureFaceProvider;
import io.facegate.provider.compreface.CompreFaceProvider;
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
            vendors.put("azure_face", new AzureFaceProvider(vertx, azure(setup)));
        }
        if (setup.answering().compreFace()) {
            var server = Objects.requireNonNull(setup.compreFace()).within(limits(setup));
            vendors.put("compreface", new CompreFaceProvider(vertx, server, handles));
        }
        return new Routing(vendors, setup.answering().local() ? engine : null);
    }

    private static Cloud amazon(Setup setup) {
        var set = setup.cloud();
        var endpoint = set.endpoint() == null ? null : URI.create(set.endpoint());
        return new Cloud(set.region(), endpoint, null, null, limits(setup));
    }

    private static AzureFace azure(Setup setup) {
        var resource = Objects.requireNonNull(setup.azure());
        try {
            var key = Files.readString(resource.key()).strip();
            return new AzureFace(resource.endpoint(), key, resource.owner(), null, limits(setup));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Limits limits(Setup setup) {
        return Limits.usual().within(setup.cloud().timeout());
    }
}
