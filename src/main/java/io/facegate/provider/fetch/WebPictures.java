package io.facegate.provider.fetch;

import io.facegate.call.Ask;
import io.facegate.call.Doubt;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Reference;
import io.facegate.call.Reply.Failure;
import io.facegate.identity.Caller;
import io.facegate.identity.Resource;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Fetches pictures from hosts that are registered for whom a call is: each once, a few of a host and for a caller at a
 * time.
 */
public final class WebPictures implements Fetching, AutoCloseable {
    /** For all pictures of one call. */
    static final Duration TOTAL = Duration.ofSeconds(8);

    /** As much as the body of a call may have. */
    static final int MOST_BYTES = 15 * 1024 * 1024;

    /** At once, of one host. */
    static final int MOST_OF_A_HOST = 16;

    /** At once, for one calling organisation. */
    static final int MOST_OF_A_CALLER = 4;

    private final Downloads downloads;
    private final Room room;
    private final Duration total;
    private final AtOnce hosts =
            new AtOnce(MOST_OF_A_HOST, "Too many pictures are being fetched from the host of the URL. Try again.");
    private final AtOnce callers =
            new AtOnce(MOST_OF_A_CALLER, "Too many pictures are being fetched for the organisation. Try again.");

    WebPictures(Downloads downloads, Room room, Duration total) {
        this.downloads = downloads;
        this.room = room;
        this.total = total;
    }

    /** Those of the public internet. */
    public static WebPictures of(Vertx vertx, Room room) {
        return new WebPictures(Downloads.usual(vertx), room, TOTAL);
    }

    @Override
    public Fetched fetch(Caller caller, FaceCall asked) {
        if (!(asked.ask() instanceof Ask.Elsewhere elsewhere) || asked.doubt() != null || caller.doubt() != null) {
            return Fetched.of(asked);
        }
        var places = new ArrayList<PictureUrl>();
        for (var url : elsewhere.urls()) {
            var place = PictureUrl.of(url);
            if (place == null || !isRegistered(caller, place)) {
                return Fetched.of(asked.doubted(Doubt.URL_NOT_REGISTERED));
            }
            places.add(place);
        }
        return brought(caller.organisation().id(), asked, elsewhere, places);
    }

    @Override
    public List<String> hosts(Caller caller, FaceCall asked) {
        return asked.ask() instanceof Ask.Elsewhere elsewhere
                ? elsewhere.urls().stream()
                        .map(PictureUrl::of)
                        .filter(place -> place != null && isRegistered(caller, place))
                        .map(PictureUrl::authority)
                        .distinct()
                        .sorted()
                        .toList()
                : List.of();
    }

    private static boolean isRegistered(Caller caller, PictureUrl place) {
        return caller.chain().getLast().resources().contains(new Resource(Reference.URL, place.origin()));
    }

    private Fetched brought(String whose, FaceCall asked, Ask.Elsewhere elsewhere, List<PictureUrl> places) {
        var taken = new ArrayList<Room.Taken>();
        boolean done = false;
        try {
            var call = elsewhere.read().apply(pictures(whose, places, elsewhere, taken));
            done = true;
            return new Fetched(call, taken);
        } catch (Unfetched why) {
            return Fetched.of(Ask.Elsewhere.wanting(asked, why.ask()));
        } finally {
            if (!done) {
                taken.forEach(Room.Taken::close);
            }
        }
    }

    private List<Ask.Brought> pictures(
            String whose, List<PictureUrl> places, Ask.Elsewhere elsewhere, List<Room.Taken> taken) throws Unfetched {
        try (var _ = callers.take(whose)) {
            long deadline = System.nanoTime() + total.toNanos();
            var pictures = new ArrayList<Ask.Brought>();
            int left = MOST_BYTES;
            for (var place : places) {
                try {
                    if (System.nanoTime() - deadline >= 0) {
                        throw Unfetched.late();
                    }
                    var picture = picture(new Errand(whose, place, Math.min(elsewhere.most(), left), deadline), taken);
                    left -= picture.length;
                    pictures.add(new Ask.Bytes(picture));
                } catch (Unfetched why) {
                    if (!elsewhere.apart() || why.isOurs()) {
                        throw why;
                    }
                    pictures.add(why.ask());
                }
            }
            return pictures;
        }
    }

    /** One picture to fetch for an organisation. */
    private record Errand(String whose, PictureUrl place, int most, long deadline) {}

    private byte[] picture(Errand errand, List<Room.Taken> taken) throws Unfetched {
        try (var _ = hosts.take(errand.place.origin())) {
            var space = room.take(errand.whose, errand.most);
            if (space == null) {
                throw new Unfetched(Failure.THROTTLED, "Too many bytes are in flight to fetch a picture. Try again.");
            }
            taken.add(space);
            int came = 0;
            try {
                var picture = downloads.of(errand.place, errand.most, errand.deadline);
                came = picture.length;
                return picture;
            } finally {
                space.keep(came);
            }
        }
    }

    @Override
    public void close() {
        downloads.close();
    }
}
