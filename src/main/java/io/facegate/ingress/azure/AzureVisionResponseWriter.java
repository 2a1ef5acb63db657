package io.facegate.ingress.azure;

import io.facegate.call.FaceCall;
import io.facegate.call.Reply;

/** Writes results of the embedded engine in Azure AI Vision's format. */
final class AzureVisionResponseWriter {
    private AzureVisionResponseWriter() {}

    static byte[] toBytes(FaceCall call, Reply reply) {
        var picture = AzureParameters.fromCall(call).picture();
        if (picture == null || !(reply instanceof Reply.Detected(var faces, var rotated))) {
            throw new IllegalArgumentException("no operation of this wire has such a reply");
        }
        var size = UprightSize.ofRotated(picture, rotated.orElse(0));
        return AzureJson.toBytes(body -> {
            body.writeStartObject();
            body.writeArrayFieldStart("faces");
            for (var face : faces) {
                body.writeStartObject();
                size.rectangle(body, face.box());
                body.writeEndObject();
            }
            body.writeEndArray();
            body.writeObjectFieldStart("metadata");
            body.writeNumberField("height", size.height());
            body.writeNumberField("width", size.width());
            body.writeStringField(
                    "format",
                    switch (picture.format()) {
                        case JPEG -> "Jpeg";
                        case PNG -> "Png";
                    });
            body.writeEndObject();
            body.writeEndObject();
        });
    }
}
