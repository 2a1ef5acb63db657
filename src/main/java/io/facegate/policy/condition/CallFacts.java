package io.facegate.policy.condition;

import dev.cel.runtime.CelVariableResolver;
import io.facegate.call.FaceCall;
import io.facegate.call.Pictures;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Variable resolver for CEL conditions: the facts of one call. Picture facts are computed only when read. */
public final class CallFacts implements CelVariableResolver {
    private final FaceCall call;
    private final @Nullable String credential;
    private final @Nullable String operation;
    private @Nullable Pictures pictures;

    /** @param credential authentication method of the caller */
    public CallFacts(FaceCall call, String credential) {
        this(call, credential, call.operation());
    }

    /**
     * The facts of a call of which something is not known.
     *
     * @param credential authentication method of the caller; null if it is not known
     * @param operation the vendor's name of the operation; null if it is not known
     */
    public CallFacts(FaceCall call, @Nullable String credential, @Nullable String operation) {
        this.call = call;
        this.credential = credential;
        this.operation = operation;
    }

    @Override
    public Optional<Object> find(String name) {
        var variable = ConditionVariable.fromWord(name);
        return variable == null ? Optional.empty() : Optional.ofNullable(value(variable));
    }

    private @Nullable Object value(ConditionVariable variable) {
        return switch (variable) {
            case PICTURE_COUNT ->
                pictures().count().isPresent() ? (long) pictures().count().getAsInt() : null;
            case LARGEST_PICTURE_BYTES -> known(pictures().bytes());
            case LARGEST_PICTURE_PIXELS -> known(pictures().pixels());
            case THRESHOLD -> call.facts().threshold();
            case OPERATION -> operation;
            case CREDENTIAL -> credential;
        };
    }

    private static @Nullable Long known(OptionalLong size) {
        return size.isPresent() ? size.getAsLong() : null;
    }

    private Pictures pictures() {
        var found = pictures;
        if (found == null) {
            found = call.pictures();
            pictures = found;
        }
        return found;
    }
}
