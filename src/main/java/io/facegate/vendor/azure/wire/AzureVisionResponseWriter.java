package io.facegate.vendor.azure.wire;

import io.facegate.call.Face;
import io.facegate.call.FaceCall;
import io.facegate.call.Picture;
import io.facegate.call.PixelSize;
import io.facegate.call.Reply;
import java.util.List;
import java.util.Locale;

/** Writes results of the embedded engine in Azure AI Vision's format. */
final class AzureVisionResponseWriter {
    private AzureVisionResponseWriter() {}

    static byte[] toBytes(FaceCall call, Reply reply) {
        var picture = AzureParameters.fromCall(call).picture();
        if (picture == null) {
            throw new IllegalArgumentException("no operation of this wire is without a picture");
        }
        return switch (reply) {
            case Reply.Detected(var faces, var rotated) -> faces(picture, faces, rotated.orElse(0));
            case Reply.PeopleDetected(var people) -> people(picture, people);
            default -> throw new IllegalArgumentException("no operation of this wire has such a reply");
        };
    }

    private static byte[] faces(Picture picture, List<Face> faces, int rotated) {
        var size = PixelSize.ofRotated(picture, rotated);
        return AzureJson.toBytes(body -> {
            body.writeStartObject();
            body.writeArrayFieldStart("faces");
            for (var face : faces) {
                body.writeStartObject();
                AzureJson.rectangle(body, size.rectangle(face.box()));
                body.writeEndObject();
            }
            body.writeEndArray();
            body.writeObjectFieldStart("metadata");
            body.writeNumberField("height", size.height());
            body.writeNumberField("width", size.width());
            body.writeStringField("format", name(picture.format()));
            body.writeEndObject();
            body.writeEndObject();
        });
    }

    private static byte[] people(Picture picture, List<Reply.Person> people) {
        var size = PixelSize.ofPicture(picture);
        return AzureJson.toBytes(body -> {
            body.writeStartObject();
            body.writeStringField("modelVersion", "facegate");
            body.writeObjectFieldStart("metadata");
            body.writeNumberField("width", size.width());
            body.writeNumberField("height", size.height());
            body.writeEndObject();
            body.writeObjectFieldStart("peopleResult");
            body.writeArrayFieldStart("values");
            for (var person : people) {
                body.writeStartObject();
                AzureJson.boundingBox(body, size.rectangle(person.box()));
                body.writeNumberField("confidence", person.confidence());
                body.writeEndObject();
            }
            body.writeEndArray();
            body.writeEndObject();
            body.writeEndObject();
        });
    }

    /** Returns a format as the vendor spells it: {@code Jpeg}. */
    private static String name(Picture.Format format) {
        return format.name().charAt(0) + format.name().substring(1).toLowerCase(Locale.ROOT);
    }
}
