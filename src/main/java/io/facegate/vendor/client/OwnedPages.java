package io.facegate.vendor.client;

import io.facegate.call.Reply;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Own items of an organisation, collected from the vendor's pages with the items of all organisations.
 *
 * @param <R> the vendor's request
 */
public interface OwnedPages<R> {
    /** The most vendor pages fetched for one page of the caller. */
    int MOST = 16;

    /** Takes the caller's own items of a page; returns the request for the next page, or null when that is enough. */
    @Nullable
    R takeOwn(Reply.Verbatim page);

    /** Returns the answer with the items that were taken. */
    Reply answer(Reply.Verbatim last);

    /** Returns the answer when the vendor has more pages than are fetched. */
    default Reply answerUnfinished(Reply.Verbatim last) {
        return answer(last);
    }

    /** Fetches pages until enough of the caller's own items are found, the list ends, or {@link #MOST} are read. */
    default Reply collect(R first, Function<R, ? extends Reply> vendor) {
        var request = first;
        for (int page = 1; ; page++) {
            var reply = vendor.apply(request);
            if (!(reply instanceof Reply.Verbatim given) || given.error() != null) {
                return reply;
            }
            var next = takeOwn(given);
            if (next == null) {
                return answer(given);
            }
            if (page == MOST) {
                return answerUnfinished(given);
            }
            request = next;
        }
    }
}
