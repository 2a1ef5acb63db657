package io.facegate.app.vendors.compreface;

import io.facegate.app.registration.ProviderOpener;
import io.facegate.app.registration.VendorCheckCall;
import io.facegate.app.registration.VendorCheckCalls;
import io.facegate.app.registration.VendorCheckRequest;
import io.facegate.app.registration.VendorRegistration;
import io.facegate.app.registration.WireRegistration;
import io.facegate.catalogue.VendorApi;
import io.facegate.vendor.compreface.client.CompreFaceProvider;
import io.facegate.vendor.compreface.wire.CompreFaceWire;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;

/** Registers CompreFace. */
public final class CompreFaceRegistration implements VendorRegistration {
    private static final int NO_CONTENT = 204;

    @Mixin
    private CompreFaceOptions options = new CompreFaceOptions();

    @Override
    public String word() {
        return "compreface";
    }

    @Override
    public List<VendorApi> apis() {
        return List.of(VendorApi.COMPREFACE);
    }

    @Override
    public String clients() {
        return "CompreFace";
    }

    @Override
    public String example() {
        return "--compreface-endpoint URL --compreface-keys FILE";
    }

    @Override
    public List<WireRegistration> wires() {
        return List.of(WireRegistration.atPath(CompreFaceWire.PATHS, CompreFaceWire::new)
                .answeringOptions(NO_CONTENT, "DELETE, GET, OPTIONS, POST, PUT"));
    }

    @Override
    public @Nullable String problem() {
        return options.problem();
    }

    @Override
    public ProviderOpener opener() {
        var server = Objects.requireNonNull(options.server());
        return (vertx, owners, limits, files) -> Map.of(
                VendorApi.COMPREFACE.word(), new CompreFaceProvider(vertx, server.following(limits, files), owners));
    }

    @Override
    public VendorCheckCalls checkCalls() {
        var base = " /api/v1/recognition/";
        var ofSubject = "faces?subject=${gallery}";
        var one = "{\"file\":\"${one}\"}";
        var same = "{\"file\":\"${same}\"}";
        var both = "{\"source_image\":\"${one}\",\"target_image\":\"${same}\"}";
        var detect = "POST /api/v1/detection/detect?face_plugins=age,gender,landmarks,mask&status=true";
        return new VendorCheckCalls(
                VendorCheckRequest.withKeyIn("x-api-key"),
                List.of(
                        step("Detect", detect, one, "/result/0/box"),
                        step("Verify", "POST /api/v1/verification/verify", both, "/result"),
                        step("AddFace", "POST" + base + ofSubject, one, "/image_id"),
                        step("ListFaces", "GET" + base + ofSubject, "", "/faces/0/image_id"),
                        step("Recognize", "POST" + base + "recognize", same, "/result/0/box")),
                List.of(step("DeleteSubject", "DELETE" + base + "subjects/${gallery}", "", "")));
    }

    private static VendorCheckCall step(String operation, String target, String body, String holds) {
        return new VendorCheckCall(VendorApi.COMPREFACE, operation, target, body, holds);
    }
}
