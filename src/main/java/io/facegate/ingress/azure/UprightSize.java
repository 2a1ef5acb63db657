package io.facegate.ingress.azure;

import com.fasterxml.jackson.core.JsonGenerator;
import io.facegate.call.Face.Box;
import io.facegate.call.Picture;
import io.facegate.call.Reply;
import java.io.IOException;

/** The pixels of a picture that stands upright. */
public record UprightSize(int width, int height) {
    private static final int HALF_TURN = 180;

    /** Those of a picture that had to be turned by so many degrees; where nobody tells, it was not. */
    public static UprightSize of(Picture picture, int rotated) {
        return rotated == Reply.UNKNOWN || rotated % HALF_TURN == 0
                ? new UprightSize(picture.width(), picture.height())
                : new UprightSize(picture.height(), picture.width());
    }

    /** Writes where a face is, as Azure's clients read it. */
    public void rectangle(JsonGenerator body, Box box) throws IOException {
        body.writeObjectFieldStart("faceRectangle");
        body.writeNumberField("top", Math.round(box.top() * height));
        body.writeNumberField("left", Math.round(box.left() * width));
        body.writeNumberField("width", Math.round(box.width() * width));
        body.writeNumberField("height", Math.round(box.height() * height));
        body.writeEndObject();
    }
}
