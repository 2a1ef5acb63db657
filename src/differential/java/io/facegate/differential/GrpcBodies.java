package io.facegate.differential;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.vision.v1.AsyncBatchAnnotateFilesRequest;
import com.google.cloud.vision.v1.AsyncBatchAnnotateImagesRequest;
import com.google.cloud.vision.v1.BatchAnnotateFilesRequest;
import com.google.cloud.vision.v1.BatchAnnotateImagesRequest;
import com.google.cloud.vision.v1.ListProductsRequest;
import com.google.longrunning.GetOperationRequest;
import com.google.longrunning.ListOperationsRequest;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.facegate.differential.RequestGenerator.Draft;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/** Google Vision's gRPC messages, built with Google's own classes. */
final class GrpcBodies {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> METHODS = List.of(
            "ImageAnnotator/BatchAnnotateImages",
            "ImageAnnotator/BatchAnnotateImages",
            "ImageAnnotator/BatchAnnotateFiles",
            "ImageAnnotator/AsyncBatchAnnotateImages",
            "ImageAnnotator/AsyncBatchAnnotateFiles",
            "Operations/GetOperation",
            "Operations/ListOperations",
            "ProductSearch/ListProducts",
            "ImageAnnotator/Nothing");

    private GrpcBodies() {}

    static Draft draft(Random random, SampleValues values, Pictures pictures) {
        var method = METHODS.get(random.nextInt(METHODS.size()));
        var path =
                method.startsWith("Operations") ? "/google.longrunning." + method : "/google.cloud.vision.v1." + method;
        var json = JSON.createObjectNode();
        var message = switch (method.replaceFirst(".*/", "")) {
            case "BatchAnnotateFiles" ->
                merged(requests(random, json, true, pictures), BatchAnnotateFilesRequest::newBuilder);
            case "AsyncBatchAnnotateImages" -> {
                json.set("outputConfig", values.value(random, "outputConfig"));
                yield merged(requests(random, json, false, pictures), AsyncBatchAnnotateImagesRequest::newBuilder);
            }
            case "AsyncBatchAnnotateFiles" ->
                merged(requests(random, json, true, pictures), AsyncBatchAnnotateFilesRequest::newBuilder);
            case "GetOperation" ->
                merged(
                        json.put("name", "operations/" + values.text(random, "operation")),
                        GetOperationRequest::newBuilder);
            case "ListOperations" ->
                merged(json.put("name", "operations").put("pageSize", 5), ListOperationsRequest::newBuilder);
            case "ListProducts" ->
                merged(json.put("parent", "projects/facegate-test/locations/eu"), ListProductsRequest::newBuilder);
            default -> merged(requests(random, json, false, pictures), BatchAnnotateImagesRequest::newBuilder);
        };
        var headers = List.of(Map.entry("Content-Type", "application/grpc"), Map.entry("TE", "trailers"));
        return new Draft("google_grpc", method, "POST", path, headers, null, framed(message));
    }

    private static ObjectNode requests(Random random, ObjectNode json, boolean file, Pictures pictures) {
        json.putArray("requests").add(GoogleBodies.annotate(random, file, pictures));
        return json;
    }

    private static byte[] merged(ObjectNode json, Supplier<? extends Message.Builder> message) {
        var builder = message.get();
        try {
            JsonFormat.parser().ignoringUnknownFields().merge(json.toString(), builder);
        } catch (InvalidProtocolBufferException unknownWord) {
            // Google's classes reject some bodies: keep what was parsed so far.
            return builder.buildPartial().toByteArray();
        }
        return builder.build().toByteArray();
    }

    private static byte[] framed(byte[] message) {
        return ByteBuffer.allocate(message.length + 5)
                .put((byte) 0)
                .putInt(message.length)
                .put(message)
                .array();
    }
}
