package io.facegate.vendor.azure.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import io.facegate.call.Face.Box;
import io.facegate.call.Picture;
import java.io.IOException;

/** Size in pixels of a picture after rotation to upright. */
public record UprightSize(int width, int height) {
    private static final int HALF_TURN = 180;

    /** Returns the size of a picture rotated by so many degrees to upright. */
    public static UprightSize ofRotated(Picture picture, int rotated) {
        return rotated % HALF_TURN == 0
                ? new UprightSize(picture.width(), picture.height())
                : new UprightSize(picture.height(), picture.width());
    }

    /** Writes the position of a person as image analysis 4.0 does. */
    void boundingBox(JsonGenerator body, Box box) throws IOException {
        body.writeObjectFieldStart("boundingBox");
        body.writeNumberField("x", Math.round(box.left() * width));
        body.writeNumberField("y", Math.round(box.top() * height));
        body.writeNumberField("w", Math.round(box.width() * width));
        body.writeNumberField("h", Math.round(box.height() * height));
        body.writeEndObject();
    }

    /** Writes the position of a face as an Azure rectangle. */
    public void rectangle(JsonGenerator body, Box box) throws IOException {
        body.writeObjectFieldStart("faceRectangle");
        body.writeNumberField("top", Math.round(box.top() * height));
        body.writeNumberField("left", Math.round(box.left() * width));
        body.writeNumberField("width", Math.round(box.width() * width));
        body.writeNumberField("height", Math.round(box.height() * height));
        body.writeEndObject();
    }
}
