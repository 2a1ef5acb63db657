package io.facegate.app.vendors.google;

import io.facegate.app.registration.ProviderOpener;
import io.facegate.app.registration.VendorCheckCall;
import io.facegate.app.registration.VendorCheckCalls;
import io.facegate.app.registration.VendorCheckRequest;
import io.facegate.app.registration.VendorRegistration;
import io.facegate.app.registration.WireRegistration;
import io.facegate.catalogue.VendorApi;
import io.facegate.vendor.google.client.GoogleVisionProvider;
import io.facegate.vendor.google.wire.GoogleVisionWire;
import io.facegate.vendor.google.wire.grpc.GoogleGrpcWire;
import io.facegate.vendor.google.wire.grpc.GrpcHandler;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;

/** Registers Google Cloud Vision. */
public final class GoogleRegistration implements VendorRegistration {
    private static final int OK = 200;

    @Mixin
    private GoogleOptions options = new GoogleOptions();

    @Override
    public String word() {
        return "google";
    }

    @Override
    public List<VendorApi> apis() {
        return List.of(VendorApi.GOOGLE_VISION);
    }

    @Override
    public String clients() {
        return "Google Vision";
    }

    @Override
    public String example() {
        return "--google-credentials FILE";
    }

    @Override
    public List<WireRegistration> wires() {
        return List.of(
                WireRegistration.atPattern(GoogleVisionWire.PATHS, GoogleVisionWire::new)
                        .answeringOptions(OK, "DELETE, GET, OPTIONS, PATCH, POST"),
                WireRegistration.atPattern(GoogleGrpcWire.PATHS, GoogleGrpcWire::new)
                        .within(wire -> new GrpcHandler(wire, InstantSource.system())));
    }

    @Override
    public @Nullable String problem() {
        return options.problem();
    }

    @Override
    public ProviderOpener opener() {
        var project = Objects.requireNonNull(options.project());
        return (vertx, owners, limits, files) -> Map.of(
                VendorApi.GOOGLE_VISION.word(),
                new GoogleVisionProvider(vertx, project.following(limits, files), owners));
    }

    @Override
    public VendorCheckCalls checkCalls() {
        return new VendorCheckCalls(
                VendorCheckRequest.withKeyIn("x-goog-api-key"),
                List.of(
                        step("FACE_DETECTION", "/responses/0/faceAnnotations/0"),
                        step("LABEL_DETECTION", "/responses/0")),
                List.of());
    }

    private static VendorCheckCall step(String feature, String holds) {
        return new VendorCheckCall(
                VendorApi.GOOGLE_VISION,
                "BatchAnnotateImages",
                "POST /v1/images:annotate",
                "{\"requests\":[{\"image\":{\"content\":\"${one}\"},\"features\":[{\"type\":\"" + feature + "\"}]}]}",
                holds);
    }
}
