package io.facegate.call;

import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Statistics of a call's pictures, read by policies and written to records. Sizes are rounded up to two significant
 * digits, because an exact size could identify the picture; a size up to 5,000,000 stays at most that.
 *
 * @param count number of pictures; empty for a document, whose pages are not counted
 * @param bytes encoded size of the largest; empty if there is none, or if it is not known
 * @param pixels width times height of the largest; empty if there is none, or if it is not known
 */
public record Pictures(OptionalInt count, OptionalLong bytes, OptionalLong pixels) {
    private static final Pictures NONE = new Pictures(0, 0, 0);
    public static final Pictures UNCOUNTED =
            new Pictures(OptionalInt.empty(), OptionalLong.empty(), OptionalLong.empty());

    /** Maximum nesting depth of a body. */
    private static final int DEEPEST = 32;

    public Pictures {
        bytes = roundUp(bytes);
        pixels = roundUp(pixels);
    }

    /** Statistics of so many pictures. If there are none, there is no size. */
    public Pictures(int count, long bytes, long pixels) {
        this(OptionalInt.of(count), sizeOf(count, bytes), sizeOf(count, pixels));
    }

    private static OptionalLong sizeOf(int count, long size) {
        return count == 0 ? OptionalLong.empty() : OptionalLong.of(size);
    }

    /** Returns true if it is known that there are none. */
    public boolean isNone() {
        return count.orElse(1) == 0;
    }

    /** Returns true if there is at least one, and how many is known. */
    public boolean isSome() {
        return count.orElse(0) > 0;
    }

    static Pictures countIn(@Nullable Object value, int depth) {
        return switch (value) {
            case Picture picture -> new Pictures(1, picture.bytes().length, picture.pixels());
            case byte[] _ -> UNCOUNTED;
            case Map<?, ?> map when depth < DEEPEST -> countIn(map.values(), depth);
            case Iterable<?> many
            when depth < DEEPEST -> {
                var all = NONE;
                for (var each : many) {
                    all = all.plus(countIn(each, depth + 1));
                }
                yield all;
            }
            case null, default -> NONE;
        };
    }

    private Pictures plus(Pictures other) {
        if (isNone() || other.isNone()) {
            return isNone() ? other : this;
        }
        return count.isEmpty() || other.count.isEmpty()
                ? UNCOUNTED
                : new Pictures(
                        count.getAsInt() + other.count.getAsInt(),
                        Math.max(bytes.orElse(0), other.bytes.orElse(0)),
                        Math.max(pixels.orElse(0), other.pixels.orElse(0)));
    }

    private static OptionalLong roundUp(OptionalLong size) {
        return size.isPresent() ? OptionalLong.of(roundUp(size.getAsLong())) : size;
    }

    /** Returns a size with two significant digits that is not smaller. */
    public static long roundUp(long size) {
        long step = 1;
        while (size / step >= 100) {
            step *= 10;
        }
        return (size + step - 1) / step * step;
    }
}
