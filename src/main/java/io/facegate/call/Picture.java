package io.facegate.call;

import org.jspecify.annotations.Nullable;

/**
 * One encoded image as sent by the caller, with the format and size from its header.
 *
 * @param bytes the encoded image; not copied, so it must not be modified; never logged
 * @param width pixels, from the header, before decoding
 * @param height pixels
 * @param base64 its location in the body if the base64 there is in canonical form, else null
 */
public record Picture(byte[] bytes, Format format, int width, int height, RequestPayload.@Nullable Part base64) {
    /** A picture without a location in a body. */
    public Picture(byte[] bytes, Format format, int width, int height) {
        this(bytes, format, width, height, null);
    }

    /** The encodings that a picture can have. Each vendor takes some; the embedded engine reads JPEG and PNG. */
    public enum Format {
        JPEG,
        PNG,
        GIF,
        BMP,
        WEBP
    }

    /**
     * Reads format and size from the header.
     *
     * @return null if the bytes are of no known format, or too damaged to tell the size
     */
    public static @Nullable Picture read(byte[] bytes) {
        return PictureHeader.read(bytes);
    }

    /** Returns a copy with its location in the body. */
    public Picture withBase64(RequestPayload.@Nullable Part where) {
        return new Picture(bytes, format, width, height, where);
    }

    public long pixels() {
        return (long) width * height;
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    /** Prints sizes only: pictures must not be logged. */
    @Override
    public String toString() {
        return "Picture[" + format + ' ' + width + 'x' + height + ", " + bytes.length + " bytes]";
    }
}
