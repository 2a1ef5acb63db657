package io.facegate.call;

/** EXIF orientation of a stored picture: mirrored or not, then rotated. Named by the sides of first row and column. */
public enum Orientation {
    TOP_LEFT(0, false),
    TOP_RIGHT(0, true),
    BOTTOM_RIGHT(180, false),
    BOTTOM_LEFT(180, true),
    LEFT_TOP(270, true),
    RIGHT_TOP(90, false),
    RIGHT_BOTTOM(90, true),
    LEFT_BOTTOM(270, false);

    private final int rotated;
    private final boolean mirrored;

    Orientation(int rotated, boolean mirrored) {
        this.rotated = rotated;
        this.mirrored = mirrored;
    }

    /** Returns the EXIF orientation; upright if absent or unreadable. */
    public static Orientation readFrom(Picture picture) {
        if (picture.format() != Picture.Format.JPEG) {
            return TOP_LEFT;
        }
        int tag = ExifOrientation.orientation(picture.bytes());
        return tag >= 1 && tag <= values().length ? values()[tag - 1] : TOP_LEFT;
    }

    /** Clockwise degrees that turn the stored picture upright. */
    public int rotationDegrees() {
        return rotated;
    }

    public boolean isOnItsSide() {
        return rotated % 180 != 0;
    }

    /** Index of the stored pixel in the upright picture, row by row. */
    public int index(int x, int y, int width, int height) {
        int column = mirrored ? width - 1 - x : x;
        return switch (rotated) {
            case 90 -> column * height + height - 1 - y;
            case 180 -> (height - 1 - y) * width + width - 1 - column;
            case 270 -> (width - 1 - column) * height + y;
            default -> y * width + column;
        };
    }
}
