package io.facegate.app.server;

import io.facegate.call.ResourceOwners;
import io.facegate.vendor.azure.client.AzureCloud;
import io.facegate.vendor.azure.client.AzureCredential;
import io.facegate.vendor.azure.client.AzureProvider;
import io.facegate.vendor.azure.client.AzureResource;
import io.facegate.vendor.azure.client.AzureService;
import io.facegate.vendor.azure.client.EntraTokenClient;
import io.facegate.vendor.client.Provider;
import io.facegate.vendor.client.ProviderRouting;
import io.facegate.vendor.client.VendorLimits;
import io.facegate.vendor.compreface.client.CompreFaceProvider;
import io.facegate.vendor.compreface.client.CompreFaceServer;
import io.facegate.vendor.google.client.GoogleProject;
import io.facegate.vendor.google.client.GoogleVisionProvider;
import io.facegate.vendor.rekognition.client.RekognitionProvider;
import io.facegate.vendor.rekognition.client.RekognitionSettings;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** Creates the configured providers. */
public final class ProviderFactory {
    private ProviderFactory() {}

    /** All configured providers, in their order. */
    public static ProviderRouting open(GatewaySettings setup, Provider engine, ResourceOwners handles, Vertx vertx) {
        var named = new LinkedHashMap<String, Provider>();
        for (var name : setup.providers().names()) {
            switch (name) {
                case "local" -> named.put("local", engine);
                case "rekognition" ->
                    named.put(name, RekognitionProvider.create(vertx, rekognitionSettings(setup), handles));
                case "azure" -> named.putAll(azure(setup, handles, vertx));
                case "google" -> named.put("google_vision", new GoogleVisionProvider(vertx, google(setup), handles));
                case "compreface" -> named.put(name, new CompreFaceProvider(vertx, server(setup), handles));
                default -> throw new IllegalArgumentException(name);
            }
        }
        return new ProviderRouting(named, named.get("local"), setup.providers().routes());
    }

    private static RekognitionSettings rekognitionSettings(GatewaySettings setup) {
        var set = setup.cloud();
        var endpoint = set.endpoint() == null ? null : URI.create(set.endpoint());
        return new RekognitionSettings(set.region(), endpoint, null, null, limits(setup));
    }

    private static Map<String, Provider> azure(GatewaySettings setup, ResourceOwners handles, Vertx vertx) {
        var set = Objects.requireNonNull(setup.azure());
        // One Entra token serves both.
        var tokens = set.entra() == null
                ? null
                : EntraTokenClient.create(
                        set.entra(), AzureCloud.forEndpoint(set.face().endpoint()));
        var both = new LinkedHashMap<String, Provider>();
        for (var service : AzureService.values()) {
            var resource = service == AzureService.FACE ? set.face() : set.vision();
            var access = tokens == null ? key(resource) : tokens;
            var azure = new AzureResource(service, resource.endpoint(), access, set.owner(), null, limits(setup));
            both.put(service.code(), new AzureProvider(vertx, azure, handles));
        }
        return both;
    }

    private static AzureCredential key(AzureOptions.Resource resource) {
        try {
            return AzureCredential.key(
                    Files.readString(Objects.requireNonNull(resource.key())).strip());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static GoogleProject google(GatewaySettings setup) {
        var project = Objects.requireNonNull(setup.google());
        return new GoogleProject(project.endpoint(), project.credentials(), project.owner(), null, limits(setup));
    }

    private static CompreFaceServer server(GatewaySettings setup) {
        return Objects.requireNonNull(setup.compreFace()).withLimits(limits(setup));
    }

    private static VendorLimits limits(GatewaySettings setup) {
        return VendorLimits.defaults()
                .withTotal(setup.cloud().timeout())
                .withOpenTime(setup.cloud().open());
    }
}
