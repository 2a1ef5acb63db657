package io.facegate.ledger.replay;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.facegate.json.JsonMappers;
import io.facegate.ledger.DecisionRecord;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parser of ledger records for replay. */
public final class RecordReader {
    private static final Set<String> JUDGEMENTS = Set.of("DECISION", "EVALUATION");
    private static final ReplayLine OTHER = new ReplayLine.Other();
    private static final int DEEPEST = 4;

    private RecordReader() {}

    /** Parses {@code lines[from, to)}. */
    public static ReplayLine read(byte[] lines, int from, int to) {
        if (from == to) {
            return new ReplayLine.NotReplayable(null, null, ReplayObstacle.ERASED);
        }
        try (var in = JsonMappers.FACTORY.createParser(lines, from, to - from)) {
            in.nextToken();
            return read(new RecordValues(object(in, 0)));
        } catch (IOException damaged) {
            return new ReplayLine.NotReplayable(null, null, ReplayObstacle.UNREADABLE);
        }
    }

    private static ReplayLine read(RecordValues values) {
        if (!JUDGEMENTS.contains(values.word("kind"))) {
            return OTHER;
        }
        if (!DecisionRecord.SCHEMA.equals(values.word("schema"))) {
            return toLost(values, ReplayObstacle.SCHEMA);
        }
        try {
            var recorded = PolicyInputReader.read(values);
            var call = recorded.question().call();
            boolean named = recorded.question().caller().preconditionFailure() != null
                    || !call.operation().equals(DecisionRecord.UNREADABLE);
            return named ? new ReplayLine.Replayable(recorded) : toLost(values, ReplayObstacle.OPERATION);
        } catch (RecordValues.Absent erased) {
            return toLost(values, ReplayObstacle.ERASED);
        } catch (IllegalArgumentException | DateTimeException damaged) {
            return toLost(values, ReplayObstacle.UNREADABLE);
        }
    }

    private static ReplayLine toLost(RecordValues values, ReplayObstacle why) {
        return new ReplayLine.NotReplayable(values.word("id"), time(values.word("time")), why);
    }

    private static @Nullable Instant time(@Nullable String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException damaged) {
            return null;
        }
    }

    private static Map<String, Object> object(JsonParser in, int depth) throws IOException {
        if (in.currentToken() != JsonToken.START_OBJECT || depth > DEEPEST) {
            throw new IOException("no record");
        }
        var values = new HashMap<String, Object>(64);
        for (var name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            in.nextToken();
            values.put(name, value(in, depth));
        }
        return values;
    }

    private static Object value(JsonParser in, int depth) throws IOException {
        return switch (in.currentToken()) {
            case VALUE_STRING -> in.getText();
            case VALUE_NUMBER_INT -> in.getLongValue();
            case START_ARRAY -> list(in, depth);
            case null, default -> object(in, depth + 1);
        };
    }

    private static List<Object> list(JsonParser in, int depth) throws IOException {
        var values = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            values.add(value(in, depth));
        }
        return values;
    }
}
