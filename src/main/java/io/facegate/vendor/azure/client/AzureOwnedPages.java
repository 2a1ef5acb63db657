package io.facegate.vendor.azure.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.facegate.call.Reply;
import io.facegate.vendor.client.OwnedPages;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Filtered listing on a shared resource; a request is the name after which a page begins, or empty for the first page.
 *
 * <p>The vendor sorts by name and continues after a name, so the caller continues after the last item that it got.
 */
final class AzureOwnedPages implements OwnedPages<String> {
    /** The vendor's default page size. */
    private static final int USUAL = 1000;

    private final String idField;
    private final int most;
    private final Predicate<JsonNode> isOwn;
    private final ArrayNode found = AzureReplyBodies.list();
    private String from;

    /** @param asked the requested number of items, or 0 */
    AzureOwnedPages(String idField, String start, int asked, Predicate<JsonNode> isOwn) {
        this.idField = idField;
        this.from = start;
        this.most = asked > 0 ? asked : USUAL;
        this.isOwn = isOwn;
    }

    @Override
    public @Nullable String takeOwn(Reply.Verbatim page) {
        var items = AzureReplyBodies.read(page.body());
        for (var item : items) {
            if (found.size() < most && isOwn.test(item)) {
                found.add(item);
            }
        }
        var last =
                items.isEmpty() ? "" : items.get(items.size() - 1).path(idField).asText();
        if (found.size() >= most || items.size() < most || last.isEmpty() || last.equals(from)) {
            return null;
        }
        from = last;
        return last;
    }

    @Override
    public Reply answer(Reply.Verbatim last) {
        return last.withBody(AzureReplyBodies.write(found));
    }

    @Override
    public Reply answerUnfinished(Reply.Verbatim last) {
        return found.isEmpty()
                ? new Reply.Failed(
                        Reply.Failure.LIMIT_EXCEEDED,
                        "Too many entries of other organisations come before your next one. Start the list after a"
                                + " name that you know.")
                : answer(last);
    }
}
