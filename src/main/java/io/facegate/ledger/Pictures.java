package io.facegate.ledger;

import io.facegate.call.Ask;
import io.facegate.call.FaceCall;
import io.facegate.call.Picture;
import io.facegate.ledger.record.CanonicalWriter;
import io.facegate.ledger.record.Field;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How many pictures a call carries and about how large they are together: all that is recorded of them. */
record Pictures(int count, long bytes) {
    private static final Pictures NONE = new Pictures(0, 0);
    private static final int DEPTH = 8;

    static Pictures of(FaceCall call) {
        var inBody = in(call.params(), 0);
        return inBody.count > 0 ? inBody : of(call.ask());
    }

    void write(CanonicalWriter to) {
        to.open(Field.PICTURES).number(Field.BYTES, bucket()).number(Field.COUNT, count);
        to.shut();
    }

    /** The next power of two: an exact size could tell which picture it was. */
    private long bucket() {
        return bytes <= 1 ? bytes : Long.highestOneBit(bytes - 1) << 1;
    }

    private static Pictures of(Ask ask) {
        return switch (ask) {
            case Ask.Detect(var picture) -> in(picture, 0);
            case Ask.Compare(var source, var target, var _) -> in(source, 0).and(in(target, 0));
            case Ask.Enroll enroll -> in(enroll.picture(), 0);
            case Ask.SearchByPicture search -> in(search.picture(), 0);
            case Ask.CreateGallery _,
                    Ask.DescribeGallery _,
                    Ask.ListGalleries _,
                    Ask.EraseGallery _,
                    Ask.ListFaces _,
                    Ask.SearchByFace _,
                    Ask.EraseFaces _,
                    Ask.Particular _,
                    Ask.Flawed _ -> NONE;
        };
    }

    private static Pictures in(@Nullable Object value, int depth) {
        return switch (value) {
            case Picture picture -> new Pictures(1, picture.bytes().length);
            case Map<?, ?> map when depth < DEPTH -> in(map.values(), depth);
            case Collection<?> many
            when depth < DEPTH -> {
                var sum = NONE;
                for (var each : many) {
                    sum = sum.and(in(each, depth + 1));
                }
                yield sum;
            }
            case null, default -> NONE;
        };
    }

    private Pictures and(Pictures other) {
        return other.count == 0 ? this : new Pictures(count + other.count, bytes + other.bytes);
    }
}
