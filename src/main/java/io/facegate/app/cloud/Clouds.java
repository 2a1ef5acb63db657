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
import io.facegate.provider.azure.entra.AzureCloud;
import io.facegate.provider.azure.entra.Issuer;
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
import java.util.Map;
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
                case "azure" -> named.putAll(azure(setup, handles, vertx));
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

    private static Map<String, Provider> azure(Setup setup, Handles handles, Vertx vertx) {
        var set = Objects.requireNonNull(setup.azure());
        // One token serves both.
        var tokens = set.entra() == null
                ? null
                : Issuer.of(set.entra(), AzureCloud.of(set.face().endpoint()));
        var both = new LinkedHashMap<String, Provider>();
        for (var service : Service.values()) {
            var resource = service == Service.FACE ? set.face() : set.vision();
            var access = tokens == null ? key(resource) : tokens;
            var azure = new AzureResource(service, resource.endpoint(), access, set.owner(), null, limits(setup));
            both.put(service.code(), new AzureProvider(vertx, azure, handles));
        }
        return both;
    }

    private static Access key(AzureOptions.Resource resource) {
        try {
            return Access.key(
                    Files.readString(Objects.requireNonNull(resource.key())).strip());
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
