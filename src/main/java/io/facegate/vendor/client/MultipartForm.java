package io.facegate.vendor.client;

import io.facegate.call.Fault;
import io.facegate.call.Picture;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A {@code multipart/form-data} body with its content type: text fields as they are, pictures as files. */
public record MultipartForm(String type, ByteBuf body) {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 24;

    /**
     * Returns the form of these fields.
     *
     * @throws Fault.ProviderDown when a value cannot be written in a form
     */
    public static MultipartForm encode(Map<?, ?> fields) {
        // The boundary is random and new, so no field can contain it.
        var bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        var boundary = "facegate-" + HexFormat.of().formatHex(bytes);
        var form = Unpooled.compositeBuffer();
        fields.forEach((name, value) -> {
            form.addComponent(true, text("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + '"'));
            add(form, value);
            form.addComponent(true, text("\r\n"));
        });
        form.addComponent(true, text("--" + boundary + "--\r\n"));
        return new MultipartForm("multipart/form-data; boundary=" + boundary, form);
    }

    /** Adds a picture's bytes without a copy. */
    private static void add(CompositeByteBuf form, @Nullable Object value) {
        switch (value) {
            case Picture picture -> {
                var type = picture.format().name().toLowerCase(Locale.ROOT);
                form.addComponent(
                        true, text("; filename=\"picture." + type + "\"\r\nContent-Type: image/" + type + "\r\n\r\n"));
                form.addComponent(true, Unpooled.wrappedBuffer(picture.bytes()));
            }
            case String word -> form.addComponent(true, text("\r\n\r\n" + word));
            case null, default -> throw new Fault.ProviderDown("The call's body has no place in a request.");
        }
    }

    private static ByteBuf text(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
    }
}
