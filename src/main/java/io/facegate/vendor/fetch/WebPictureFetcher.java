package io.facegate.vendor.fetch;

import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Reference;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.PreconditionFailure;
import io.facegate.call.Reply.Failure;
import io.facegate.identity.Caller;
import io.facegate.identity.RegisteredResource;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Picture fetcher for hosts registered by the organisation that a call is for. Each URL is fetched once, with
 * concurrency limits per host and per caller.
 */
public final class WebPictureFetcher implements PictureFetcher, AutoCloseable {
    /** Timeout for all pictures of one call. */
    static final Duration TOTAL = Duration.ofSeconds(8);

    /** The most bytes of all pictures of one call, as many as a call's body may have. */
    static final int MOST_BYTES = 15 * 1024 * 1024;

    /** Concurrent fetches from one host. */
    static final int MOST_OF_A_HOST = 16;

    /** Concurrent fetches for one calling organisation. */
    static final int MOST_OF_A_CALLER = 4;

    private final PictureHttpClient downloads;
    private final FetchMemory room;
    private final Duration total;
    private final KeyedConcurrencyLimit hosts = new KeyedConcurrencyLimit(
            MOST_OF_A_HOST, "Too many pictures are being fetched from the host of the URL. Try again.");
    private final KeyedConcurrencyLimit callers = new KeyedConcurrencyLimit(
            MOST_OF_A_CALLER, "Too many pictures are being fetched for the organisation. Try again.");

    WebPictureFetcher(PictureHttpClient downloads, FetchMemory room, Duration total) {
        this.downloads = downloads;
        this.room = room;
        this.total = total;
    }

    /** Returns a fetcher for the public internet. */
    public static WebPictureFetcher forInternet(Vertx vertx, FetchMemory room) {
        return new WebPictureFetcher(PictureHttpClient.forInternet(vertx), room, TOTAL);
    }

    @Override
    public Fetched fetch(Caller caller, FaceCall asked) {
        if (!(asked.request() instanceof NormalizedRequest.PicturesAtUrls elsewhere)
                || asked.preconditionFailure() != null
                || caller.preconditionFailure() != null) {
            return Fetched.withoutPictures(asked);
        }
        var places = new ArrayList<PictureUrl>();
        for (var url : elsewhere.urls()) {
            var place = PictureUrl.parse(url);
            if (place == null || !isRegistered(caller, place)) {
                return Fetched.withoutPictures(asked.withPreconditionFailure(PreconditionFailure.URL_NOT_REGISTERED));
            }
            places.add(place);
        }
        return fetchPictures(caller.organisation().id(), asked, elsewhere, places);
    }

    @Override
    public List<String> hosts(Caller caller, FaceCall asked) {
        return asked.request() instanceof NormalizedRequest.PicturesAtUrls elsewhere
                ? elsewhere.urls().stream()
                        .map(PictureUrl::parse)
                        .filter(place -> place != null && isRegistered(caller, place))
                        .map(PictureUrl::authority)
                        .distinct()
                        .sorted()
                        .toList()
                : List.of();
    }

    private static boolean isRegistered(Caller caller, PictureUrl place) {
        return caller.delegationChain()
                .getLast()
                .resources()
                .contains(new RegisteredResource(Reference.URL, place.origin()));
    }

    private Fetched fetchPictures(
            String whose, FaceCall asked, NormalizedRequest.PicturesAtUrls elsewhere, List<PictureUrl> places) {
        var taken = new ArrayList<FetchMemory.Reservation>();
        boolean done = false;
        try {
            var pictures = pictures(whose, places, elsewhere, taken);
            done = true;
            return new Fetched(asked, pictures, taken);
        } catch (PictureNotFetched why) {
            return Fetched.withoutPictures(
                    NormalizedRequest.PicturesAtUrls.withMissingPicture(asked, why.toFlawedRequest()));
        } finally {
            if (!done) {
                taken.forEach(FetchMemory.Reservation::close);
            }
        }
    }

    private List<NormalizedRequest.FetchedPicture> pictures(
            String whose,
            List<PictureUrl> places,
            NormalizedRequest.PicturesAtUrls elsewhere,
            List<FetchMemory.Reservation> taken)
            throws PictureNotFetched {
        try (var _ = callers.acquire(whose)) {
            long deadline = System.nanoTime() + total.toNanos();
            var pictures = new ArrayList<NormalizedRequest.FetchedPicture>();
            int left = MOST_BYTES;
            for (var place : places) {
                try {
                    if (System.nanoTime() - deadline >= 0) {
                        throw PictureNotFetched.timedOut();
                    }
                    var picture =
                            picture(new FetchTask(whose, place, Math.min(elsewhere.maxBytes(), left), deadline), taken);
                    left -= picture.length;
                    pictures.add(new NormalizedRequest.PictureBytes(picture));
                } catch (PictureNotFetched why) {
                    if (!elsewhere.allowsPartial() || why.isOurs()) {
                        throw why;
                    }
                    pictures.add(why.toFlawedRequest());
                }
            }
            return pictures;
        }
    }

    /** One picture to fetch for an organisation. */
    private record FetchTask(String organisation, PictureUrl url, int maxBytes, long deadline) {}

    private byte[] picture(FetchTask ownedCall, List<FetchMemory.Reservation> taken) throws PictureNotFetched {
        try (var _ = hosts.acquire(ownedCall.url.origin())) {
            var space = room.reserve(ownedCall.organisation, ownedCall.maxBytes);
            if (space == null) {
                throw new PictureNotFetched(
                        Failure.THROTTLED, "Too many bytes are in flight to fetch a picture. Try again.");
            }
            taken.add(space);
            int came = 0;
            try {
                var picture = downloads.download(ownedCall.url, ownedCall.maxBytes, ownedCall.deadline);
                came = picture.length;
                return picture;
            } finally {
                space.shrinkTo(came);
            }
        }
    }

    @Override
    public void close() {
        downloads.close();
    }
}
