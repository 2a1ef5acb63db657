package io.facegate.call;

import org.jspecify.annotations.Nullable;

/**
 * One encoded image as the caller sent it, with what its header says.
 *
 * @param bytes the encoded image; never copied, never logged, so never to be changed
 * @param width pixels, read from the header before anything is decoded
 * @param height pixels
 * @param base64 where it stood in the body, spelled as every encoder spells it, or null when it did not
 */
public record Picture(byte[] bytes, Format format, int width, int height, RequestPayload.@Nullable Part base64) {
    /** A picture that came from nowhere. */
    public Picture(byte[] bytes, Format format, int width, int height) {
        this(bytes, format, width, height, null);
    }

    /** The encodings that a picture can have. */
    public enum Format {
        JPEG,
        PNG
    }

    /**
     * What these bytes are, read from their header alone.
     *
     * @return null when they are neither a JPEG nor a PNG, or too damaged to tell their size
     */
    public static @Nullable Picture read(byte[] bytes) {
        return PictureHeader.read(bytes);
    }

    /** The same picture, and where it stood. */
    public Picture from(RequestPayload.@Nullable Part where) {
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

    /** Says sizes only: a picture is never loggable. */
    @Override
    public String toString() {
        return "Picture[" + format + ' ' + width + 'x' + height + ", " + bytes.length + " bytes]";
    }
}
