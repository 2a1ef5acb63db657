package io.facegate.engine.gallery;

import io.facegate.call.Face;
import io.facegate.engine.vision.FaceTemplate;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Binary encoding of an enrolled face without its id; encrypted before it is written to disk. */
final class EnrolledFaceCodec {
    private static final int VERSION = 1;
    private static final int NUMBERS = 128;

    private EnrolledFaceCodec() {}

    static byte[] write(EnrolledFace kept) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeUTF(kept.imageId());
            out.writeBoolean(kept.externalId() != null);
            out.writeUTF(kept.externalId() == null ? "" : kept.externalId());
            out.writeDouble(kept.box().left());
            out.writeDouble(kept.box().top());
            out.writeDouble(kept.box().width());
            out.writeDouble(kept.box().height());
            out.writeDouble(kept.confidence());
            for (float number : kept.template().numbers()) {
                out.writeFloat(number);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    static EnrolledFace read(String faceId, byte[] bytes) {
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readByte() != VERSION) {
                throw new IOException("An enrolled face was written by a later version of Facegate.");
            }
            var imageId = in.readUTF();
            boolean named = in.readBoolean();
            var name = in.readUTF();
            var box = new Face.Box(in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble());
            double confidence = in.readDouble();
            var numbers = new float[NUMBERS];
            for (int i = 0; i < NUMBERS; i++) {
                numbers[i] = in.readFloat();
            }
            return new EnrolledFace(faceId, imageId, named ? name : null, box, confidence, new FaceTemplate(numbers));
        } catch (IOException damaged) {
            throw new UncheckedIOException(damaged);
        }
    }
}
