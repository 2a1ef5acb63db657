package io.facegate.app.cloud;

import io.facegate.app.Setup;
import io.facegate.call.handle.Handles;
import io.facegate.provider.Limits;
import io.facegate.provider.Provider;
import io.facegate.provider.Routing;
import io.facegate.provider.azure.AzureFace;
import io.facegate.provider.azure.AzureFaceProvider;
import io.facegate.provider.compreface.CompreFace;
import io.facegate.provider.compreface.CompreFaceProvider;
import io.facegate.provider.google.GoogleVision;
import io.facegate.provider.google.GoogleVisionProvider;
import io.facegate.provider.rekognition.Cloud;
import io.facegate.provider.rekognition.RekognitionProvider;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Objects;

/** Opens whoever answers permitted calls. */
public final class Clouds {
    private Clouds() {}

    /** All who are named, in their order. */
    public static Routing open(Setup setup, Provider engine, Handles handles, Vertx vertx) {
        var named = new LinkedHashMap<String, Provider>();
        for (var name : setup.answering().names()) {
            switch (name) {
                case "local" -> named.put("local", engine);
                case "rekognition" -> named.put(name, RekognitionProvider.of(vertx, amazon(setup), handles));
                case "azure" -> named.put("azure_face", new AzureFaceProvider(vertx, azure(setup)));
                case "google" -> named.put("google_vision", new GoogleVisionProvider(vertx, google(setup), handles));
                case "compreface" -> named.put(name, new CompreFaceProvider(vertx, server(setup), handles));
                default -> throw new IllegalArgumentException(name);
            }
        }
        return new Routing(named, named.get("local"), setup.answering().routes());
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

    private static GoogleVision google(Setup setup) {
        var project = Objects.requireNonNull(setup.google());
        return new GoogleVision(project.endpoint(), project.credentials(), project.owner(), null, limits(setup));
    }

    private static CompreFace server(Setup setup) {
        return Objects.requireNonNull(setup.compreFace()).within(limits(setup));
    }

    private static Limits limits(Setup setup) {
        return Limits.usual()
                .within(setup.cloud().timeout())
                .opening(setup.cloud().open());
    }
}
