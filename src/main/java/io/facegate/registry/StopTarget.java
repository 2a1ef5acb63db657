package io.facegate.registry;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a stop stops.
 *
 * @param word the capability, with all below it, or the vendor; empty for everything
 */
public record StopTarget(Kind kind, String word) {
    /** Everything. */
    public static final StopTarget ALL = new StopTarget(Kind.ALL, "");

    /** The kinds of targets. */
    public enum Kind {
        CAPABILITY,
        VENDOR,
        ALL;

        /** The word in commands, rows and answers. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The kind with that word; a word that nothing knows stops everything. */
        static Kind of(String word) {
            return Stream.of(values())
                    .filter(kind -> kind.word().equals(word))
                    .findFirst()
                    .orElse(ALL);
        }
    }

    /**
     * True if a call may not be sent: it has the capability, its vendor adds it unasked, the vendor would answer it, or
     * everything is stopped. What a vendor adds counts also where the call was decided without it.
     */
    public boolean covers(FaceCall call) {
        return covers(call.facts().capabilities(), call.engine())
                || covers(call.facts().unrequested(), call.engine());
    }

    /** True if it covers a call, or would if a picture whose faces nobody counted shows several. */
    public boolean mayCover(FaceCall call) {
        return covers(call)
                || (call.facts().faces() == null && covers(call.facts().ifSeveral(), call.engine()));
    }

    /** As {@link #covers(FaceCall)}, for calls of these capabilities that this vendor answers. A capability that nothing knows is any. */
    public boolean covers(Set<Capability> capabilities, String vendor) {
        return switch (kind) {
            case ALL -> true;
            case VENDOR -> word.equals(vendor);
            case CAPABILITY -> {
                var stopped = capability();
                yield stopped == null || capabilities.stream().anyMatch(one -> one.isWithin(stopped));
            }
        };
    }

    private @Nullable Capability capability() {
        return Capability.fromCode(word);
    }

    /** As a part of a sentence: {@code the capability identify} or {@code everything}. */
    public String description() {
        return kind == Kind.ALL ? "everything" : "the " + kind.word() + ' ' + word;
    }

    /** In records: {@code capability/identify} or {@code all}. */
    public String text() {
        return kind == Kind.ALL ? kind.word() : kind.word() + '/' + word;
    }
}
