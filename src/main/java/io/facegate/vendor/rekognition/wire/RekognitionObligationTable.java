package io.facegate.vendor.rekognition.wire;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Enforcement points of one operation, from {@code rekognition-terms.tsv}. The threshold parameter is in the table of
 * operations.
 *
 * @param reply the shape of its reply, or null when the reply holds no face and no list
 * @param fetched the operation that fetches its results later, which is judged and filtered itself; or null
 * @param elsewhere true if its results come by no reply at all
 * @param attributes the parameter that lists attributes, or null
 * @param maxParameter the parameter with the maximum number of results, or null
 * @param bound the vendor's limit of that number
 * @param keepsPictures true if it makes the vendor keep pictures
 */
record RekognitionObligationTable(
        String operation,
        @Nullable String reply,
        @Nullable String fetched,
        boolean elsewhere,
        @Nullable String attributes,
        @Nullable String maxParameter,
        int bound,
        boolean keepsPictures) {
    private static final String LATER = "later:";
    private static final String ELSEWHERE = "elsewhere";
    private static final Map<String, RekognitionObligationTable> TABLE =
            RekognitionTables.rows("rekognition-terms.tsv").stream()
                    .map(RekognitionObligationTable::row)
                    .collect(Collectors.toUnmodifiableMap(RekognitionObligationTable::operation, Function.identity()));

    /** Returns the row of an operation that is in the table of operations. */
    static RekognitionObligationTable forOperation(String operation) {
        return Objects.requireNonNull(TABLE.get(operation), operation);
    }

    private static RekognitionObligationTable row(List<String> cells) {
        var most = cells.get(3).split("=", 2);
        var reply = RekognitionTables.nullIfDash(cells.get(1));
        var fetched = reply != null && reply.startsWith(LATER) ? reply.substring(LATER.length()) : null;
        boolean elsewhere = ELSEWHERE.equals(reply);
        return new RekognitionObligationTable(
                cells.get(0),
                fetched != null || elsewhere ? null : reply,
                fetched,
                elsewhere,
                RekognitionTables.nullIfDash(cells.get(2)),
                RekognitionTables.nullIfDash(most[0]),
                most.length == 2 ? Integer.parseInt(most[1]) : 0,
                cells.get(4).equals("pictures"));
    }
}
