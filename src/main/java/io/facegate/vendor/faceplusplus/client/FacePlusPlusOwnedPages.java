package io.facegate.vendor.faceplusplus.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.facegate.call.FaceCall;
import io.facegate.call.Reply;
import io.facegate.vendor.client.OwnedPages;
import io.facegate.vendor.client.ReplyBodies;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An organisation's own face sets, from all pages of the account. The caller's pages count these only, so nothing in an
 * answer depends on what other organisations have.
 */
final class FacePlusPlusOwnedPages implements OwnedPages<FaceCall> {
    static final String START = "start";
    private static final String FACE_SETS = "facesets";
    private static final String NEXT = "next";

    /** The vendor's own. */
    private static final int SIZE = 100;

    private final FaceCall asked;
    private final Predicate<JsonNode> isOwn;
    private final ArrayNode own = ReplyBodies.EXACT.json().createArrayNode();

    FacePlusPlusOwnedPages(FaceCall asked, Predicate<JsonNode> isOwn) {
        this.asked = asked;
        this.isOwn = isOwn;
    }

    FaceCall first() {
        return asked.params().containsKey(START) ? asked.withParam(START, "1") : asked;
    }

    @Override
    public @Nullable FaceCall takeOwn(Reply.Verbatim page) {
        var body = ReplyBodies.EXACT.requireObject(page.body());
        body.path(FACE_SETS).valueStream().filter(isOwn).forEach(own::add);
        var next = body.path(NEXT).asText("");
        return next.isEmpty() ? null : asked.withParam(START, next);
    }

    @Override
    public Reply answer(Reply.Verbatim last) {
        var body = ReplyBodies.EXACT.requireObject(last.body());
        int from = Math.min(Integer.parseInt(String.valueOf(asked.params().getOrDefault(START, "1"))) - 1, own.size());
        int to = Math.min(from + SIZE, own.size());
        body.remove(NEXT);
        body.putArray(FACE_SETS).addAll(own.valueStream().toList().subList(from, to));
        if (to < own.size()) {
            body.put(NEXT, Integer.toString(to + 1));
        }
        return last.withBody(ReplyBodies.EXACT.write(body));
    }

    @Override
    public Reply answerUnfinished(Reply.Verbatim last) {
        return new Reply.Failed(
                Reply.Failure.LIMIT_EXCEEDED, "The account has too many face sets to list them all. Ask by tags.");
    }
}
