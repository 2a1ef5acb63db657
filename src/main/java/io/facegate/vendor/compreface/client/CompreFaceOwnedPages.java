package io.facegate.vendor.compreface.client;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.facegate.call.Reply;
import io.facegate.vendor.client.OwnedPages;
import io.facegate.vendor.client.OwnerPrefix;
import io.facegate.vendor.client.ReplyBodies;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Page of an organisation's own examples, taken from the pages of all organisations; the server counts pages. */
final class CompreFaceOwnedPages implements OwnedPages<CompreFaceRequest> {
    private static final int SIZE = 1000;

    private final OwnerPrefix prefix;
    private final Map<String, String> asked;
    private final ArrayNode own = ReplyBodies.EXACT.json().createArrayNode();
    private int next;

    /** @param asked the caller's page and its size */
    CompreFaceOwnedPages(OwnerPrefix prefix, Map<String, String> asked) {
        this.prefix = prefix;
        this.asked = asked;
    }

    Reply collect(Function<CompreFaceRequest, Reply> vendor) {
        return collect(nextRequest(), vendor);
    }

    private CompreFaceRequest nextRequest() {
        var query = Map.of("page", Integer.toString(next++), "size", Integer.toString(SIZE));
        return CompreFaceRequest.of("ListFaces", Map.of(), query);
    }

    @Override
    public @Nullable CompreFaceRequest takeOwn(Reply.Verbatim page) {
        var answer = CompreFaceCallResources.json(page);
        answer.path("faces").forEach(face -> {
            if (prefix.removeFrom(face.path(CompreFaceRequest.SUBJECT).asText()) != null) {
                own.add(face);
            }
        });
        return next >= answer.path("total_pages").asInt() ? null : nextRequest();
    }

    @Override
    public Reply answer(Reply.Verbatim last) {
        int page = Integer.parseInt(asked.getOrDefault("page", "0"));
        int size = Integer.parseInt(asked.getOrDefault("size", "20"));
        var all = own.valueStream().toList();
        int from = (int) Math.min((long) page * size, all.size());
        var answer = ReplyBodies.EXACT.json().createObjectNode();
        answer.putArray("faces").addAll(all.subList(from, Math.min(from + size, all.size())));
        answer.put("page_number", page)
                .put("page_size", size)
                .put("total_pages", (all.size() + size - 1) / size)
                .put("total_elements", all.size());
        return last.withBody(ReplyBodies.EXACT.write(answer));
    }

    @Override
    public Reply answerUnfinished(Reply.Verbatim last) {
        return new Reply.Failed(
                Reply.Failure.LIMIT_EXCEEDED, "The server keeps too many examples to list them all. Name a subject.");
    }
}
