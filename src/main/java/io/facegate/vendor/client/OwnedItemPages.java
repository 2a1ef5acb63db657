package io.facegate.vendor.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.facegate.call.FaceCall;
import io.facegate.call.Reply;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An organisation's own items, from all pages of a vendor that numbers items from 1. The caller's pages count these
 * only, so nothing in an answer depends on what other organisations have.
 */
public final class OwnedItemPages implements OwnedPages<FaceCall> {
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");

    private final FaceCall asked;
    private final Fields fields;
    private final Predicate<JsonNode> isOwn;
    private final ArrayNode own = ReplyBodies.EXACT.json().createArrayNode();

    /**
     * How the vendor pages.
     *
     * @param list the list of items in an answer
     * @param next the number with which the next page begins, in an answer
     * @param start the same, as a parameter
     * @param size the most items of a page
     */
    public record Fields(String list, String next, String start, int size) {}

    public OwnedItemPages(FaceCall asked, Fields fields, Predicate<JsonNode> isOwn) {
        this.asked = asked;
        this.fields = fields;
        this.isOwn = isOwn;
    }

    /** Returns the caller's page of its own items. */
    public Reply collect(Function<FaceCall, Reply> vendor) {
        if (!NUMBER.matcher(start()).matches()) {
            return new Reply.Failed(
                    Reply.Failure.INVALID_TOKEN, "The page token was not issued for this list.", "token");
        }
        boolean given = asked.params().containsKey(fields.start);
        return collect(given ? asked.withParam(fields.start, "1") : asked, vendor);
    }

    private String start() {
        return String.valueOf(asked.params().getOrDefault(fields.start, "1"));
    }

    @Override
    public @Nullable FaceCall takeOwn(Reply.Verbatim page) {
        var body = ReplyBodies.EXACT.requireObject(page.body());
        body.path(fields.list).valueStream().filter(isOwn).forEach(own::add);
        var next = body.path(fields.next).asText("");
        return next.isEmpty() ? null : asked.withParam(fields.start, next);
    }

    @Override
    public Reply answer(Reply.Verbatim last) {
        var body = ReplyBodies.EXACT.requireObject(last.body());
        int from = Math.min(Integer.parseInt(start()) - 1, own.size());
        int to = Math.min(from + fields.size, own.size());
        body.remove(fields.next);
        body.putArray(fields.list).addAll(own.valueStream().toList().subList(from, to));
        if (to < own.size()) {
            body.put(fields.next, Integer.toString(to + 1));
        }
        return last.withBody(ReplyBodies.EXACT.write(body));
    }

    @Override
    public Reply answerUnfinished(Reply.Verbatim last) {
        return new Reply.Failed(
                Reply.Failure.LIMIT_EXCEEDED, "The vendor's account has too many entries to list them all.");
    }
}
