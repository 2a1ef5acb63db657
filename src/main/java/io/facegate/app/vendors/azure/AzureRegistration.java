package io.facegate.app.vendors.azure;

import io.facegate.app.registration.ProviderOpener;
import io.facegate.app.registration.VendorCheckCall;
import io.facegate.app.registration.VendorCheckCalls;
import io.facegate.app.registration.VendorCheckRequest;
import io.facegate.app.registration.VendorRegistration;
import io.facegate.app.registration.WireRegistration;
import io.facegate.catalogue.VendorApi;
import io.facegate.vendor.azure.wire.AzureFaceWire;
import io.facegate.vendor.azure.wire.AzureVisionWire;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;

/** Registers Azure Face and Azure AI Vision. */
public final class AzureRegistration implements VendorRegistration {
    private static final int OK = 200;
    private static final String METHODS = "DELETE, GET, OPTIONS, PATCH, POST, PUT";

    @Mixin
    private AzureOptions options = new AzureOptions();

    @Override
    public String word() {
        return "azure";
    }

    @Override
    public List<VendorApi> apis() {
        return List.of(VendorApi.AZURE_FACE, VendorApi.AZURE_VISION);
    }

    @Override
    public String clients() {
        return "Azure";
    }

    @Override
    public String example() {
        return "--azure-endpoint URL --azure-key FILE";
    }

    @Override
    public List<WireRegistration> wires() {
        return List.of(
                WireRegistration.atPath(AzureFaceWire.PATHS, AzureFaceWire::new).answeringOptions(OK, METHODS),
                WireRegistration.atPattern(AzureVisionWire.PATHS, AzureVisionWire::new)
                        .answeringOptions(OK, METHODS));
    }

    @Override
    public @Nullable String problem() {
        return options.problem();
    }

    @Override
    public ProviderOpener opener() {
        return Objects.requireNonNull(options.resources())::open;
    }

    @Override
    public VendorCheckCalls checkCalls() {
        var list = " /face/v1.0/facelists/${gallery}";
        var analyze = "POST /computervision/imageanalysis:analyze?api-version=2024-02-01&features=people";
        var detect = "POST /face/v1.0/detect?returnFaceId=false&returnFaceLandmarks=true"
                + "&returnFaceAttributes=headPose,glasses,blur,exposure,noise,occlusion";
        return new VendorCheckCalls(
                VendorCheckRequest.withKeyIn("Ocp-Apim-Subscription-Key"),
                List.of(
                        step("Detect", detect, "picture", "/0/faceRectangle"),
                        new VendorCheckCall(
                                VendorApi.AZURE_VISION, "Analyze", analyze, "picture", "/peopleResult/values"),
                        step("CreateFaceList", "PUT" + list, "{\"name\":\"facegate vendor check\"}", ""),
                        step("AddFaceListFace", "POST" + list + "/persistedfaces", "picture", "/persistedFaceId"),
                        step("GetFaceList", "GET" + list, "", "/faceListId")),
                List.of(step("DeleteFaceList", "DELETE" + list, "", "")));
    }

    private static VendorCheckCall step(String operation, String target, String body, String holds) {
        return new VendorCheckCall(VendorApi.AZURE_FACE, operation, target, body, holds);
    }
}
