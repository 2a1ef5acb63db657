package io.facegate.app.vendors.rekognition;

import io.facegate.app.registration.ProviderOpener;
import io.facegate.app.registration.VendorCheckCall;
import io.facegate.app.registration.VendorCheckCalls;
import io.facegate.app.registration.VendorRegistration;
import io.facegate.app.registration.WireRegistration;
import io.facegate.catalogue.VendorApi;
import io.facegate.vendor.rekognition.client.RekognitionProvider;
import io.facegate.vendor.rekognition.wire.RekognitionWire;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;

/** Registers Amazon Rekognition. */
public final class RekognitionRegistration implements VendorRegistration {
    private static final int OK = 200;
    private static final String ONE = "{\"Bytes\":\"${one}\"}";

    @Mixin
    private RekognitionOptions options = new RekognitionOptions();

    @Override
    public String word() {
        return "rekognition";
    }

    @Override
    public List<VendorApi> apis() {
        return List.of(VendorApi.REKOGNITION);
    }

    @Override
    public String clients() {
        return "AWS";
    }

    @Override
    public String example() {
        return "--aws-region REGION";
    }

    @Override
    public List<WireRegistration> wires() {
        return List.of(WireRegistration.atPath("/", RekognitionWire::new)
                .takingOnly(HttpMethod.POST)
                .answeringOptions(OK, "OPTIONS, POST"));
    }

    @Override
    public @Nullable String problem() {
        return options.problem();
    }

    /** An account says where it is: the region of the environment could be another one tomorrow. */
    @Override
    public @Nullable String problemAsAccount() {
        return options.isPlaced() ? problem() : "it needs --aws-region.";
    }

    @Override
    public ProviderOpener opener() {
        var account = options.account();
        return (vertx, owners, limits, files) -> Map.of(
                VendorApi.REKOGNITION.word(),
                RekognitionProvider.create(vertx, account.withLimits(limits), owners, files));
    }

    @Override
    public VendorCheckCalls checkCalls() {
        var gallery = "{\"CollectionId\":\"${gallery}\"}";
        var inGallery = "{\"CollectionId\":\"${gallery}\",";
        return new VendorCheckCalls(
                (gateway, key, call, path, body) -> SignedRekognitionRequest.of(gateway, key, call.operation(), body),
                List.of(
                        step(
                                "DetectFaces",
                                "{\"Image\":" + ONE + ",\"Attributes\":[\"ALL\"]}",
                                "/FaceDetails/0/BoundingBox"),
                        step(
                                "CompareFaces",
                                "{\"SourceImage\":" + ONE + ",\"TargetImage\":{\"Bytes\":\"${same}\"}}",
                                "/SourceImageFace"),
                        step("CreateCollection", gallery, "/StatusCode"),
                        step("DescribeCollection", gallery, "/FaceCount"),
                        step("ListCollections", "{\"MaxResults\":10}", "/CollectionIds"),
                        index(inGallery + "\"Image\":" + ONE + ",\"MaxFaces\":1}"),
                        step("ListFaces", gallery, "/Faces/0/FaceId"),
                        step("SearchFacesByImage", inGallery + "\"Image\":{\"Bytes\":\"${same}\"}}", "/FaceMatches"),
                        step("SearchFaces", inGallery + "\"FaceId\":\"${face}\"}", "/FaceMatches"),
                        step("DeleteFaces", inGallery + "\"FaceIds\":[\"${face}\"]}", "/DeletedFaces/0")),
                List.of(step("DeleteCollection", gallery, "/StatusCode")));
    }

    /** Later steps use the face that it makes. */
    private static VendorCheckCall index(String body) {
        var face = "/FaceRecords/0/Face/FaceId";
        return new VendorCheckCall(VendorApi.REKOGNITION, "IndexFaces", "POST /", body, face, Map.of("face", face));
    }

    private static VendorCheckCall step(String operation, String body, String holds) {
        return new VendorCheckCall(VendorApi.REKOGNITION, operation, "POST /", body, holds);
    }
}
