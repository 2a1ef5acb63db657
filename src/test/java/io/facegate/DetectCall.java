package io.facegate;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.cloud.vision.v1.AnnotateImageRequest;
import com.google.cloud.vision.v1.BatchAnnotateImagesRequest;
import com.google.cloud.vision.v1.Feature;
import com.google.cloud.vision.v1.Image;
import com.google.protobuf.ByteString;
import io.facegate.vendor.azure.wire.AzureFaceWire;
import io.facegate.vendor.azure.wire.AzureVisionWire;
import io.facegate.vendor.compreface.wire.CompreFaceWire;
import io.facegate.vendor.faceplusplus.wire.FacePlusPlusWire;
import io.facegate.vendor.google.wire.GoogleVisionWire;
import io.facegate.vendor.google.wire.grpc.GoogleGrpcWire;
import io.facegate.vendor.neutral.wire.NeutralWire;
import io.facegate.vendor.rekognition.wire.RekognitionWire;
import io.facegate.vendor.wire.HttpCall;
import io.facegate.vendor.wire.VendorWire;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;

/** A call that detects faces, on every wire. */
enum DetectCall {
    REKOGNITION(new RekognitionWire(), 400, "ThrottlingException"),
    AZURE_FACE(new AzureFaceWire(), 429, "\"code\":\"429\""),
    AZURE_VISION(new AzureVisionWire(), 429, "\"code\":\"429\""),
    GOOGLE(new GoogleVisionWire(), 429, "RESOURCE_EXHAUSTED"),
    GOOGLE_GRPC(new GoogleGrpcWire(), 200, ""),
    COMPREFACE(new CompreFaceWire(), 429, "\"code\":0"),
    FACEPLUSPLUS(new FacePlusPlusWire(), 403, "CONCURRENCY_LIMIT_EXCEEDED"),
    NEUTRAL(new NeutralWire(), 429, "urn:facegate:problem:overloaded");

    private static final String PICTURE = Base64.getEncoder().encodeToString(Stage.PIXELS);

    final VendorWire wire;
    /** Of this wire's throttling error. */
    final int status;

    /** A part of its body. */
    final String throttled;

    DetectCall(VendorWire wire, int status, String throttled) {
        this.wire = wire;
        this.status = status;
        this.throttled = throttled;
    }

    private String target() {
        return switch (this) {
            case REKOGNITION -> "POST /";
            case AZURE_FACE -> "POST /face/v1.0/detect?returnFaceId=false";
            case AZURE_VISION -> "POST /vision/v3.2/analyze?visualFeatures=Faces";
            case GOOGLE -> "POST /v1/images:annotate";
            case GOOGLE_GRPC -> "POST /google.cloud.vision.v1.ImageAnnotator/BatchAnnotateImages";
            case COMPREFACE -> "POST /api/v1/detection/detect";
            case FACEPLUSPLUS -> "POST /facepp/v3/detect";
            case NEUTRAL -> "POST /facegate/v1/detect";
        };
    }

    private byte[] body() {
        return switch (this) {
            case REKOGNITION -> ("{\"Image\":{\"Bytes\":\"" + PICTURE + "\"}}").getBytes(UTF_8);
            case AZURE_FACE, AZURE_VISION -> Stage.PIXELS;
            case GOOGLE ->
                ("{\"requests\":[{\"image\":{\"content\":\"" + PICTURE
                                + "\"},\"features\":[{\"type\":\"FACE_DETECTION\"}]}]}")
                        .getBytes(UTF_8);
            case GOOGLE_GRPC -> framed();
            case COMPREFACE -> ("{\"file\":\"" + PICTURE + "\"}").getBytes(UTF_8);
            case FACEPLUSPLUS ->
                ("api_key=rescue&api_secret=rescue._rescue_&image_base64=" + PICTURE.replace("+", "%2B"))
                        .getBytes(UTF_8);
            case NEUTRAL -> ("{\"image\":{\"bytes\":\"" + PICTURE + "\"}}").getBytes(UTF_8);
        };
    }

    private static byte[] framed() {
        var message = BatchAnnotateImagesRequest.newBuilder()
                .addRequests(AnnotateImageRequest.newBuilder()
                        .setImage(Image.newBuilder().setContent(ByteString.copyFrom(Stage.PIXELS)))
                        .addFeatures(Feature.newBuilder().setType(Feature.Type.FACE_DETECTION)))
                .build()
                .toByteArray();
        return ByteBuffer.allocate(5 + message.length)
                .put((byte) 0)
                .putInt(message.length)
                .put(message)
                .array();
    }

    private String[] headers() {
        return switch (this) {
            case REKOGNITION ->
                new String[] {
                    "X-Api-Key", "rescue",
                    "Content-Type", "application/x-amz-json-1.1",
                    "X-Amz-Target", "RekognitionService.DetectFaces"
                };
            case AZURE_FACE, AZURE_VISION ->
                new String[] {
                    "Ocp-Apim-Subscription-Key", "rescue",
                    "Content-Type", "application/octet-stream"
                };
            case GOOGLE -> new String[] {"X-Goog-Api-Key", "rescue", "Content-Type", "application/json"};
            case GOOGLE_GRPC -> new String[] {"x-goog-api-key", "rescue", "content-type", "application/grpc"};
            case FACEPLUSPLUS -> new String[] {"Content-Type", "application/x-www-form-urlencoded"};
            case COMPREFACE, NEUTRAL -> new String[] {"x-api-key", "rescue", "Content-Type", "application/json"};
        };
    }

    /** The call of an organisation called rescue. */
    HttpCall arrival(Instant now) {
        return Stage.arrival(target(), body(), now, headers());
    }
}
