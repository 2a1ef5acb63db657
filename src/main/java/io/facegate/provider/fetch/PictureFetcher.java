package io.facegate.provider.fetch;

import io.facegate.call.FaceCall;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.PreconditionFailure;
import io.facegate.identity.Caller;
import java.util.List;

/** Brings the pictures that a call names by URL. */
@FunctionalInterface
public interface PictureFetcher {
    /** The call with its pictures; doubted where one may not be fetched, flawed where one cannot be had. */
    Fetched fetch(Caller caller, FaceCall asked);

    /** The hosts among those that a call names whose pictures may be fetched for it: the others are anybody's words. */
    default List<String> hosts(Caller caller, FaceCall asked) {
        return List.of();
    }

    /** Where nothing is fetched for anybody. */
    static PictureFetcher none() {
        return (caller, asked) -> Fetched.of(
                asked.ask() instanceof NormalizedRequest.Elsewhere
                        ? asked.doubted(PreconditionFailure.URL_NOT_REGISTERED)
                        : asked);
    }

    /** A call, and the room that its pictures take until it is closed. */
    record Fetched(FaceCall call, List<FetchMemory.Taken> taken) implements AutoCloseable {
        public Fetched {
            taken = List.copyOf(taken);
        }

        /** One whose pictures were not fetched. */
        static Fetched of(FaceCall call) {
            return new Fetched(call, List.of());
        }

        @Override
        public void close() {
            taken.forEach(FetchMemory.Taken::close);
        }
    }
}
