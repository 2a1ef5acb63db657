package io.facegate.policy.condition;

import dev.cel.runtime.CelVariableResolver;
import io.facegate.call.FaceCall;
import io.facegate.call.Picture;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The facts of one call as conditions read them; pictures are looked for only when one asks. */
public final class CallFacts implements CelVariableResolver {
    private static final int DEEPEST = 16;

    private final FaceCall call;
    private final String credential;
    private @Nullable Pictures pictures;

    /** @param credential the method by which the caller proved itself */
    public CallFacts(FaceCall call, String credential) {
        this.call = call;
        this.credential = credential;
    }

    @Override
    public Optional<Object> find(String name) {
        var variable = Variable.of(name);
        return variable == null ? Optional.empty() : Optional.ofNullable(value(variable));
    }

    private @Nullable Object value(Variable variable) {
        return switch (variable) {
            case PICTURE_COUNT -> pictures().count;
            case LARGEST_PICTURE_BYTES -> pictures().count == 0 ? null : pictures().bytes;
            case LARGEST_PICTURE_PIXELS -> pictures().count == 0 ? null : pictures().pixels;
            case THRESHOLD -> call.facts().threshold();
            case OPERATION -> call.operation();
            case CREDENTIAL -> credential;
        };
    }

    private Pictures pictures() {
        var found = pictures;
        if (found == null) {
            found = new Pictures();
            found.look(call.params(), 0);
            pictures = found;
        }
        return found;
    }

    /** What the pictures of a request come to. */
    private static final class Pictures {
        private long count;
        private long bytes;
        private long pixels;

        void look(@Nullable Object value, int depth) {
            if (depth > DEEPEST) {
                throw new IllegalStateException("a request nested deeper than " + DEEPEST);
            }
            switch (value) {
                case Picture picture -> add(picture);
                case Map<?, ?> map -> map.values().forEach(inside -> look(inside, depth + 1));
                case Iterable<?> list -> list.forEach(inside -> look(inside, depth + 1));
                case null, default -> {}
            }
        }

        private void add(Picture picture) {
            count++;
            bytes = Math.max(bytes, picture.bytes().length);
            pixels = Math.max(pixels, picture.pixels());
        }
    }
}
