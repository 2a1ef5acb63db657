package io.facegate.vendor.azure.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.facegate.call.Reply;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Filtered listing on a shared resource: fetches pages until enough of the caller's own items are found, or the list
 * ends.
 *
 * <p>The vendor sorts by name and continues after a name, so the caller continues after the last item that it got.
 */
final class AzureOwnedListing {
    /** The most vendor pages fetched for one page of the caller. */
    private static final int PAGES = 16;

    /** The vendor's default page size. */
    private static final int USUAL = 1000;

    private final AzureMultiOwnerListing list;
    private final Function<@Nullable String, Reply> vendor;
    private final Predicate<JsonNode> isOwn;

    /** @param vendor fetches the page after a name, or the first page for null */
    AzureOwnedListing(
            AzureMultiOwnerListing list, Function<@Nullable String, Reply> vendor, Predicate<JsonNode> isOwn) {
        this.list = list;
        this.vendor = vendor;
        this.isOwn = isOwn;
    }

    /** @param asked the requested number of items, or 0 */
    Reply collect(@Nullable String start, int asked) {
        int most = asked > 0 ? asked : USUAL;
        var found = AzureReplyBodies.list();
        var from = start;
        for (int page = 1; ; page++) {
            var reply = vendor.apply(from);
            if (!(reply instanceof Reply.Verbatim given) || given.error() != null) {
                return reply;
            }
            var items = AzureReplyBodies.read(given.body());
            takeOwn(found, items, most);
            var last = items.isEmpty()
                    ? ""
                    : items.get(items.size() - 1).path(list.id()).asText();
            if (found.size() >= most || items.size() < most || last.isEmpty() || last.equals(from)) {
                return given.withBody(AzureReplyBodies.write(found));
            }
            if (page == PAGES) {
                return found.isEmpty() ? tooManyOthers() : given.withBody(AzureReplyBodies.write(found));
            }
            from = last;
        }
    }

    private void takeOwn(ArrayNode found, JsonNode items, int most) {
        for (var item : items) {
            if (found.size() < most && isOwn.test(item)) {
                found.add(item);
            }
        }
    }

    private static Reply tooManyOthers() {
        return new Reply.Failed(
                Reply.Failure.LIMIT_EXCEEDED,
                "Too many entries of other organisations come before your next one. Start the list after a name that"
                        + " you know.");
    }
}
