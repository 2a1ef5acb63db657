package io.facegate.call;

import java.util.List;

/** One wire's knowledge of where its calls and replies hold what obligations speak of. */
public interface ObligationBinding {
    /** The call as it may be sent. */
    Bound bind(FaceCall call, Obligations obligations);

    /**
     * The reply as it may be given.
     *
     * @throws io.facegate.call.Fault.ProviderDown when it cannot be read, so that nobody can tell what is in it
     */
    Reply sift(FaceCall call, Reply reply, Obligations obligations);

    /** Whether the vendor tells what nobody asked, so that a reply is sifted though nothing is obliged. */
    default boolean tellsUnasked() {
        return false;
    }

    /** The reply in the bytes that its caller would read, and what a reviewer is shown of it. */
    Exhibit exhibit(FaceCall call, Reply reply);

    /** What becomes of a call. */
    sealed interface Bound {}

    /** It may be sent like this. */
    record Within(FaceCall call) implements Bound {}

    /**
     * It must not be sent, for something asked of it cannot be met.
     *
     * @param why the reason, to stand behind a colon
     */
    record Beyond(Obligations.Kind kind, String why) implements Bound {}

    /**
     * A reply to be looked at before it is given.
     *
     * @param results how many it holds, or -1 where that has no meaning
     * @param scores its similarities, 0 to 1
     */
    record Exhibit(byte[] body, int results, List<Double> scores) {
        public Exhibit {
            scores = List.copyOf(scores);
        }

        @Override
        public String toString() {
            return "Exhibit[" + results + " results]";
        }
    }
}
