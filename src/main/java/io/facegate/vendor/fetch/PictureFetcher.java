package io.facegate.vendor.fetch;

import io.facegate.call.FaceCall;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.PreconditionFailure;
import io.facegate.identity.Caller;
import java.util.List;

/** Fetcher for pictures that a call names by URL. */
@FunctionalInterface
public interface PictureFetcher {
    /** Returns the pictures of the call; or the call, refused if a URL is not permitted, in error if a fetch failed. */
    Fetched fetch(Caller caller, FaceCall asked);

    /** Returns the hosts of the call's URLs that may be fetched for it; others are omitted, as free text. */
    default List<String> hosts(Caller caller, FaceCall asked) {
        return List.of();
    }

    /** Returns a fetcher that refuses every URL. */
    static PictureFetcher refusingAll() {
        return (caller, asked) -> Fetched.withoutPictures(
                asked.request() instanceof NormalizedRequest.PicturesAtUrls
                        ? asked.withPreconditionFailure(PreconditionFailure.URL_NOT_REGISTERED)
                        : asked);
    }

    /**
     * The pictures of a call.
     *
     * @param call as it was asked, or why it has no pictures
     * @param pictures one for each of its URLs, or none
     * @param memory the memory of the pictures, released on close
     */
    record Fetched(FaceCall call, List<NormalizedRequest.FetchedPicture> pictures, List<FetchMemory.Reservation> memory)
            implements AutoCloseable {
        public Fetched {
            pictures = List.copyOf(pictures);
            memory = List.copyOf(memory);
        }

        /** Returns a call without fetched pictures. */
        static Fetched withoutPictures(FaceCall call) {
            return new Fetched(call, List.of(), List.of());
        }

        @Override
        public void close() {
            memory.forEach(FetchMemory.Reservation::close);
        }
    }
}
