package io.facegate.provider.fetch;

import io.facegate.call.FaceCall;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.PreconditionFailure;
import io.facegate.identity.Caller;
import java.util.List;

/** Fetcher for pictures that a call names by URL. */
@FunctionalInterface
public interface PictureFetcher {
    /** Returns the call with its pictures, refused if a URL is not permitted, or with an error if a fetch fails. */
    Fetched fetch(Caller caller, FaceCall asked);

    /** Returns the hosts of the call's URLs that may be fetched for it; others are omitted, as free text. */
    default List<String> hosts(Caller caller, FaceCall asked) {
        return List.of();
    }

    /** Returns a fetcher that refuses every URL. */
    static PictureFetcher none() {
        return (caller, asked) -> Fetched.of(
                asked.ask() instanceof NormalizedRequest.Elsewhere
                        ? asked.doubted(PreconditionFailure.URL_NOT_REGISTERED)
                        : asked);
    }

    /** A call and the memory of its pictures, released on close. */
    record Fetched(FaceCall call, List<FetchMemory.Taken> taken) implements AutoCloseable {
        public Fetched {
            taken = List.copyOf(taken);
        }

        /** Returns a call without fetched pictures. */
        static Fetched of(FaceCall call) {
            return new Fetched(call, List.of());
        }

        @Override
        public void close() {
            taken.forEach(FetchMemory.Taken::close);
        }
    }
}
